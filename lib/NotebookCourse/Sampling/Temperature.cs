namespace NotebookCourse.Sampling;

/// <summary>
/// Divides every logit by T before the softmax: below 1 sharpens, above 1 flattens, and 0 keeps only the likeliest
/// token (the limit). It changes no token's rank.
/// </summary>
/// <param name="Value">T. Range: 0 or above, finite.</param>
public sealed record Temperature(double Value) : LogitStep
{
    /// <summary>T, as checked.</summary>
    public double Value { get; } = double.IsFinite(Value) && Value >= 0
        ? Value
        : throw new ArgumentOutOfRangeException(nameof(Value), Value, "A temperature is 0 (always the likeliest token) or a positive number, usually 0.2 to 1.5.");

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> source, ReadOnlySpan<int> tokens, Span<float> destination)
    {
        if (Value == 0)
        {
            int best = Greedy.Choose(source);
            float logit = source[best];
            destination.Fill(float.NegativeInfinity);
            destination[best] = logit;
            return;
        }

        for (int token = 0; token < source.Length; token++)
            destination[token] = (float)(source[token] / Value);
    }
}
