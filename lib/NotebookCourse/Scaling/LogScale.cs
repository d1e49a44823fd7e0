namespace NotebookCourse.Scaling;

/// <summary>What a logarithmic scale can hold and tell apart.</summary>
internal static class LogScale
{
    /// <summary>Logarithms nearer than this are one value: rounding alone makes such differences, and a fit that divides by them gives anything.</summary>
    private const double Resolution = 1e-9;

    /// <summary>Whether a value has a finite logarithm.</summary>
    public static bool Holds(double value) => value > 0 && double.IsFinite(value);

    /// <summary>How many values are told apart.</summary>
    /// <param name="values">Each above 0.</param>
    public static int Distinct(IEnumerable<double> values)
    {
        int distinct = 0;
        double last = double.NegativeInfinity;
        foreach (double logarithm in values.Select(value => Math.Log(value)).Order())
        {
            if (logarithm - last <= Resolution)
                continue;
            distinct++;
            last = logarithm;
        }

        return distinct;
    }
}
