namespace NotebookCourse.Training;

/// <summary>What one step of training showed.</summary>
/// <param name="Step">Steps taken, from 1.</param>
/// <param name="Loss">Training loss of the step's batches before the step, nats per token (extra terms included).</param>
/// <param name="LearningRate">The step's learning rate.</param>
/// <param name="GradientNorm">Global gradient norm before clipping.</param>
/// <param name="ValidationLoss">Next-token loss on validation batches after the step, nats; null where none was measured.</param>
public sealed record CurvePoint(long Step, double Loss, double LearningRate, double GradientNorm, double? ValidationLoss = null);

/// <summary>Where a run stands, for whoever watches.</summary>
/// <param name="Point">The latest step.</param>
/// <param name="Steps">Steps the run will have.</param>
/// <param name="TokensPerSecond">Training tokens a second since the run (or its resumption) began, validation left out.</param>
/// <param name="Remaining">Time the remaining steps will take at this speed.</param>
public sealed record TrainingProgress(CurvePoint Point, long Steps, double TokensPerSecond, TimeSpan Remaining);

/// <summary>How a run ended.</summary>
/// <param name="Curve">Every step, from the first, those before a resumption included.</param>
/// <param name="ValidationLoss">The latest validation loss, nats per token; null if the run was cut short before any.</param>
/// <param name="Completed">Whether all steps were taken.</param>
/// <param name="Elapsed">Time since the run or its resumption began.</param>
/// <param name="TokensPerSecond">Training tokens a second, validation left out.</param>
/// <param name="PeakMemoryBytes">Most memory this process ever held (resident set).</param>
public sealed record TrainingResult(
    IReadOnlyList<CurvePoint> Curve,
    double? ValidationLoss,
    bool Completed,
    TimeSpan Elapsed,
    double TokensPerSecond,
    long PeakMemoryBytes);

/// <summary>Training had to stop because its numbers broke. Nothing was written since; the latest checkpoint is sound.</summary>
/// <param name="message">What broke, at which step and learning rate, and in which parameter.</param>
public sealed class TrainingDivergedException(string message) : Exception(message);
