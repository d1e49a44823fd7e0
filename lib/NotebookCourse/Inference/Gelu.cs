namespace NotebookCourse.Inference;

/// <summary>GELU(x) = x P(X &lt;= x) for a standard normal X (Hendrycks and Gimpel 2016), exact or by GPT-2's tanh formula.</summary>
internal static class Gelu
{
    private const double TwoOverSqrtPi = 1.1283791670955126;

    /// <summary>y = GELU(x).</summary>
    public static void Apply(ReadOnlySpan<float> x, Span<float> y, bool byTanh)
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = byTanh ? ByTanh(x[i]) : (float)(0.5 * x[i] * (1 + Erf(x[i] / Math.Sqrt(2))));
    }

    private static float ByTanh(float x) => 0.5f * x * (1 + MathF.Tanh(0.7978845608f * (x + (0.044715f * x * x * x))));

    /// <summary>
    /// The error function to about 1e-15: its Taylor series near 0, the continued fraction of its complement far from it.
    /// (Abramowitz and Stegun 7.1.6 and 7.1.14.)
    /// </summary>
    public static double Erf(double x)
    {
        double size = Math.Abs(x);
        if (size > 6)
            return Math.Sign(x);
        if (size < 2.5)
        {
            double term = x, sum = x;
            for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
                sum += term *= 2 * x * x / ((2 * n) + 1);
            return TwoOverSqrtPi * Math.Exp(-x * x) * sum;
        }

        double fraction = size;
        for (int n = 60; n >= 1; n--)
            fraction = size + (n / 2.0 / fraction);
        return Math.Sign(x) * (1 - (Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * fraction)));
    }
}
