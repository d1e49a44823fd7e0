namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// The thread on which all cells of a session run, one after the other, so that what a library keeps per thread
/// (gradient modes, dispose scopes) holds from cell to cell, and across an await.
/// </summary>
/// <remarks>
/// An await comes back to this thread if it is waiting, and to another one if it is not: code that blocks on a
/// task cannot lock itself out. Both can be stopped.
/// </remarks>
internal sealed class CellThread : IDisposable
{
    // A beginner's recursion deserves some room. More would make the error of an endless one slow to come: every frame is unwound.
    private const int StackSize = 16 * 1024 * 1024;

    private readonly Thread _thread;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _ready = new(0);
    private Action? _work;
    private bool _stopped;

    /// <param name="clock">Times interrupts.</param>
    public CellThread(TimeProvider clock)
    {
        _clock = clock;
        _thread = new Thread(Loop, StackSize) { IsBackground = true, Name = "notebook cell" };
        _thread.UnsafeStart();
    }

    /// <summary>Runs a cell on the thread.</summary>
    /// <param name="body">Starts the cell; the task ends with it.</param>
    /// <param name="cancellationToken">Stops it, wherever it is.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Task Run(Func<Task> body, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var caller = ExecutionContext.Capture()!;
        lock (_gate)
        {
            _work = () => ExecutionContext.Run(caller, _ => Complete(done, body, cancellationToken), null);
        }

        _ready.Release();
        return done.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopped = true;
        _ready.Release();
    }

    private void Loop()
    {
        while (true)
        {
            _ready.Wait();
            if (_stopped)
                return;
            Action work;
            lock (_gate)
            {
                work = _work!;
                _work = null;
            }

            work();
        }
    }

    private void Complete(TaskCompletionSource done, Func<Task> body, CancellationToken cancellationToken)
    {
        var queue = new ContinuationQueue(Thread.CurrentThread, _clock, cancellationToken);
        SynchronizationContext.SetSynchronizationContext(queue);
        Task? task = null;
        Exception? failure = null;
        try
        {
            // The body, then whatever it awaits, until its task ends.
            Interruptible.Run(
                () =>
                {
                    task = body();
                    queue.RunUntil(task);
                },
                _clock,
                cancellationToken);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        SynchronizationContext.SetSynchronizationContext(null);
        if (cancellationToken.IsCancellationRequested)
            done.SetCanceled(cancellationToken);
        else if ((failure ?? task!.Exception?.InnerException ?? (task.IsCanceled ? new TaskCanceledException(task) : null)) is { } reason)
            done.SetException(reason);
        else
            done.SetResult();
    }
}
