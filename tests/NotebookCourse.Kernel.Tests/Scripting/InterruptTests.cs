using Microsoft.Extensions.Time.Testing;
using NotebookCourse.Kernel.Scripting;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Tests.Scripting;

[Collection(OneNotebook.Name)]
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
        using var before = new Meeting();
        var running = notebook.Try($"int started = 1; {before.Code}\n{endless}", stop.Token);
        await before.LeftBehind();
        stop.Cancel();
        Assert.Equal(CellStatus.Interrupted, await running.WaitAsync(Wait.Patience));
        Assert.Equal("42", await notebook.Run("kept + started"));
    }

    [Fact]
    public async Task InsideALibraryThePersonIsToldAndTheCellStopsWhenItReturns()
    {
        var clock = new FakeTimeProvider();
        await using var notebook = new Notebook(clock: clock);
        await notebook.Run("int kept = 41;");
        using var stop = new CancellationTokenSource();
        bool mayReturn = false;
        using var library = new Meeting(() =>
        {
            while (!Volatile.Read(ref mayReturn))
                Thread.SpinWait(100);
        });
        var running = notebook.Try($"for (int i = 0; i < 2; i++) {library.Code} display(\"not reached\");", stop.Token);
        await library.Reached;
        stop.Cancel();
        clock.Advance(Interruptible.TellAfter + TimeSpan.FromTicks(1));
        await notebook.Shows(shown => shown.Stderr.Contains("restart the kernel"));
        Assert.False(running.IsCompleted);
        Volatile.Write(ref mayReturn, true);
        Assert.Equal(CellStatus.Interrupted, await running.WaitAsync(Wait.Patience));
        Assert.Empty(notebook.Outputs.OfType<DisplayOutput>());
        Assert.Equal("42", await notebook.Run("kept + 1"));
    }

    [Theory]
    [InlineData(0)] // before it begins
    [InlineData(1)] // as it begins
    [InlineData(2)] // inside
    public async Task StopsAgainAndAgain(int moment)
    {
        await using var notebook = new Notebook();
        await notebook.Run("int kept = 41; var text = new StringBuilder();");
        for (int round = 0; round < 10; round++)
        {
            using var stop = new CancellationTokenSource();
            using var begin = new Meeting();
            if (moment == 0)
                stop.Cancel();
            var running = notebook.Try($"{begin.Code} while (true) text.Append(kept).Clear();", stop.Token);
            if (moment > 0)
                await (moment == 1 ? begin.Reached : begin.LeftBehind());
            stop.Cancel();
            Assert.Equal(CellStatus.Interrupted, await running.WaitAsync(Wait.Patience));
        }

        Assert.Equal("42", await notebook.Run("kept + 1"));
    }

    [Fact]
    public async Task WhatAnEarlierCellStartedGoesOn()
    {
        await using var notebook = new Notebook();
        await notebook.Run("int count = 0; bool done = false; var work = Task.Run(() => { while (!done) count++; });");
        using var stop = new CancellationTokenSource();
        using var begin = new Meeting();
        var running = notebook.Try($"{begin.Code} while (true) {{ }}", stop.Token);
        await begin.LeftBehind();
        stop.Cancel();
        Assert.Equal(CellStatus.Interrupted, await running.WaitAsync(Wait.Patience));
        await notebook.Run("int before = count; while (count == before && !work.IsCompleted) await Task.Delay(1);").WaitAsync(Wait.Patience);
        Assert.Equal("False", await notebook.Run("work.IsCompleted"));
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
