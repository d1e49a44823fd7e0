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
    [InlineData("var text = new StringBuilder(); for (int i = 0; ; i++) text.Append(i).Clear();")]
    [InlineData("while (true) { try { while (true) { } } catch (Exception) { } }")]
    [InlineData("while (true) { try { System.Threading.Thread.Sleep(1000); } catch { } }")]
    [InlineData("Enumerable.Repeat(1, int.MaxValue).Where(one => one > 1).Count();")]
    [InlineData("again: goto again;")]
    [InlineData("do { } while (true);")]
    [InlineData("foreach (int one in Enumerable.Repeat(1, int.MaxValue)) { }")]
    [InlineData("IEnumerable<int> Ones() { while (true) yield return 1; } Ones().Count();")]
    [InlineData("async Task Forever() { while (true) await Task.Delay(1); } await Forever();")]
    [InlineData("Parallel.For(0, int.MaxValue, i => { while (true) { } });")]
    [InlineData("long sum = 0; for (int i = 0; i < int.MaxValue; i++) for (int j = 0; j < int.MaxValue; j++) sum += j;")]
    [InlineData("long sum = 0; for (long i = 0; i < long.MaxValue; i++) sum += i;")]
    [InlineData("long Add(long a, long b) => a + b; long sum = 0; for (long i = 0; i < long.MaxValue; i++) sum = Add(sum, i);")]
    [InlineData("long Fibonacci(int n) => n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2); Fibonacci(80)")]
    [InlineData("bool IsNegative(int x) => x < 0; Enumerable.Range(0, int.MaxValue).Count(IsNegative);")]
    [InlineData("int Never<T>(T x) { Func<int> f = () => 1; while (f() > 0) { } return 0; } Never(1);")]
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
    public async Task InsideALibraryThePersonIsToldAndTheCellStopsWhenItReturns()
    {
        await using var notebook = new Notebook();
        await notebook.Run("int kept = 41;");
        using var stop = new CancellationTokenSource();
        var running = notebook.Try("Console.WriteLine(\"started\"); var digits = System.Numerics.BigInteger.Pow(7, 300_000).ToString(); for (int i = 0; i < 40; i++) digits = string.Concat(Enumerable.Range(0, 20_000_000).Where(int.IsNegative)); display(\"not reached\");", stop.Token);
        await Wait.Until(() => notebook.Stdout.Contains("started"));
        stop.Cancel();
        Assert.Equal(CellStatus.Interrupted, await running.WaitAsync(Wait.Patience));
        Assert.Empty(notebook.Outputs.OfType<DisplayOutput>());
        Assert.Equal("42", await notebook.Run("kept + 1"));

        using var again = new CancellationTokenSource(20);
        Assert.Equal(CellStatus.Interrupted, await notebook.Try("Enumerable.Range(0, 2_000_000_000).Count(int.IsNegative)", again.Token).WaitAsync(Wait.Patience));
        Assert.Contains("restart the kernel", notebook.Stderr);
    }

    [Fact]
    public async Task StopsAgainAndAgain()
    {
        await using var notebook = new Notebook();
        await notebook.Run("int kept = 41; var text = new StringBuilder();");
        for (int round = 0; round < 30; round++)
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(5 * (round % 4)));
            Assert.Equal(CellStatus.Interrupted, await notebook.Try("while (true) text.Append(kept).Clear();", stop.Token).WaitAsync(Wait.Patience));
        }

        Assert.Equal("42", await notebook.Run("kept + 1"));
    }

    [Fact]
    public async Task WhatAnEarlierCellStartedGoesOn()
    {
        await using var notebook = new Notebook();
        await notebook.Run("int count = 0; bool done = false; var work = Task.Run(() => { while (!done) count++; });");
        using var stop = new CancellationTokenSource(20);
        Assert.Equal(CellStatus.Interrupted, await notebook.Try("while (true) { }", stop.Token).WaitAsync(Wait.Patience));
        Assert.Equal("True", await notebook.Run("int before = count; await Task.Delay(20); count > before"));
        await notebook.Run("done = true; await work;");
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
