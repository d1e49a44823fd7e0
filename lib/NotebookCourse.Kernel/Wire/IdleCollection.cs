namespace NotebookCourse.Kernel.Wire;

/// <summary>
/// Gives memory back to the system when a notebook has rested for a moment: a class of learners shares a machine, and
/// most kernels wait most of the time.
/// </summary>
internal sealed class IdleCollection : IDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);
    private const long WorthCollecting = 32_000_000; // bytes allocated since the last time

    private readonly Timer _timer;
    private long _collectedAt;

    public IdleCollection() => _timer = new Timer(_ => Collect());

    /// <summary>A cell has begun: no collection now.</summary>
    public void Busy() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>A cell has ended: collect if no other comes.</summary>
    public void Idle() => _timer.Change(Rest, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();

    private void Collect()
    {
        if (GC.GetTotalAllocatedBytes() - _collectedAt < WorthCollecting)
            return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _collectedAt = GC.GetTotalAllocatedBytes();
    }
}
