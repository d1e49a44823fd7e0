namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// What a cell's awaits come back through: the cell's own thread when that waits for them, another when it is blocked,
/// busy for longer than <see cref="Patience"/>, or the cell has ended.
/// </summary>
/// <param name="thread">The cell's thread.</param>
/// <param name="clock">Tells how long the thread has been busy; it never goes back.</param>
/// <param name="cancellationToken">Stops what runs elsewhere.</param>
internal sealed class ContinuationQueue(Thread thread, TimeProvider clock, CancellationToken cancellationToken) : SynchronizationContext
{
    // A task may be quicker than the way back from the await that waits for it.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly object _gate = new();
    private (SendOrPostCallback Callback, object? State)? _next;
    private bool _waiting;
    private volatile bool _ended;

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!HandOver(d, state))
            ThreadPool.UnsafeQueueUserWorkItem(_ => RunSomewhere(d, state), null);
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs what is posted, on the calling thread, until the task has ended.</summary>
    public void RunUntil(Task task)
    {
        task.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            Pump(task);
        }
        finally
        {
            (SendOrPostCallback Callback, object? State)? left;
            lock (_gate)
            {
                (left, _next) = (_next, null);
                _waiting = false; // an interrupted wait has left it set
                _ended = true;
            }

            if (left is { } next)
                ThreadPool.UnsafeQueueUserWorkItem(_ => RunHere(next.Callback, next.State), null);
        }
    }

    private void Pump(Task task)
    {
        while (true)
        {
            (SendOrPostCallback Callback, object? State) next;
            lock (_gate)
            {
                _waiting = true;
                while (_next is null && !task.IsCompleted)
                    Monitor.Wait(_gate);
                _waiting = false;
                if (_next is null)
                    return;
                next = _next.Value;
                _next = null;
            }

            next.Callback(next.State);
        }
    }

    private bool HandOver(SendOrPostCallback callback, object? state)
    {
        lock (_gate)
        {
            if (!_waiting)
                return false;
            _waiting = false;
            _next = (callback, state);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.Pulse(_gate);
    }

    private void RunSomewhere(SendOrPostCallback callback, object? state)
    {
        long start = clock.GetTimestamp();
        for (bool blocked = false; !_ended && clock.GetElapsedTime(start) < Patience; Thread.Sleep(1))
        {
            if (HandOver(callback, state))
                return;
            bool wasBlocked = blocked;
            blocked = thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin);
            if (blocked && wasBlocked)
                break;
        }

        RunHere(callback, state);
    }

    private void RunHere(SendOrPostCallback callback, object? state)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            Interruptible.Run(() => callback(state), clock, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The cell was interrupted; whoever waits for it has been told.
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
