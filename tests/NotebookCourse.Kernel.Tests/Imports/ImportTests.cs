using System.Text.Json;
using NotebookCourse.Kernel.Imports;
using NotebookCourse.Kernel.Sessions;
using Session = NotebookCourse.Kernel.Tests.Scripting.Notebook;

namespace NotebookCourse.Kernel.Tests.Imports;

/// <summary><c>#!import</c> of what other people's notebooks import.</summary>
public sealed class ImportTests
{
    [Fact]
    public async Task ANotebooksCellsRunHere()
    {
        using var folder = new TemporaryFolder();
        folder.Write("common.ipynb", Notebook("# text", "#!csharp\nint Twice(int x) => 2 * x;", "Console.WriteLine(\"loaded\");", "Twice(1)"));
        await using var notebook = new Session(folder.Path);
        Assert.Equal("42", await notebook.Run("int before = 21;\n#!import \"common.ipynb\"\nTwice(before)"));
        Assert.Equal("loaded\n", notebook.Stdout.ReplaceLineEndings("\n"));
        Assert.Equal(["2"], notebook.Outputs.OfType<DisplayOutput>().Select(output => output.Data["text/plain"]));
        Assert.Single(notebook.Outputs.OfType<ResultOutput>());
    }

    [Fact]
    public async Task PathsAreFromTheImportingFile()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/one.ipynb", Notebook("", "#!import ../b/two.dib\n#load \"beside.csx\""));
        folder.Write("a/beside.csx", "int beside = 1;");
        folder.Write("b/two.dib", "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\"}}\n\n#!markdown\n\n# text\n\n#!csharp\n\n#!import three.cs\n\n#!csharp\n\nint two = 2;\n");
        folder.Write("b/three.cs", "public static class Three { public const int Value = 3; }");
        await using var notebook = new Session(folder.Path);
        await notebook.Run("#!import a/one.ipynb");
        Assert.Equal("6", await notebook.Run("beside + two + Three.Value"));
    }

    [Fact]
    public async Task AFileThatImportsItselfIsRefusedWithTheWay()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.dib", "#!csharp\n#!import b.csx");
        folder.Write("b.csx", "#!import a.dib");
        folder.Write("self.ipynb", Notebook("", "#!import self.ipynb"));
        await using var notebook = new Session(folder.Path);
        Assert.Equal(CellStatus.Failed, await notebook.Try("#!import a.dib"));
        Assert.Contains("a.dib → b.csx → a.dib", notebook.Error.Value, StringComparison.Ordinal);
        Assert.Equal(CellStatus.Failed, await notebook.Try("#!import self.ipynb"));
        Assert.Contains("self.ipynb → self.ipynb", notebook.Error.Value, StringComparison.Ordinal);
        Assert.Equal("1", await notebook.Run("1"));
    }

    [Fact]
    public async Task AnErrorNamesTheFileTheCellAndTheLine()
    {
        using var folder = new TemporaryFolder();
        folder.Write("bad.ipynb", Notebook("", "int fine = 1;", "\nthrow new InvalidOperationException(\"here\");"));
        folder.Write("worse.cs", "int x = nonsense;");
        await using var notebook = new Session(folder.Path);
        Assert.Equal(CellStatus.Failed, await notebook.Try("#!import bad.ipynb\nint after = 1;"));
        Assert.Contains("bad.ipynb, cell 3, line 2", notebook.Traceback, StringComparison.Ordinal);
        Assert.Equal(CellStatus.Failed, await notebook.Try("#!import worse.cs"));
        Assert.Contains("worse.cs, line 1", notebook.Traceback, StringComparison.Ordinal);
        Assert.Equal("1", await notebook.Run("fine"));
    }

    [Theory]
    [InlineData("none.ipynb", "none.ipynb")]
    [InlineData("text.txt", ".txt")]
    [InlineData("broken.ipynb", "not a notebook")]
    [InlineData("python.ipynb", "python")]
    public async Task WhatCannotBeImportedIsNamed(string file, string said)
    {
        using var folder = new TemporaryFolder();
        folder.Write("text.txt", "text");
        folder.Write("broken.ipynb", "{ \"cells\": [");
        folder.Write("python.ipynb", Notebook("", "print(1)").Replace("C#", "python", StringComparison.Ordinal));
        await using var notebook = new Session(folder.Path);
        Assert.Equal(CellStatus.Failed, await notebook.Try($"#!import {file}"));
        Assert.Equal(nameof(ImportException), notebook.Error.Name);
        Assert.Contains(said, notebook.Error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CellsOfOtherLanguagesAreNamedAndPassedOver()
    {
        using var folder = new TemporaryFolder();
        folder.Write("mixed.dib", "#!fsharp\nlet x = 1\n#!csharp\nint y = 5;");
        await using var notebook = new Session(folder.Path);
        await notebook.Run("#!import mixed.dib");
        Assert.Contains("mixed.dib, cell 1 is in fsharp", notebook.Stderr, StringComparison.Ordinal);
        Assert.Equal("5", await notebook.Run("y"));
    }

    [Fact]
    public void OutputsOfFiftyMegabytesArePassedOver()
    {
        using var folder = new TemporaryFolder();
        string output = $$"""[{"output_type":"stream","name":"stdout","text":["{{new string('x', 50_000_000)}}"]}]""";
        string path = folder.Write("large.ipynb", Notebook("", "int large = 7;").Replace("\"outputs\":[]", $"\"outputs\":{output}", StringComparison.Ordinal));
        Assert.Equal([("markdown", ""), ("csharp", "int large = 7;")], JupyterCells.Read(path).Select(cell => (cell.Language, cell.Text)));
    }

    private static string Notebook(string markdown, params string[] cells) => JsonSerializer.Serialize(new
    {
        nbformat = 4,
        cells = cells.Select(cell => (object)new { cell_type = "code", metadata = new { }, outputs = Array.Empty<int>(), source = cell.Split('\n').Select((line, index) => index == cell.Split('\n').Length - 1 ? line : line + "\n") })
            .Prepend(new { cell_type = "markdown", metadata = new { }, source = markdown }),
        metadata = new { kernelspec = new { name = ".net-csharp", language = "C#" } },
    });
}
