using NotebookCourse.Kernel.Outputs;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// Runs code that can be stopped from outside. A cell's own code stops at its next <see cref="Checkpoint"/>, a thread
/// that sleeps or waits is woken. What computes inside a library stops when it comes back to the cell; if that takes
/// long, the person is told.
/// </summary>
/// <remarks>
/// Nothing is ever aborted. On .NET 10 an abort (<c>ControlledExecution</c>) ended the process in one of three runs of
/// our tests (PAL_SEHException), left a thread that was just taking a lock of the class library in its possession for
/// ever, or did not come at all. A thread is woken only when it is seen waiting, twice: an interrupt that finds it
/// running would wait for some lock of some library.
/// </remarks>
internal static class Interruptible
{
    /// <summary>How long an interrupted cell may stay inside a library before the person is told.</summary>
    public static TimeSpan TellAfter { get; } = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan EndLoopsAfter = TimeSpan.FromMilliseconds(50);

    [ThreadStatic]
    private static object? _wholeOfThread;

    private static object WholeOfThread => _wholeOfThread ??= new object();

    /// <summary>Runs an action that must not be woken half way: a queue whose lock is not got would keep an item without its signal.</summary>
    /// <exception cref="ThreadInterruptedException">The thread was woken before the action began.</exception>
    public static void Whole(Action action)
    {
        lock (WholeOfThread)
        {
            if (Checkpoint.IsOpen)
                Thread.Sleep(0); // takes an interrupt that is on its way
            action();
        }
    }

    /// <summary>Runs an action on the calling thread.</summary>
    /// <param name="action">What to run.</param>
    /// <param name="clock">Tells how long a stop has been waited for; it never goes back.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Run(Action action, TimeProvider clock, CancellationToken cancellationToken)
    {
        var watch = new Watch(Thread.CurrentThread, WholeOfThread, CellRun.Current, clock);
        using var request = cancellationToken.UnsafeRegister(_ => watch.Start(), null);
        try
        {
            action();
        }
        catch (ThreadInterruptedException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            watch.End();
        }
    }

    /// <summary>Stops one thread, once.</summary>
    private sealed class Watch(Thread thread, object whole, CellRun? run, TimeProvider clock)
    {
        private readonly Lock _gate = new();
        private bool _started;
        private long _start;
        private bool _endsLoops;
        private bool _told;
        private bool _ended;

        public void Start()
        {
            lock (_gate)
            {
                if (_started || _ended)
                    return;
                _started = true;
                _start = clock.GetTimestamp();
                Checkpoint.Open();
            }

            new Thread(Stop) { IsBackground = true, Name = "notebook interrupt" }.UnsafeStart();
        }

        /// <summary>Nothing that runs on this thread later may find an interrupt that was meant for this action.</summary>
        public void End()
        {
            while (true)
            {
                try
                {
                    lock (_gate)
                        _ended = true;
                    Thread.Sleep(0); // takes an interrupt that is still pending
                    break;
                }
                catch (ThreadInterruptedException)
                {
                    // The last one; look again.
                }
            }

            if (_endsLoops)
                Checkpoint.LetLoops();
            if (_started)
                Checkpoint.Close();
        }

        private void Stop()
        {
            bool waited = false;
            while (true)
            {
                bool tell = false;
                lock (_gate)
                {
                    if (_ended)
                        return;
                    var elapsed = clock.GetElapsedTime(_start);
                    bool waits = thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin);
                    if (waits && waited)
                        Wake();
                    waited = waits;
                    if (!_endsLoops && elapsed > EndLoopsAfter)
                    {
                        _endsLoops = true;
                        Checkpoint.EndLoops();
                    }

                    if (!_told && elapsed > TellAfter)
                        _told = tell = true;
                }

                if (tell)
                    run?.Write("stderr", "[Interrupted, but the cell is inside library code, which cannot be stopped. It stops when that returns; to end it at once, restart the kernel.]\n");
                Thread.Sleep(Pause);
            }
        }

        private void Wake()
        {
            if (!Monitor.TryEnter(whole))
                return;
            try
            {
                thread.Interrupt();
            }
            finally
            {
                Monitor.Exit(whole);
            }
        }
    }
}
