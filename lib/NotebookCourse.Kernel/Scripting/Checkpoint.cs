using System.ComponentModel;
using System.Runtime.CompilerServices;
using NotebookCourse.Kernel.Outputs;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// Where compiled cells ask whether they were interrupted. <see cref="CheckpointWeaver"/> puts a call to
/// <see cref="Pass"/> into every loop and every lambda of a cell; while nobody interrupts anything, it costs one read.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Checkpoint
{
    // A task that the interrupted cell left behind may notice a little later than the cell itself.
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(1);

    private static int _interrupts;

    /// <summary>Goes on, unless the cell that the calling code belongs to was interrupted.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pass()
    {
        if (Volatile.Read(ref _interrupts) != 0)
            Ask();
    }

    /// <summary>From now on the checkpoints look at their cell's token.</summary>
    internal static void Open() => Interlocked.Increment(ref _interrupts);

    /// <summary>Ends what <see cref="Open"/> began, a moment later.</summary>
    internal static void Close() => _ = Task.Delay(Afterwards).ContinueWith(_ => Interlocked.Decrement(ref _interrupts), TaskScheduler.Default);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Ask() => CellRun.Current?.CancellationToken.ThrowIfCancellationRequested();
}
