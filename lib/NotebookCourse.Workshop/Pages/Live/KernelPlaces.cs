namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>The kernels that may run at once: a process for each of many open lessons would take all memory. Whoever comes later waits until one ends.</summary>
/// <param name="most">How many.</param>
internal sealed class KernelPlaces(int most) : IDisposable
{
    private const long MemoryEach = 600_000_000; // bytes: an idle kernel takes a third of it, one that trains three times as much

    private readonly SemaphoreSlim _free = new(most);
    private int _waiting;

    /// <summary>Whether somebody waits.</summary>
    public bool IsAnybodyWaiting => Volatile.Read(ref _waiting) > 0;

    /// <summary>What suits this machine's memory: 2 to 12.</summary>
    public static int Usual => (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryEach, 2, 12);

    /// <summary>Takes a place.</summary>
    /// <param name="makeRoom">Ends a kernel that nobody needs, if there is one; called when no place is free.</param>
    /// <param name="waits">Called when that did not help.</param>
    /// <param name="stop">Gives up waiting.</param>
    public async Task TakeAsync(Func<Task> makeRoom, Action waits, CancellationToken stop)
    {
        if (_free.Wait(0, CancellationToken.None))
            return;
        Interlocked.Increment(ref _waiting);
        try
        {
            waits();
            await makeRoom();
            await _free.WaitAsync(stop);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Starts a kernel in a place that was taken, and gives the place back when the kernel ends.</summary>
    public async Task<ILessonKernel> FillAsync(Func<Task<ILessonKernel>> start)
    {
        try
        {
            ILessonKernel kernel = await start();
            _ = ReturnAsync(kernel);
            return kernel;
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private async Task ReturnAsync(ILessonKernel kernel)
    {
        await kernel.Exited;
        _free.Release();
    }
}
