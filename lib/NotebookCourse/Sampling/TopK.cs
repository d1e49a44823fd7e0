namespace NotebookCourse.Sampling;

/// <summary>Keeps the k likeliest tokens (Fan et al. 2018, arXiv 1805.04833). Of equal logits the smaller ids are kept.</summary>
/// <param name="Count">k. Range: 1 or more; above the vocabulary it keeps everything.</param>
public sealed record TopK(int Count) : LogitStep
{
    /// <summary>k, as checked.</summary>
    public int Count { get; } = Count >= 1
        ? Count
        : throw new ArgumentOutOfRangeException(nameof(Count), Count, "Top-k keeps k tokens, 1 or more.");

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> source, ReadOnlySpan<int> tokens, Span<float> destination)
    {
        float[] logits = source.ToArray();
        source.CopyTo(destination);
        if (Count >= logits.Length)
            return;
        float[] sorted = [.. logits.Order()];
        float threshold = sorted[^Count];
        int spare = Count - logits.Count(logit => logit > threshold); // places left for those exactly at the threshold
        for (int token = 0; token < logits.Length; token++)
        {
            if (logits[token] < threshold || (logits[token] == threshold && spare-- <= 0))
                destination[token] = float.NegativeInfinity;
        }
    }
}
