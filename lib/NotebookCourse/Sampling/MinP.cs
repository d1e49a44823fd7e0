namespace NotebookCourse.Sampling;

/// <summary>
/// Keeps the tokens at least a given fraction as likely as the likeliest (Nguyen et al. 2024, arXiv 2407.01082). In
/// logits: those within ln(1 / fraction) of the highest.
/// </summary>
/// <param name="Fraction">Range: 0 (keeps everything) to 1 (keeps the likeliest and its equals).</param>
public sealed record MinP(double Fraction) : LogitStep
{
    /// <summary>The fraction, as checked.</summary>
    public double Fraction { get; } = Fraction is >= 0 and <= 1
        ? Fraction
        : throw new ArgumentOutOfRangeException(nameof(Fraction), Fraction, "Min-p compares with the likeliest token; the fraction is from 0 to 1, usually 0.05 to 0.1.");

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> source, ReadOnlySpan<int> tokens, Span<float> destination)
    {
        double lowest = source[Greedy.Choose(source)] + Math.Log(Fraction);
        for (int token = 0; token < source.Length; token++)
            destination[token] = source[token] >= lowest ? source[token] : float.NegativeInfinity;
    }
}
