namespace NotebookCourse.Training;

/// <summary>The learning rate as a function of the step: no state, so any step can be asked for.</summary>
public abstract record LearningRate
{
    /// <summary>The rate of a step.</summary>
    /// <param name="step">Range: 0 (the first) or above.</param>
    public abstract double At(long step);

    /// <summary>Share of the peak during warmup: step s of w gives (s + 1) / (w + 1), as in nanoGPT; 1 afterwards.</summary>
    private protected static double Warmup(long step, long warmup) => step < warmup ? (step + 1.0) / (warmup + 1) : 1;
}

/// <summary>The same rate at every step after the warmup.</summary>
/// <param name="Peak">Range: above 0.</param>
/// <param name="WarmupSteps">Range: 0 or above.</param>
public sealed record ConstantRate(double Peak, long WarmupSteps = 0) : LearningRate
{
    /// <inheritdoc/>
    public override double At(long step) => Peak * Warmup(step, WarmupSteps);
}

/// <summary>Warmup, then half a cosine from the peak to the end rate, which stays (nanoGPT's <c>get_lr</c>).</summary>
/// <param name="Peak">Range: above 0.</param>
/// <param name="End">Range: 0 to the peak.</param>
/// <param name="WarmupSteps">Range: 0 or above.</param>
/// <param name="Steps">The step at which the end rate is reached. Range: above the warmup.</param>
public sealed record CosineRate(double Peak, double End, long WarmupSteps, long Steps) : LearningRate
{
    /// <inheritdoc/>
    public override double At(long step)
    {
        if (step < WarmupSteps)
            return Peak * Warmup(step, WarmupSteps);
        double done = Math.Min(1, (step - WarmupSteps) / (double)Math.Max(1, Steps - WarmupSteps));
        return End + (Peak - End) * 0.5 * (1 + Math.Cos(Math.PI * done));
    }
}

/// <summary>
/// Warmup, a long constant stretch, a short decay (WSD; Hu et al. 2024, arXiv 2404.06395): the stretch can be continued
/// at any time, because it does not know when it ends. The decay here is linear.
/// </summary>
/// <param name="Peak">Range: above 0.</param>
/// <param name="End">Range: 0 to the peak.</param>
/// <param name="WarmupSteps">Range: 0 or above.</param>
/// <param name="DecayFrom">First step of the decay.</param>
/// <param name="Steps">The step at which the end rate is reached. Range: above <paramref name="DecayFrom"/>.</param>
public sealed record WarmupStableDecay(double Peak, double End, long WarmupSteps, long DecayFrom, long Steps) : LearningRate
{
    /// <inheritdoc/>
    public override double At(long step)
    {
        if (step < DecayFrom)
            return Peak * Warmup(step, WarmupSteps);
        double done = Math.Min(1, (step - DecayFrom) / (double)Math.Max(1, Steps - DecayFrom));
        return Peak + (End - Peak) * done;
    }
}
