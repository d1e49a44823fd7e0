namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// What a cell's awaits come back through: the cell's own thread when that is waiting, another when it is busy or
/// the cell has ended.
/// </summary>
internal sealed class ContinuationQueue(CancellationToken cancellationToken) : SynchronizationContext
{
    private readonly object _gate = new();
    private (SendOrPostCallback Callback, object? State)? _next;
    private bool _waiting;

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate)
        {
            if (_waiting)
            {
                _waiting = false;
                _next = (d, state);
                Monitor.Pulse(_gate);
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(_ => RunElsewhere(d, state), null);
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs what is posted, on the calling thread, until the task has ended.</summary>
    public void RunUntil(Task task)
    {
        task.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
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

    private void Wake()
    {
        lock (_gate)
            Monitor.Pulse(_gate);
    }

    private void RunElsewhere(SendOrPostCallback callback, object? state)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            Interruptible.Run(() => callback(state), cancellationToken);
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
