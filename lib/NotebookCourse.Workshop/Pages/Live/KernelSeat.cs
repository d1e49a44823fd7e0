namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>The place of one lesson's kernel: empty, or taken by one that is started when it is first needed.</summary>
/// <param name="start">Starts a kernel.</param>
/// <param name="changed">Is told of every change of <see cref="Status"/>, and why the kernel is not there if it should be.</param>
internal sealed class KernelSeat(KernelStart start, Action<KernelStatus, string?> changed) : IDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private ILessonKernel? _kernel;
    private volatile bool _closed;

    /// <summary>How the kernel stands.</summary>
    public KernelStatus Status { get; private set; } = KernelStatus.None;

    /// <summary>The kernel; starts one if there is none.</summary>
    /// <param name="stop">Gives up waiting for a place; a kernel that has begun to start is waited for.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<ILessonKernel> GetAsync(CancellationToken stop)
    {
        await _starting.WaitAsync(stop);
        try
        {
            if (_kernel is { Exited.IsCompleted: false } running)
                return running;
            Set(KernelStatus.Starting);
            ILessonKernel kernel = await start(() => Set(KernelStatus.Waiting), stop);
            _kernel = kernel;
            if (_closed)
            {
                await EndAsync(KernelStatus.Ended);
                throw new OperationCanceledException("The lesson was closed.");
            }

            Set(KernelStatus.Idle);
            _ = WatchAsync(kernel);
            return kernel;
        }
        catch (Exception exception) when (IsKernelFault(exception))
        {
            Set(KernelStatus.Dead, exception.Message);
            throw;
        }
        catch (OperationCanceledException)
        {
            Set(KernelStatus.None);
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

    /// <summary>Ends the kernel, and one that is just being started; there will be no other.</summary>
    public Task CloseAsync()
    {
        _closed = true;
        return EndAsync(KernelStatus.Ended);
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

    private void Set(KernelStatus status, string? reason = null)
    {
        if (Status == status && reason is null)
            return;
        Status = status;
        changed(status, reason);
    }
}
