using NotebookCourse.Workshop.Commands;

namespace NotebookCourse.Workshop.Tests.Commands;

/// <summary>What a stop does to a whole run is in <see cref="VerbsTests"/>; here is where its handler may run.</summary>
public sealed class StopSignalsTests
{
    private const int Interrupt = 2, Terminate = 15, WindowChange = 28;

    [Fact]
    public void No_handler_runs_on_the_thread_that_computes_or_on_threads_it_starts()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The mask is read from Linux's own account of it.");
        ulong before = Blocked();
        using (new StopSignals())
        {
            Assert.All([Interrupt, Terminate, WindowChange], signal => Assert.NotEqual(0UL, Blocked() & Bit(signal)));
            ulong inherited = 0;
            var started = new Thread(() => inherited = Blocked());
            started.Start();
            started.Join();
            Assert.NotEqual(0UL, inherited & Bit(Interrupt));
            Assert.Equal(0UL, Blocked() & Bit(34)); // the runtime suspends threads by the first real-time signal
        }

        Assert.Equal(before, Blocked());
    }

    private static ulong Bit(int signal) => 1UL << (signal - 1);

    /// <summary>The calling thread's mask: bit s - 1 for signal s.</summary>
    private static ulong Blocked()
    {
        string line = File.ReadLines("/proc/thread-self/status").Single(line => line.StartsWith("SigBlk:", StringComparison.Ordinal));
        return Convert.ToUInt64(line["SigBlk:".Length..].Trim(), 16);
    }
}
