namespace NotebookCourse.Precision;

/// <summary>How far approximations lie from references. Relative errors are |approximation - reference| / |reference|, over references other than zero.</summary>
/// <param name="Count">Elements compared.</param>
/// <param name="MeanRelative">Mean relative error.</param>
/// <param name="RootMeanSquareRelative">Square root of the mean squared relative error.</param>
/// <param name="MedianRelative">Median relative error.</param>
/// <param name="MaxRelative">Largest relative error.</param>
/// <param name="MaxAbsolute">Largest absolute error.</param>
/// <param name="NormRatio">Length of the vector of errors over the length of the vector of references: small elements count little.</param>
/// <param name="FlushedToZero">Fraction of references other than zero whose approximation is zero. Range: 0 to 1.</param>
public sealed record ErrorStatistics(
    int Count,
    double MeanRelative,
    double RootMeanSquareRelative,
    double MedianRelative,
    double MaxRelative,
    double MaxAbsolute,
    double NormRatio,
    double FlushedToZero)
{
    /// <summary>Compares element by element.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static ErrorStatistics Of(ReadOnlySpan<float> references, ReadOnlySpan<float> approximations)
    {
        SpanLengths.Require(references.Length, approximations.Length);
        var relative = new List<double>(references.Length);
        double squaredErrors = 0, squaredReferences = 0, maxAbsolute = 0;
        int flushed = 0;
        for (int i = 0; i < references.Length; i++)
        {
            double reference = references[i], error = Math.Abs(approximations[i] - reference);
            squaredErrors += error * error;
            squaredReferences += reference * reference;
            maxAbsolute = Math.Max(maxAbsolute, error);
            if (reference == 0)
                continue;
            relative.Add(error / Math.Abs(reference));
            flushed += approximations[i] == 0 ? 1 : 0;
        }

        relative.Sort();
        int n = relative.Count;
        return new ErrorStatistics(
            references.Length,
            n == 0 ? 0 : relative.Average(),
            n == 0 ? 0 : Math.Sqrt(relative.Average(error => error * error)),
            n == 0 ? 0 : (relative[(n - 1) / 2] + relative[n / 2]) / 2,
            n == 0 ? 0 : relative[^1],
            maxAbsolute,
            squaredReferences == 0 ? 0 : Math.Sqrt(squaredErrors / squaredReferences),
            n == 0 ? 0 : (double)flushed / n);
    }
}
