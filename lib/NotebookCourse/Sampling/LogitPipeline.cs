namespace NotebookCourse.Sampling;

/// <summary>
/// Steps applied one after another. The order matters: top-p after a temperature of 2 keeps more tokens than before it.
/// The usual order is penalties, temperature, then the steps that rule tokens out.
/// </summary>
public sealed record LogitPipeline : LogitStep
{
    private readonly LogitStep[] _steps;

    /// <summary>A pipeline of these steps, first to last; of none, it changes nothing.</summary>
    public LogitPipeline(params LogitStep[] steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        _steps = [.. steps];
    }

    /// <summary>The steps, first to last.</summary>
    public IReadOnlyList<LogitStep> Steps => _steps;

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> source, ReadOnlySpan<int> tokens, Span<float> destination)
    {
        source.CopyTo(destination);
        foreach (LogitStep step in _steps)
            step.Apply(destination, tokens, destination);
    }

    /// <summary>Draws the next token from the distribution after the steps.</summary>
    /// <param name="logits">Shape [vocabulary].</param>
    /// <param name="tokens">The tokens so far.</param>
    /// <param name="random">The source of chance; the same seed draws the same tokens.</param>
    public int Choose(ReadOnlySpan<float> logits, ReadOnlySpan<int> tokens, Random random)
    {
        float[] changed = new float[logits.Length];
        Apply(logits, tokens, changed);
        return Probability.Distribution.SampleIndex(Softmax(changed), random);
    }

    /// <summary>The steps by name, for a person.</summary>
    public override string ToString() => string.Join(" -> ", _steps.Select(step => step.ToString()));
}
