using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Tests.Scripting;

/// <summary>A cell that fails or is interrupted on its second run takes nothing away.</summary>
[Collection(OneNotebook.Name)]
public sealed class EarlierValueTests
{
    [Theory]
    [InlineData("var w = 5;", "var w = int.Parse(\"zz\");", "w", "5")]
    [InlineData("var (a, b) = (1, 2);", "var (a, b) = (3, int.Parse(\"zz\"));", "a + b", "3")]
    [InlineData("int.TryParse(\"7\", out var n);", "int.Parse(\"zz\"); int.TryParse(\"8\", out var n);", "n", "7")]
    [InlineData("var list = new List<int> { 1, 2 };", "throw new Exception(); var list = new List<int>();", "list.Count", "2")]
    [InlineData("int z = 9;", "int z; z = int.Parse(\"zz\");", "z", "9")]
    [InlineData("int z = 9;", "int z = 0; int.Parse(\"zz\");", "z", "0")]
    [InlineData("var w = await Task.FromResult(5);", "var w = await Task.Run(() => int.Parse(\"zz\"));", "w", "5")]
    [InlineData("var p = new { X = 1 };", "var q = int.Parse(\"zz\"); var p = new { X = 2 };", "p.X", "1")]
    public async Task AFailedCellLeavesTheEarlierValue(string first, string second, string asked, string expected)
    {
        await using var notebook = new Notebook();
        await notebook.Run(first);
        Assert.Equal(CellStatus.Failed, await notebook.Try(second));
        Assert.Equal(expected, await notebook.Run(asked));
    }

    [Fact]
    public async Task AnInterruptedCellLeavesTheEarlierValue()
    {
        await using var notebook = new Notebook();
        await notebook.Run("var w = 5;");
        using var stop = new CancellationTokenSource();
        var running = notebook.Try("display(1); while (true) { }\nvar w = 6;", stop.Token);
        await notebook.Shows(shown => shown.Outputs.Count > 0);
        stop.Cancel();
        Assert.Equal(CellStatus.Interrupted, await running);
        Assert.Equal("5", await notebook.Run("w"));
    }

    [Fact]
    public async Task AValueThatCannotStayIsNamed()
    {
        await using var notebook = new Notebook();
        await notebook.Run("var w = 5;");
        await notebook.Try("string w = int.Parse(\"zz\").ToString();");
        Assert.Contains("'w' was int and is string now", notebook.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADeclarationWithoutAValueBeginsAnew()
    {
        await using var notebook = new Notebook();
        await notebook.Run("int z = 9;");
        await notebook.Run("int z;");
        Assert.Equal("0", await notebook.Run("z"));
    }
}
