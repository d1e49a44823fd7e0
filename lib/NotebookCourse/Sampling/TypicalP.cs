namespace NotebookCourse.Sampling;

/// <summary>
/// Locally typical sampling (Meister et al. 2022, arXiv 2202.00666, Eq. 10): keeps the tokens whose surprise is closest
/// to the distribution's entropy until their probabilities reach a mass. The likeliest token may fall out, when it says
/// less than is usual here.
/// </summary>
/// <param name="Mass">Range: above 0, up to 1.</param>
public sealed record TypicalP(double Mass) : LogitStep
{
    /// <summary>The mass, as checked.</summary>
    public double Mass { get; } = Mass is > 0 and <= 1
        ? Mass
        : throw new ArgumentOutOfRangeException(nameof(Mass), Mass, "Typical sampling keeps a share of the probability, above 0 and at most 1.");

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> source, ReadOnlySpan<int> tokens, Span<float> destination)
    {
        double[] probabilities = Softmax(source);
        double entropy = probabilities.Sum(p => p > 0 ? -p * Math.Log(p) : 0); // nats
        double[] distance = [.. probabilities.Select(p => Math.Abs(-Math.Log(p) - entropy))];
        KeepUntil(Mass, OrderBy(distance), probabilities, source, destination);
    }
}
