namespace NotebookCourse.Accounting;

/// <summary>GPU time and what it costs to rent.</summary>
/// <param name="Name">The stage of training.</param>
/// <param name="GpuHours">Hours of one GPU. Range: &gt;= 0.</param>
public sealed record TrainingCost(string Name, double GpuHours)
{
    /// <summary>What the DeepSeek-V3 report assumes for an hour of an H800, in US dollars (table 1).</summary>
    public const double ReportDollarsPerHour = 2;

    /// <summary>The GPUs that trained DeepSeek-V3 (report, section 3.1).</summary>
    public const int ReportGpus = 2048;

    private const double SecondsPerHour = 3600;
    private const double HoursPerDay = 24;

    /// <summary>
    /// The stages of DeepSeek-V3's final run (report, table 1). Not in it, as the report says: research, ablations,
    /// failed runs, salaries, hardware.
    /// </summary>
    public static IReadOnlyList<TrainingCost> DeepSeekV3 { get; } =
        [new("pre-training", 2_664_000), new("context extension", 119_000), new("post-training", 5_000)];

    /// <summary>The time that so many operations take.</summary>
    /// <param name="name">The stage.</param>
    /// <param name="operations">Floating point operations. Range: &gt;= 0.</param>
    /// <param name="operationsPerSecond">What one GPU achieves, not its peak. Range: &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static TrainingCost OfOperations(string name, double operations, double operationsPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(operations);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(operationsPerSecond);
        return new TrainingCost(name, operations / operationsPerSecond / SecondsPerHour);
    }

    /// <summary>The price in US dollars.</summary>
    public double Dollars(double perHour = ReportDollarsPerHour) => GpuHours * perHour;

    /// <summary>Days on so many GPUs at once.</summary>
    /// <param name="gpus">Range: &gt;= 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gpus"/> is outside its range.</exception>
    public double Days(int gpus = ReportGpus)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gpus, 1);
        return GpuHours / gpus / HoursPerDay;
    }
}
