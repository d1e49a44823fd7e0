namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>The place of one lesson's kernel: empty, or taken by one that is started when it is first needed.</summary>
/// <param name="start">Starts a kernel.</param>
/// <param name="changed">Is told of every change of <see cref="Status"/>.</param>
internal sealed class KernelSeat(Func<Task<ILessonKernel>> start, Action<KernelStatus> changed) : IDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private ILessonKernel? _kernel;

    /// <summary>How the kernel stands.</summary>
    public KernelStatus Status { get; private set; } = KernelStatus.None;

    /// <summary>The kernel; starts one if there is none.</summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    public async Task<ILessonKernel> GetAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_kernel is { Exited.IsCompleted: false } running)
                return running;
            Set(KernelStatus.Starting);
            ILessonKernel kernel = await start();
            _kernel = kernel;
            Set(KernelStatus.Idle);
            _ = WatchAsync(kernel);
            return kernel;
        }
        catch (Exception exception) when (IsKernelFault(exception))
        {
            Set(KernelStatus.Dead);
            throw;
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Says that the kernel works, or has nothing to do.</summary>
    public void SetBusy(bool isBusy)
    {
        if (_kernel is not null)
            Set(isBusy ? KernelStatus.Busy : KernelStatus.Idle);
    }

    /// <summary>Asks a kernel that has nothing else to do; the default value if there is none or it fails.</summary>
    public async Task<T?> AskAsync<T>(Func<ILessonKernel, Task<T>> question)
    {
        if (_kernel is not { Exited.IsCompleted: false } kernel || Status != KernelStatus.Idle)
            return default;
        try
        {
            return await question(kernel);
        }
        catch (Exception exception) when (IsKernelFault(exception))
        {
            return default;
        }
    }

    /// <summary>Ends the kernel that sits here now, if there is one.</summary>
    public async Task EndAsync(KernelStatus status)
    {
        if (_kernel is { } kernel)
            await EndAsync(kernel, status);
    }

    /// <summary>Whether an exception tells of the kernel's end rather than of a mistake in this program.</summary>
    public static bool IsKernelFault(Exception exception) =>
        exception is IOException or InvalidOperationException or TimeoutException or System.ComponentModel.Win32Exception;

    /// <inheritdoc/>
    public void Dispose() => _starting.Dispose();

    /// <summary>Notices a kernel that ends by itself, even while nothing runs.</summary>
    private async Task WatchAsync(ILessonKernel kernel)
    {
        await kernel.Exited;
        await EndAsync(kernel, KernelStatus.Dead);
    }

    private async Task EndAsync(ILessonKernel kernel, KernelStatus status)
    {
        if (Interlocked.CompareExchange(ref _kernel, null, kernel) != kernel)
            return;
        Set(status);
        await kernel.DisposeAsync();
    }

    private void Set(KernelStatus status)
    {
        if (Status == status)
            return;
        Status = status;
        changed(status);
    }
}
