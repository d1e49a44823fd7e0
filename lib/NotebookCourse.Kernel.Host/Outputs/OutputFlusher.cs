namespace NotebookCourse.Kernel.Outputs;

/// <summary>
/// Sends gathered console text a moment after its first character. It has a thread of its own, so that a cell
/// that keeps the whole thread pool busy is still seen to write.
/// </summary>
internal sealed class OutputFlusher : IDisposable
{
    private readonly HashSet<CellRun> _waiting = [];
    private readonly Thread _thread;
    private bool _stopped;

    public OutputFlusher()
    {
        _thread = new Thread(Loop) { IsBackground = true, Name = "notebook output" };
        _thread.UnsafeStart();
    }

    /// <summary>The longest time text waits before it is sent.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(30);

    public void Schedule(CellRun run)
    {
        lock (_waiting)
        {
            _waiting.Add(run);
            Monitor.Pulse(_waiting);
        }
    }

    public void Dispose()
    {
        lock (_waiting)
        {
            _stopped = true;
            Monitor.Pulse(_waiting);
        }

        _thread.Join();
    }

    private void Loop()
    {
        while (true)
        {
            lock (_waiting)
            {
                while (_waiting.Count == 0 && !_stopped)
                    Monitor.Wait(_waiting);
                if (_stopped && _waiting.Count == 0)
                    return;
            }

            Thread.Sleep(Interval);
            CellRun[] runs;
            lock (_waiting)
            {
                runs = [.. _waiting];
                _waiting.Clear();
            }

            foreach (var run in runs)
                run.Flush();
        }
    }
}
