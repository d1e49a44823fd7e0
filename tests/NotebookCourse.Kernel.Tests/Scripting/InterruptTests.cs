using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Tests.Scripting;

public sealed class InterruptTests
{
    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("int spins = 0; while (true) spins++;")]
    [InlineData("while (true) { try { throw new Exception(); } catch { } }")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    [InlineData("await Task.Delay(1); while (true) { }")]
    [InlineData("await Task.Yield(); await Task.Delay(1); System.Threading.Thread.Sleep(-1);")]
    [InlineData("new System.Threading.ManualResetEventSlim().Wait();")]
    [InlineData("for (int i = 0; ; i++) Console.WriteLine(i);")]
    public async Task StopsAndKeepsTheSession(string endless)
    {
        await using var notebook = new Notebook();
        await notebook.Run("int kept = 41;");
        using var stop = new CancellationTokenSource();
        var running = notebook.Try("int started = 1; Console.WriteLine(\"started\"); Console.Out.Flush();\n" + endless, stop.Token);
        await Wait.Until(() => notebook.Stdout.Contains("started"));
        await Task.Delay(50);
        stop.Cancel();
        Assert.Equal(CellStatus.Interrupted, await running.WaitAsync(Wait.Patience));
        Assert.Equal("42", await notebook.Run("kept + started"));
    }

    [Fact]
    public async Task BlockingOnATaskDoesNotLockTheCellOut()
    {
        await using var notebook = new Notebook();
        await notebook.Run("async Task<int> Slow() { await Task.Delay(5); await Task.Yield(); return 3; }");
        var running = notebook.Run("Slow().Result + Slow().GetAwaiter().GetResult()");
        Assert.Equal("6", await running.WaitAsync(Wait.Patience));
    }

    [Fact]
    public async Task AnAwaitComesBackToTheSameThread()
    {
        await using var notebook = new Notebook();
        await notebook.Run("int id = Environment.CurrentManagedThreadId; await Task.Delay(2);");
        Assert.Equal("True", await notebook.Run("await Task.Run(() => 1); id == Environment.CurrentManagedThreadId"));
    }
}
