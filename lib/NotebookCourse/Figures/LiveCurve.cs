namespace NotebookCourse.Figures;

/// <summary>The loss of a training run, drawn while it runs.</summary>
/// <param name="title">What the figure shows.</param>
/// <param name="steps">Steps the run will have. Range: at least 1.</param>
/// <param name="unit">The loss's unit; nats per token if null.</param>
/// <param name="clock">Tells when a second has passed; the system's if null.</param>
/// <example>
/// <code>
/// var live = new LiveCurve("Training loss", recipe.Steps);
/// var shown = display(live.Figure);
/// trainer.Run(watch: progress =>
/// {
///     if (live.Add(progress.Point.Step, progress.Point.Loss, progress.Remaining))
///         shown.Update(live.Figure);
/// });
/// </code>
/// </example>
public sealed class LiveCurve(string title, long steps, string? unit = null, TimeProvider? clock = null)
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);

    private readonly long _steps = steps >= 1 ? steps : throw new ArgumentOutOfRangeException(nameof(steps), steps, "A run has at least one step.");
    private readonly List<(long Step, double Loss)> _points = [];
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private long _drawn = (clock ?? TimeProvider.System).GetTimestamp();
    private TimeSpan _remaining;

    /// <summary>The curve so far; its text says where the run stands.</summary>
    public Figure Figure => Charts.Lines(
        $"{title}{(_points.Count == 0 ? "" : Language.Pick(": ", "：") + Standing)}",
        Axis.Of(Language.Pick("training step", "训练步"), Language.Pick("updates", "次更新")) with { Min = 0, Max = _steps },
        Axis.Of(Language.Pick("loss", "损失"), unit ?? Language.Pick("nats per token", "奈特/词元")) with { Log = true },
        [Series.Of(Language.Pick("training", "训练"), _points.Select(point => point.Step), _points.Select(point => point.Loss))],
        alt: _points.Count == 0 ? Language.Pick("No step has been taken yet.", "还没有开始。") : Standing);

    private string Standing
    {
        get
        {
            var (step, loss) = _points[^1];
            string at = Language.Pick($"step {step:N0} of {_steps:N0}, loss {loss:f2}", $"第 {step:N0} 步，共 {_steps:N0} 步，损失 {loss:f2}");
            return step >= _steps ? at : at + Language.Pick($", {_remaining.TotalSeconds:f0} s left", $"，还要 {_remaining.TotalSeconds:f0} 秒");
        }
    }

    /// <summary>A step was taken.</summary>
    /// <param name="step">Its number, from 1.</param>
    /// <param name="loss">Its loss. Above 0, or not a number (a gap).</param>
    /// <param name="remaining">Time the rest will take.</param>
    /// <returns>Whether to draw again: once a second, and at the last step.</returns>
    public bool Add(long step, double loss, TimeSpan remaining)
    {
        if (loss <= 0)
            throw new ArgumentOutOfRangeException(nameof(loss), loss, "The loss axis is logarithmic; expected a loss above 0.");
        _points.Add((step, loss));
        _remaining = remaining;
        if (step < _steps && _clock.GetElapsedTime(_drawn) < Often)
            return false;
        _drawn = _clock.GetTimestamp();
        return true;
    }
}
