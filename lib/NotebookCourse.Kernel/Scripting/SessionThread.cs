using System.Collections.Concurrent;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// The thread on which a session takes cells apart, compiles them and waits for them, one after the other. It is not of
/// the thread pool: tasks that a cell has left behind may hold all of that for minutes.
/// </summary>
internal sealed class SessionThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    public SessionThread()
    {
        var thread = new Thread(Loop) { IsBackground = true, Name = "notebook session" };
        thread.UnsafeStart();
    }

    /// <summary>Runs work after all that was given before.</summary>
    public Task<T> Run<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        return done.Task;
    }

    /// <inheritdoc/>
    public void Dispose() => _work.CompleteAdding();

    private void Loop()
    {
        foreach (var work in _work.GetConsumingEnumerable())
            work();
        _work.Dispose();
    }
}
