using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Tests.Scripting;

/// <summary>What a cell means, the same in this kernel and in Microsoft's: a notebook must not notice which it runs in.</summary>
[Collection(OneNotebook.Name)]
public sealed class SemanticsTests
{
    public static TheoryData<string, string[], string> Table => new()
    {
        // what, the cells, the text of the last cell's value
        { "a trailing expression is the value", ["1 + 1"], "2" },
        { "return gives the value", ["return 6 * 7;"], "42" },
        { "a return before the end ends the cell", ["if (true) return \"early\"; return \"late\";"], "early" },
        { "variables stay", ["int a = 2;", "a * 3"], "6" },
        { "variables change", ["int a = 2;", "a = 5;", "a"], "5" },
        { "a variable can be declared anew, with another type", ["int a = 2;", "string a = \"two\";", "a"], "two" },
        { "a type can be declared anew", ["record P(int X);", "record P(string Y);", "new P(\"y\").Y"], "y" },
        { "a method can be declared anew", ["int F() => 1;", "int F() => 2;", "F()"], "2" },
        { "types stay", ["class C { public int X = 3; }", "new C().X"], "3" },
        { "a using line stays", ["using System.Globalization;", "CultureInfo.InvariantCulture.Name.Length"], "0" },
        { "top-level await", ["await Task.Delay(1); 5"], "5" },
        { "await of a value", ["await Task.FromResult(9)"], "9" },
        { "await and variables", ["int n = 1; await Task.Yield(); n++;", "n"], "2" },
        { "System", ["Math.Abs(-3)"], "3" },
        { "System.Text", ["new StringBuilder(\"sb\").ToString()"], "sb" },
        { "System.Collections", ["new ArrayList { 1 }.Count"], "1" },
        { "System.Collections.Generic", ["new List<int> { 1, 2 }.Count"], "2" },
        { "System.Threading.Tasks", ["Task.CompletedTask.IsCompleted"], "True" },
        { "System.Linq", ["Enumerable.Range(1, 4).Sum()"], "10" },
        { "a function sees variables of an earlier cell", ["int k = 4;", "int Twice() => k * 2;", "Twice()"], "8" },
        { "a lambda is a value", ["Func<int, int> f = x => x + 1;", "f(1)"], "2" },
        { "generic methods", ["T Same<T>(T x) => x;", "Same(\"s\")"], "s" },
        { "async methods", ["async Task<int> G() { await Task.Yield(); return 11; }", "await G()"], "11" },
        { "tuples and deconstruction", ["var (x, y) = (1, 2);", "x + y"], "3" },
        { "patterns and collection expressions", ["int[] v = [1, 2, 3];", "v is [1, .., var last] ? last : 0"], "3" },
        { "raw strings", ["string s = \"\"\"a \"quoted\" b\"\"\";", "s"], "a \"quoted\" b" },
        { "a null value is shown as such", ["(string)null"], "<null>" },
        { "a cell of comments is a cell", ["int q = 1;", "// nothing", "q"], "1" },
        { "field keyword of C# 14", ["class D { public int X { get; set => field = value * 2; } }", "new D { X = 4 }.X"], "8" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Cell(string what, string[] cells, string expected)
    {
        await using var notebook = new Notebook();
        foreach (string cell in cells)
            await notebook.Run(cell);
        Assert.True(notebook.Text == expected, $"{what}: expected {expected}, got {notebook.Text}");
    }

    [Fact]
    public async Task AStatementGivesNoValue()
    {
        await using var notebook = new Notebook();
        Assert.Null(await notebook.Run("int a = 1;"));
        Assert.Null(await notebook.Run("Console.Write(\"\")"));
        Assert.Null(await notebook.Run("// nothing"));
        Assert.Null(await notebook.Run(""));
    }

    [Fact]
    public async Task AThrowingCellKeepsItsVariables()
    {
        await using var notebook = new Notebook();
        await notebook.Run("int before = 1;");
        Assert.Equal(CellStatus.Failed, await notebook.Try("int inside = 2; throw new InvalidOperationException(\"no\");"));
        Assert.Equal("3", await notebook.Run("before + inside"));
    }

    [Fact]
    public async Task ACellThatDoesNotCompileChangesNothing()
    {
        await using var notebook = new Notebook();
        await notebook.Run("int a = 1;");
        Assert.Equal(CellStatus.Failed, await notebook.Try("int a = 2; int b = nonsense;"));
        Assert.Equal("1", await notebook.Run("a"));
    }

    [Fact]
    public async Task StringsAreTextAndTheRestIsHtmlToo()
    {
        await using var notebook = new Notebook();
        await notebook.Run("\"text\"");
        Assert.Equal(["text/plain"], notebook.Outputs.OfType<ResultOutput>().Single().Data.Keys);
        await notebook.Run("1.5");
        var data = notebook.Outputs.OfType<ResultOutput>().Single().Data;
        Assert.Equal("1.5", data["text/plain"]);
        Assert.Contains("1.5", data["text/html"]);
    }

    [Fact]
    public async Task DisplayShowsInThreeWays()
    {
        await using var notebook = new Notebook();
        await notebook.Run("display(\"one\"); 2.Display(); display(HTML(\"<b>3</b>\"));");
        var displays = notebook.Outputs.OfType<DisplayOutput>().ToList();
        Assert.Equal(["one", "2", "<b>3</b>"], displays.Select(display => display.Data["text/plain"]));
        Assert.Equal("<b>3</b>", displays[2].Data["text/html"]);
    }

    [Fact]
    public async Task AnUpdateKeepsItsDisplaysId()
    {
        await using var notebook = new Notebook();
        await notebook.Run("var shown = display(\"first\");");
        string? id = notebook.Outputs.OfType<DisplayOutput>().Single().DisplayId;
        await notebook.Run("shown.Update(\"second\"); shown.Update(\"third\");");
        Assert.NotNull(id);
        Assert.All(notebook.Outputs.OfType<DisplayOutput>(), update => Assert.Equal((id, true), (update.DisplayId, update.IsUpdate)));
    }

    [Fact]
    public async Task AConsoleReadAsksThePerson()
    {
        await using var notebook = new Notebook(answer: "Ada");
        Assert.Equal("Hello, Ada", await notebook.Run("\"Hello, \" + Console.ReadLine()"));
    }

    [Fact]
    public async Task WithNobodyThereAReadSaysSo()
    {
        await using var notebook = new Notebook();
        Assert.Equal(CellStatus.Failed, await notebook.Try("Console.ReadLine()"));
        Assert.Contains("not interactive", notebook.Error.Value);
    }
}
