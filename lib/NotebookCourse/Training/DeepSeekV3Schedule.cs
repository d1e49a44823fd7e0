namespace NotebookCourse.Training;

/// <summary>
/// DeepSeek-V3's pre-training schedule in closed form over tokens (arXiv 2412.19437, section 4.2): 14.8 trillion tokens
/// in sequences of 4096. The report gives the ends of the batch ramp, not its shape; a ramp linear in tokens is assumed.
/// </summary>
public static class DeepSeekV3Schedule
{
    /// <summary>Training tokens in all.</summary>
    public const double TotalTokens = 14.8e12;

    /// <summary>Tokens in a sequence.</summary>
    public const double SequenceLength = 4096;

    /// <summary>Steps of warmup.</summary>
    public const double WarmupSteps = 2000;

    /// <summary>Longest global norm of the gradient; a longer one is clipped to it.</summary>
    public const double GradientNorm = 1;

    /// <summary>Tokens over which the batch grows.</summary>
    public const double RampTokens = 469e9;

    private const double FirstBatch = 3072, LastBatch = 15_360, Peak = 2.2e-4, Low = 2.2e-5, Last = 7.3e-6;
    private const double CosineFrom = 10e12, CosineTo = 14.3e12, LowUntil = 14.3e12 + 333e9;

    private static double Growth => (LastBatch - FirstBatch) / RampTokens; // sequences per token

    /// <summary>Sequences in the batch after so many tokens.</summary>
    /// <param name="tokens">Range: 0 to <see cref="TotalTokens"/>.</param>
    public static double BatchSequences(double tokens) => tokens >= RampTokens ? LastBatch : FirstBatch + Growth * tokens;

    /// <summary>
    /// Steps taken to read so many tokens. On the ramp a step reads 4096 (b0 + g t) tokens, so t grows exponentially
    /// with the step and the step is its logarithm; afterwards 62,914,560 tokens a step.
    /// </summary>
    /// <param name="tokens">Range: 0 to <see cref="TotalTokens"/>.</param>
    public static double StepAt(double tokens)
    {
        double ramp = Math.Log(1 + Growth * Math.Min(tokens, RampTokens) / FirstBatch) / (Growth * SequenceLength);
        return ramp + Math.Max(0, tokens - RampTokens) / (LastBatch * SequenceLength);
    }

    /// <summary>The learning rate after so many tokens: warmup, 2.2e-4, half a cosine, 2.2e-5, 7.3e-6.</summary>
    /// <param name="tokens">Range: 0 to <see cref="TotalTokens"/>.</param>
    public static double LearningRateAt(double tokens)
    {
        if (tokens < CosineFrom)
            return Peak * Math.Min(1, StepAt(tokens) / WarmupSteps);
        if (tokens < CosineTo)
            return Low + (Peak - Low) * 0.5 * (1 + Math.Cos(Math.PI * (tokens - CosineFrom) / (CosineTo - CosineFrom)));
        return tokens < LowUntil ? Low : Last;
    }

    /// <summary>The speed of the router's bias update: 0.001, and 0 for the last 500 billion tokens.</summary>
    /// <param name="tokens">Range: 0 to <see cref="TotalTokens"/>.</param>
    public static double BiasUpdateSpeedAt(double tokens) => tokens < 14.3e12 ? 0.001 : 0;

    /// <summary>The weight of the multi-token-prediction loss: 0.3, and 0.1 after 10 trillion tokens.</summary>
    /// <param name="tokens">Range: 0 to <see cref="TotalTokens"/>.</param>
    public static double PredictionWeightAt(double tokens) => tokens < 10e12 ? 0.3 : 0.1;
}
