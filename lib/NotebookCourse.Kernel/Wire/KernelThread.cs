using System.Collections.Concurrent;

namespace NotebookCourse.Kernel.Wire;

/// <summary>
/// A thread of the kernel's own: what is awaited on it comes back to it. Cells may keep every thread of the pool busy;
/// the kernel goes on.
/// </summary>
internal sealed class KernelThread : SynchronizationContext, IDisposable
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _work = [];
    private volatile bool _ended;

    /// <param name="name">Names the thread.</param>
    public KernelThread(string name) => new Thread(Loop) { IsBackground = true, Name = name }.UnsafeStart();

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => _work.Add((d, state));

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Ends the thread after what it is doing.</summary>
    public void Dispose()
    {
        _ended = true;
        Post(_ => { }, null);
    }

    private void Loop()
    {
        SetSynchronizationContext(this);
        while (!_ended)
        {
            var (callback, state) = _work.Take();
            callback(state);
        }
    }
}
