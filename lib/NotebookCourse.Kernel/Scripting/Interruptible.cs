using System.Runtime;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// Runs code that can be stopped from outside, whatever it does: <see cref="ControlledExecution"/> stops what
/// computes, <see cref="Thread.Interrupt"/> wakes what sleeps or waits, so that it can be stopped too.
/// </summary>
internal static class Interruptible
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs an action on the calling thread.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Run(Action action, CancellationToken cancellationToken)
    {
        var thread = Thread.CurrentThread;
        var gate = new Lock();
        bool ended = false;
        try
        {
            // Stopping waits until the thread has stopped, and a sleeping thread does not: the waking comes first.
            var stop = new CancellationTokenSource();
            using var request = cancellationToken.UnsafeRegister(_ => Start(Wake, () => stop.Cancel()), null);
            ControlledExecution.Run(action, stop.Token);
        }
        catch (ThreadInterruptedException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            while (!End())
            {
            }
        }

        static void Start(params ReadOnlySpan<ThreadStart> starts)
        {
            foreach (var start in starts)
                new Thread(start) { IsBackground = true, Name = "notebook interrupt" }.UnsafeStart();
        }

        // A wait may be interrupted more than once: code that catches everything goes back to sleep.
        void Wake()
        {
            while (true)
            {
                lock (gate)
                {
                    if (ended)
                        return;
                    thread.Interrupt();
                }

                Thread.Sleep(Pause);
            }
        }

        // Nothing that runs on this thread later may find an interrupt that was meant for this action.
        bool End()
        {
            try
            {
                lock (gate)
                    ended = true;
                Thread.Sleep(0);
                return true;
            }
            catch (ThreadInterruptedException)
            {
                return false;
            }
        }
    }
}
