namespace NotebookCourse.Exercises;

/// <summary>How good forecasts were, by what happened. Less is better, and nobody can gain by saying what they do not believe.</summary>
public static class Score
{
    /// <summary>
    /// The squared distance of a guess from a value in powers of ten: 0 where it was hit, 1 where it was off by a factor of 10 either way.
    /// </summary>
    /// <param name="guess">The guess. Range: &gt; 0.</param>
    /// <param name="value">What was measured. Range: &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not above 0 or not finite: it has no logarithm.</exception>
    public static double SquaredLog(double guess, double value) => SquaredLog(guess, value, value);

    /// <summary>The same against an interval, by its nearest number; 0 inside.</summary>
    /// <param name="guess">The guess. Range: &gt; 0.</param>
    /// <param name="from">The least value that is right. Range: &gt; 0.</param>
    /// <param name="to">The greatest. Range: &gt;= <paramref name="from"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range: it has no logarithm, or the interval no number.</exception>
    public static double SquaredLog(double guess, double from, double to)
    {
        RequirePositive(guess, nameof(guess));
        RequirePositive(from, nameof(from));
        RequirePositive(to, nameof(to));
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        double powers = Math.Log10(guess / Math.Clamp(guess, from, to));
        return powers * powers;
    }

    /// <summary>
    /// Brier's score (1950): the mean squared distance of the stated probability from what happened, 1 or 0. Range: 0 to 1; always saying one
    /// half gives 0.25.
    /// </summary>
    /// <param name="forecasts">Probabilities, 0 to 1, each with whether it happened.</param>
    /// <returns>Null where there are no forecasts: there is nothing to judge.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A probability is outside 0 to 1.</exception>
    public static double? Brier(IEnumerable<(double Probability, bool Happened)> forecasts)
    {
        double sum = 0;
        int count = 0;
        foreach ((double probability, bool happened) in forecasts)
        {
            if (!(probability is >= 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(forecasts), probability, "A probability is a number from 0 to 1.");
            double miss = probability - (happened ? 1 : 0);
            sum += miss * miss;
            count++;
        }

        return count == 0 ? null : sum / count;
    }

    private static void RequirePositive(double number, string name)
    {
        if (!(number > 0) || !double.IsFinite(number))
            throw new ArgumentOutOfRangeException(name, number, "Factors are between finite numbers above 0.");
    }
}
