using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NotebookCourse.Workshop.Commands;

/// <summary>
/// Ctrl+C and a request to end, for long work that wants to stop in good order: the first cancels <see cref="Token"/>, however long the
/// work then takes; a later one ends the process.
/// <para>While this lives, no signal is handled on the thread that made it, or on one which that thread starts. oneDNN's
/// product of large float32 matrices (<c>jit_avx512_common_gemm_f32</c>: torch's LSTM uses it) keeps its stack pointer in an allocated buffer, and a handler that
/// runs on that "stack" writes over what lies before the buffer: the process then ended with "corrupted size vs. prev_size".</para>
/// </summary>
internal sealed partial class StopSignals : IDisposable
{
    private const int Block = 0, SetMask = 2; // SIG_BLOCK, SIG_SETMASK on Linux

    /// <summary>The signals that .NET may have a handler for: HUP, INT, QUIT, TERM, CHLD, CONT, TSTP, TTIN, TTOU, WINCH.</summary>
    private static readonly int[] Handled = [1, 2, 3, 15, 17, 18, 20, 21, 22, 28];

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration _interrupt, _terminate;
    private readonly SignalSet _before;
    private readonly StopRequests _requests = new(TimeProvider.System);

    public StopSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask);
        if (!OperatingSystem.IsLinux())
            return;
        var blocked = new SignalSet();
        foreach (int signal in Handled)
            blocked[0] |= 1UL << (signal - 1);
        ChangeMask(Block, blocked, out _before);
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        if (OperatingSystem.IsLinux())
            ChangeMask(SetMask, _before, out _);
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }

    private void Ask(PosixSignalContext signal)
    {
        signal.Cancel = true;
        switch (_requests.Next())
        {
            case StopRequest.Stop:
                Console.Error.WriteLine("Stopping after the step under way, with a checkpoint. Ctrl+C once more ends at once, without.");
                _stop.Cancel();
                break;
            case StopRequest.EndNow:
                Console.Error.WriteLine("Ended at once. A checkpoint from before, if there is one, is whole.");
                Process.GetCurrentProcess().Kill(); // an orderly exit would free what torch is computing with
                break;
        }
    }

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int ChangeMask(int how, in SignalSet set, out SignalSet before);

    /// <summary>The C library's <c>sigset_t</c>: 1,024 bits.</summary>
    [System.Runtime.CompilerServices.InlineArray(16)]
    private struct SignalSet
    {
        private ulong _first;
    }
}
