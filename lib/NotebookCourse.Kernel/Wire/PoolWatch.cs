namespace NotebookCourse.Kernel.Wire;

/// <summary>
/// Lets the thread pool grow at once when cells keep all of its threads busy. The sockets of the wire are served by the pool
/// too, and what .NET adds by itself (a thread in half a second) left a kernel with 200 sleeping tasks mute for two minutes.
/// </summary>
internal sealed class PoolWatch : IDisposable
{
    private const int MostThreads = 2048;
    private const double Computing = 0.8; // of all processors: more threads would make nothing quicker
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly ManualResetEventSlim _end = new();
    private readonly int _usualWorkers;
    private readonly int _usualPorts;

    public PoolWatch()
    {
        ThreadPool.GetMinThreads(out _usualWorkers, out _usualPorts);
        new Thread(Loop) { IsBackground = true, Name = "pool watch" }.UnsafeStart();
    }

    public void Dispose() => _end.Set();

    private void Loop()
    {
        (long Done, TimeSpan Used) before = (ThreadPool.CompletedWorkItemCount, Environment.CpuUsage.TotalTime);
        while (!_end.Wait(Interval))
        {
            (long Done, TimeSpan Used) now = (ThreadPool.CompletedWorkItemCount, Environment.CpuUsage.TotalTime);
            if (ThreadPool.PendingWorkItemCount == 0)
                ThreadPool.SetMinThreads(_usualWorkers, _usualPorts);
            else if (now.Done == before.Done)
                Grow((now.Used - before.Used) / (Interval * Environment.ProcessorCount) > Computing);
            before = now;
        }

        ThreadPool.SetMinThreads(_usualWorkers, _usualPorts);
    }

    private void Grow(bool isComputing)
    {
        int threads = Math.Max(ThreadPool.ThreadCount, _usualWorkers);
        ThreadPool.SetMinThreads(Math.Min(MostThreads, isComputing ? threads + 1 : 2 * threads), _usualPorts);
    }
}
