using System.Runtime;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// Runs code that can be stopped from outside. A cell's own code stops at its next <see cref="Checkpoint"/>; a thread
/// that sleeps or waits is woken; what computes inside a library and never comes back to the cell is aborted.
/// </summary>
/// <remarks>
/// The three do not mix. A thread is woken only when it is seen waiting, for an interrupt that finds it running would
/// wait for some lock of some library. It is aborted only after <see cref="Patience"/>, because an abort can end
/// the process (seen on .NET 10, Linux: PAL_SEHException, in a loop over StringBuilder.Append).
/// </remarks>
internal static class Interruptible
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(150);

    /// <summary>Runs an action on the calling thread.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Run(Action action, CancellationToken cancellationToken)
    {
        var watch = new Watch(Thread.CurrentThread);
        using var request = cancellationToken.UnsafeRegister(_ => watch.Start(), null);
        try
        {
            ControlledExecution.Run(() => Guarded(action, watch), watch.Abort);
        }
        catch (ThreadInterruptedException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    // The end is inside: what the runtime waits for after the action must not be interrupted.
    private static void Guarded(Action action, Watch watch)
    {
        try
        {
            action();
        }
        finally
        {
            watch.End();
        }
    }

    /// <summary>Stops one thread, once.</summary>
    private sealed class Watch(Thread thread)
    {
        private readonly Lock _gate = new();
        private readonly CancellationTokenSource _abort = new(); // never disposed: its registration ends with the action
        private bool _started;
        private bool _ended;

        public CancellationToken Abort => _abort.Token;

        public void Start()
        {
            lock (_gate)
            {
                if (_started || _ended)
                    return;
                _started = true;
            }

            Checkpoint.Open();
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

            if (_started)
                Checkpoint.Close();
        }

        private void Stop()
        {
            var abortAt = DateTime.UtcNow + Patience;
            bool waited = false;
            while (true)
            {
                bool abort = false;
                lock (_gate)
                {
                    if (_ended)
                        return;
                    bool waits = thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin);
                    if (waits && waited)
                        thread.Interrupt();
                    abort = !waits && !waited && !_abort.IsCancellationRequested && DateTime.UtcNow > abortAt;
                    waited = waits;
                }

                if (abort)
                    new Thread(_abort.Cancel) { IsBackground = true, Name = "notebook abort" }.UnsafeStart(); // comes back when the thread has stopped
                Thread.Sleep(Pause);
            }
        }
    }
}
