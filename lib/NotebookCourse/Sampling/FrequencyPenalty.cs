namespace NotebookCourse.Sampling;

/// <summary>
/// Subtracts from the logit of a token that has occurred n times: <c>n * PerOccurrence + (n > 0) * OncePresent</c>. The
/// first part is what chat interfaces call the frequency penalty, the second the presence penalty.
/// </summary>
/// <param name="PerOccurrence">Subtracted for each occurrence. Negative values encourage repetition.</param>
/// <param name="OncePresent">Subtracted once.</param>
public sealed record FrequencyPenalty(double PerOccurrence, double OncePresent = 0) : LogitStep
{
    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> source, ReadOnlySpan<int> tokens, Span<float> destination)
    {
        source.CopyTo(destination);
        foreach ((int token, int count) in tokens.ToArray().CountBy(token => token))
            destination[token] = (float)(destination[token] - count * PerOccurrence - OncePresent);
    }
}
