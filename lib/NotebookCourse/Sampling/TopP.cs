namespace NotebookCourse.Sampling;

/// <summary>
/// Nucleus sampling: keeps the smallest set of likeliest tokens whose probabilities reach p (Holtzman et al. 2020,
/// arXiv 1904.09751, section 3.1). Where the model is sure few tokens stay, where it is not many do.
/// </summary>
/// <param name="Mass">p. Range: above 0, up to 1.</param>
public sealed record TopP(double Mass) : LogitStep
{
    /// <summary>p, as checked.</summary>
    public double Mass { get; } = Mass is > 0 and <= 1
        ? Mass
        : throw new ArgumentOutOfRangeException(nameof(Mass), Mass, "Top-p keeps a share of the probability, above 0 and at most 1.");

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> source, ReadOnlySpan<int> tokens, Span<float> destination)
    {
        double[] probabilities = Softmax(source);
        KeepUntil(Mass, OrderBy([.. probabilities.Select(p => -p)]), probabilities, source, destination);
    }
}
