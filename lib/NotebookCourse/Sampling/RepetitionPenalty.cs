namespace NotebookCourse.Sampling;

/// <summary>
/// Makes every token that has occurred less likely, however often it did: a positive logit is divided by the factor, a
/// negative one multiplied (Keskar et al. 2019, CTRL, arXiv 1909.05858, section 4.1, with the sign handled).
/// </summary>
/// <param name="Factor">Range: above 0; 1 changes nothing, 1.2 is usual.</param>
/// <param name="Window">Only the last so many tokens count; null for all. Range: 1 or more.</param>
public sealed record RepetitionPenalty(double Factor, int? Window = null) : LogitStep
{
    /// <summary>The factor, as checked.</summary>
    public double Factor { get; } = double.IsFinite(Factor) && Factor > 0
        ? Factor
        : throw new ArgumentOutOfRangeException(nameof(Factor), Factor, "A repetition penalty is a factor above 0; 1 changes nothing.");

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> source, ReadOnlySpan<int> tokens, Span<float> destination)
    {
        source.CopyTo(destination);
        ReadOnlySpan<int> seen = Window is int window && window < tokens.Length ? tokens[^window..] : tokens;
        foreach (int token in seen.ToArray().Distinct())
        {
            float logit = source[token];
            destination[token] = (float)(logit > 0 ? logit / Factor : logit * Factor);
        }
    }
}
