using NotebookCourse.Kernel.Scripting;

namespace NotebookCourse.Kernel.Tests.Scripting;

/// <summary>Cells are rewritten after compilation; what a person sees of them must not change.</summary>
[Collection(OneNotebook.Name)]
public sealed class CheckpointWeaverTests
{
    [Theory]
    [InlineData("for (int i = 0; i < 3; i++) { }", true)]
    [InlineData("Func<int, int> twice = x => 2 * x;", true)]
    [InlineData("foreach (char letter in \"ab\") { }", true)]
    [InlineData("int x = 1 + 1;", false)]
    [InlineData("int Twice(int x) => 2 * x;", false)]
    [InlineData("int Down(int x) => x == 0 ? 0 : Down(x - 1);", true)]
    [InlineData("class Tree { public int Value => Value; }", true)]
    [InlineData("class Box { public override string ToString() => $\"{this}\"; }", true)]
    [InlineData("record Point(int X);", true)]
    [InlineData("enum Colour { Red }", false)]
    public void OnlyCellsThatCanRunForLongAreRewritten(string code, bool needed) =>
        Assert.Equal(needed, CheckpointWeaver.MayRunLongOrCallNativeCode(SubmissionChain.Parse(code, "cell")));

    [Fact]
    public async Task ErrorsStandWhereTheyStood()
    {
        await using var notebook = new Notebook();
        await notebook.Try("int total = 0;\nwhile (true) { total++; if (total == 3) throw new InvalidOperationException(\"three\"); }");
        Assert.Equal("three", notebook.Error.Value);
        Assert.Contains("Cell 1, line 2", notebook.Traceback, StringComparison.Ordinal);
        string[] lines = notebook.Traceback.Split('\n');
        int source = Array.FindIndex(lines, line => line.Contains("while (true)", StringComparison.Ordinal));
        Assert.Equal(lines[source].IndexOf("throw", StringComparison.Ordinal), lines[source + 1].IndexOf('^'));
    }

    [Theory]
    [InlineData("int n = 0; do { try { n++; } finally { n++; } } while (n < 10); n", "10")]
    [InlineData("int n = 0; while (true) { try { if (n++ > 5) break; continue; } catch { } finally { n++; } } n", "8")]
    [InlineData("int n = 0; again: switch (n++) { case 0: case 1: goto again; case 2: goto case 0; } n", "4")]
    [InlineData("int Sum(params ReadOnlySpan<int> xs) { int s = 0; for (int i = 0; i < xs.Length; i++) s += xs[i]; return s; } Sum(1, 2, 3)", "6")]
    [InlineData("IEnumerable<int> Squares(int n) { for (int i = 0; i < n; i++) yield return i * i; } Squares(4).Sum()", "14")]
    [InlineData("async Task<int> Later() { int s = 0; await foreach (int x in Some()) s += x; return s; } async IAsyncEnumerable<int> Some() { for (int i = 0; i < 3; i++) { await Task.Yield(); yield return i; } } await Later()", "3")]
    [InlineData("int n = 0; try { foreach (int x in new[] { 1, 0 }) n += 1 / x; } catch (DivideByZeroException) when (n == 1) { n = 7; } n", "7")]
    [InlineData("string s = \"\"; for (long i = 3; i > 0; i -= 1) s += i; s", "321")]
    public async Task LoopsMeanWhatTheyMeant(string code, string expected)
    {
        await using var notebook = new Notebook();
        Assert.Equal(expected, await notebook.Run(code));
    }

    [Theory]
    [InlineData("int Down(int n) => n == 0 ? 0 : 1 + Down(n - 1);", "Down(10_000)", "10000")]
    [InlineData("bool Even(int n) => n == 0 || Odd(n - 1); bool Odd(int n) => n != 0 && Even(n - 1);", "Even(101)", "False")]
    public async Task RecursionMeansWhatItMeant(string functions, string call, string expected)
    {
        await using var notebook = new Notebook();
        await notebook.Run(functions);
        Assert.Equal(expected, await notebook.Run(call));
    }

    [Theory]
    [InlineData("int Deep(int n) => 1 + Deep(n + 1);", "Deep(0)")]
    [InlineData("int There(int n) => Back(n); int Back(int n) => There(n);", "There(0)")]
    [InlineData("class Tree { public int Value => 1 + Value; }", "new Tree().Value")]
    [InlineData("class Box { public override string ToString() => $\"<{this}>\"; }", "new Box().ToString()")]
    [InlineData("record Ring { public Ring? Next { get; set; } } var ring = new Ring(); ring.Next = ring;", "ring.ToString()")]
    [InlineData("class Odd : IComparable<Odd> { public int CompareTo(Odd? other) => Comparer<Odd>.Default.Compare(other, this); }", "new Odd().CompareTo(new Odd())")]
    [InlineData("class Key { public override bool Equals(object? other) => Equals((object)this, new Key()); public override int GetHashCode() => HashCode.Combine(new Key()); }", "new Key().GetHashCode()")]
    [InlineData("Func<int, int> f = null!; f = x => f(x + 1);", "f(0)")]
    [InlineData("Func<int, int> f = null!; int Step(int x) => f(x); f = Step;", "f(0)")]
    [InlineData("struct Money { public static Money operator +(Money a, Money b) => a + b; }", "new Money() + new Money()")]
    [InlineData("class Row { public int this[int i] => this[i + 1]; }", "new Row()[0]")]
    [InlineData("class Nest { Nest inner = new(); }", "new Nest()")]
    [InlineData("class Any { public int Down(dynamic other) => other.Down(other); }", "new Any().Down(new Any())")]
    public async Task EndlessRecursionIsAnErrorAndNotTheEnd(string functions, string call)
    {
        await using var notebook = new Notebook();
        await notebook.Run(functions + " int kept = 1;");
        await notebook.Try(call);
        Assert.Equal("InsufficientExecutionStackException", notebook.Error.Name);
        Assert.InRange(notebook.Error.Traceback.Count, 3, 100);
        Assert.Equal("1", await notebook.Run("kept"));
    }

    [Fact]
    public async Task AnEnumerationOfAnEarlierCellMayBeADefaultValue()
    {
        await using var notebook = new Notebook();
        await notebook.Run("enum Colour : byte { Red = 3, Green = 200 }");
        await notebook.Run("class Brush { public const Colour Usual = Colour.Green; public string Paint(Colour colour = Colour.Red, DayOfWeek day = DayOfWeek.Friday) { string s = \"\"; while (s.Length < 1) s += colour + \" \" + day; return s; } }");
        Assert.Equal("Red Friday", await notebook.Run("new Brush().Paint()"));
        Assert.Equal("200", await notebook.Run("(int)Brush.Usual"));
    }

    [Fact]
    public async Task ALoadedFileIsStoppedToo()
    {
        using var folder = new TemporaryFolder();
        using var begin = new Meeting();
        folder.Write("forever.csx", $"void Forever() {{ {begin.Code} while (true) {{ }} }}");
        await using var notebook = new Notebook(folder.Path);
        await notebook.Run("#load \"forever.csx\"");
        using var stop = new CancellationTokenSource();
        var running = notebook.Try("Forever();", stop.Token);
        await begin.LeftBehind();
        stop.Cancel();
        Assert.Equal(NotebookCourse.Kernel.Sessions.CellStatus.Interrupted, await running.WaitAsync(Wait.Patience));
    }
}
