using System.Diagnostics;
using NotebookCourse.Kernel.Client;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Tests.Wire;

/// <summary>What happens to the kernel's process as a whole.</summary>
public sealed class KernelProcessTests : IAsyncLifetime
{
    private WireSession _session = null!;

    public async ValueTask InitializeAsync() => _session = await WireSession.StartAsync(KernelSpec.Own(), AppContext.BaseDirectory);

    public async ValueTask DisposeAsync() => await _session.DisposeAsync();

    [Fact]
    public async Task AThousandCellsTakeBoundedMemory()
    {
        await Run("1 + 1");
        long before = await LiveBytes();
        for (int i = 0; i < 1000; i++)
            await Run($"int x{i % 7} = {i}; x{i % 7} + 1");
        long grown = await LiveBytes() - before;
        Assert.True(grown < 100_000_000, $"1,000 cells keep {grown / 1e6:f0} MB alive; expected less than 100.");
    }

    [Fact]
    public async Task AKilledKernelIsToldAndStartedAgain()
    {
        ErrorOutput? error = null;
        var started = new TaskCompletionSource();
        var running = _session.ExecuteAsync("Console.WriteLine(1); while (true) { }", output =>
        {
            started.TrySetResult();
            error = output as ErrorOutput ?? error;
        });
        await started.Task.WaitAsync(Wait.Patience);
        Process.GetProcessById(_session.ProcessId).Kill();
        Assert.Equal(CellStatus.Failed, (await running.WaitAsync(Wait.Patience)).Status);
        Assert.Equal("KernelDied", error!.Name);
        Assert.True(_session.HasDied);
        await _session.RestartAsync();
        await Run("1");
    }

    [Fact]
    public async Task WhenNativeCodeEndsTheKernelTheCallIsNamed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The function is called otherwise there.");
        await Run("using System.Runtime.InteropServices;\nclass Native\n{\n    [DllImport(\"libc\")] public static extern void abort();\n    public static int Twice(int x)\n    {\n        abort();\n        return 2 * x;\n    }\n}");
        ErrorOutput? error = null;
        await _session.ExecuteAsync("int a = 1;\nNative.Twice(a)", output => error = output as ErrorOutput ?? error).WaitAsync(Wait.Patience);
        Assert.Equal("KernelDied", error!.Name);
        Assert.Contains("abort", error.Value, StringComparison.Ordinal);
        Assert.Contains("Cell 1, line 7, in the call of Native.abort: abort();", error.Value, StringComparison.Ordinal);
        await _session.RestartAsync();
        await Run("1");
    }

    [Fact]
    public async Task AnInterruptSignalStopsTheCellOnly()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "'env' has the option on Linux only; elsewhere front ends send a message.");

        // What a shell starts in the background ignores the signal, and so would every process below it.
        var own = KernelSpec.Own();
        await using var session = await WireSession.StartAsync(own with { Arguments = ["env", "--default-signal=INT", .. own.Arguments] }, AppContext.BaseDirectory);
        var started = new TaskCompletionSource();
        var running = session.ExecuteAsync("int kept = 1; Console.WriteLine(1); while (true) { }", _ => started.TrySetResult());
        await started.Task.WaitAsync(Wait.Patience);
        using (var kill = Process.Start("kill", ["-INT", $"{session.ProcessId}"]))
            await kill.WaitForExitAsync();
        Assert.NotEqual(CellStatus.Succeeded, (await running.WaitAsync(Wait.Patience)).Status);
        Assert.Equal(CellStatus.Succeeded, (await session.ExecuteAsync("kept", _ => { }).WaitAsync(Wait.Patience)).Status);
    }

    [Fact]
    public async Task AnExceptionOnAThreadOfTheCellsOwnIsShownAndTheKernelLives()
    {
        string shown = "";
        await _session.ExecuteAsync(
            "int kept = 1; var thread = new System.Threading.Thread(() => throw new InvalidOperationException(\"astray\")); thread.Start(); thread.Join();",
            output => shown += output is StreamOutput { Name: "stderr" } text ? text.Text : "");
        Assert.Contains("InvalidOperationException: astray", shown, StringComparison.Ordinal);
        await Run("kept");
    }

    [Fact]
    public async Task AnInterruptEndsTheThreadsThatTheCellStarted()
    {
        var started = new TaskCompletionSource();
        using var stop = new CancellationTokenSource();
        var running = _session.ExecuteAsync(
            "int turns = 0; var thread = new System.Threading.Thread(() => { while (true) turns++; }); thread.Start(); Console.WriteLine(1); thread.Join();", _ => started.TrySetResult(), stop.Token);
        await started.Task.WaitAsync(Wait.Patience);
        stop.Cancel();
        Assert.Equal(CellStatus.Interrupted, (await running.WaitAsync(Wait.Patience)).Status);
        await Run("thread.Join();");
    }

    [Fact]
    public async Task AKernelWhoseParentIsGoneEndsByItself()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "'sleep' is the parent here.");
        using var parent = Process.Start("sleep", ["infinity"]);
        var own = KernelSpec.Own();
        await using var session = await WireSession.StartAsync(own with { Arguments = ["env", $"{ParentWatch.Variable}={parent.Id}", .. own.Arguments] }, AppContext.BaseDirectory);
        Assert.Equal(CellStatus.Succeeded, (await session.ExecuteAsync("1", _ => { }).WaitAsync(Wait.Patience)).Status);
        parent.Kill();
        await session.Exited.WaitAsync(Wait.Patience);
    }

    private async Task Run(string code) => Assert.Equal(CellStatus.Succeeded, (await _session.ExecuteAsync(code, _ => { }).WaitAsync(Wait.Patience)).Status);

    /// <summary>What the kernel keeps after a collection; what the system gives it depends on the machine.</summary>
    private async Task<long> LiveBytes()
    {
        string text = "";
        await _session.ExecuteAsync("Console.Write(GC.GetTotalMemory(forceFullCollection: true));", output => text += ((StreamOutput)output).Text).WaitAsync(Wait.Patience);
        return long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }
}
