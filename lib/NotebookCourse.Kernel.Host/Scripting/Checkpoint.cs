using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using NotebookCourse.Kernel.Outputs;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// Where compiled cells ask whether they were interrupted. The engine's weaver puts a call into every loop,
/// every lambda and every recursive method of a cell; while nobody interrupts anything, it costs one read.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Checkpoint
{
    private const string Interrupted = "The cell was interrupted.";

    // A task that the interrupted cell left behind may notice a little later than the cell itself.
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(1);

    private static int _interrupts;
    private static int _endedLoops;

    /// <summary>Goes on, unless the cell that the calling code belongs to was interrupted.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pass()
    {
        if (Volatile.Read(ref _interrupts) != 0)
            Ask();
    }

    /// <summary>
    /// For the innermost counted loops, where a call that may come back would keep sums out of registers (measured:
    /// a dot product takes 6 times as long, and with this the same time as without). It cannot ask whose loop it is, so
    /// it ends every such loop while <see cref="EndLoops"/> says so.
    /// </summary>
    /// <exception cref="OperationCanceledException">A cell was interrupted.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PassCounted()
    {
        if (Volatile.Read(ref _endedLoops) != 0)
            Throw();
    }

    /// <summary>For methods that call themselves, which may also run out of stack, and that would end the process.</summary>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    /// <exception cref="InsufficientExecutionStackException">The recursion is too deep.</exception>
    public static void Enter()
    {
        Pass();
        RuntimeHelpers.EnsureSufficientExecutionStack();
    }

    /// <summary>Whether some cell is being interrupted.</summary>
    internal static bool IsOpen => Volatile.Read(ref _interrupts) != 0;

    /// <summary>From now on the checkpoints look at their cell's token.</summary>
    internal static void Open() => Interlocked.Increment(ref _interrupts);

    /// <summary>Ends what <see cref="Open"/> began, a moment later.</summary>
    internal static void Close() => _ = Task.Delay(Afterwards).ContinueWith(_ => Interlocked.Decrement(ref _interrupts), TaskScheduler.Default);

    /// <summary>From now on counted loops end.</summary>
    internal static void EndLoops() => Interlocked.Increment(ref _endedLoops);

    /// <summary>Ends what <see cref="EndLoops"/> began.</summary>
    internal static void LetLoops() => Interlocked.Decrement(ref _endedLoops);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Ask()
    {
        if (CellRun.Current is { CancellationToken.IsCancellationRequested: true } run)
            throw new OperationCanceledException(Interrupted, run.CancellationToken);
    }

    [DoesNotReturn]
    private static void Throw() => throw new OperationCanceledException(Interrupted);
}
