using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Tests.Scripting;

[Collection(OneNotebook.Name)]
public sealed class ErrorTests
{
    [Fact]
    public async Task EveryCompileErrorIsListedWithItsPlace()
    {
        await using var notebook = new Notebook();
        await notebook.Try("int a = 1;\nint b = missing;\nstring c = 5;");
        Assert.Equal("CompilationError", notebook.Error.Name);
        Assert.Contains("(2,9): error CS0103", notebook.Error.Value);
        Assert.Contains("(3,12): error CS0029", notebook.Error.Value);
        Assert.Contains("Cell 1, line 2: error CS0103", notebook.Traceback);
        Assert.Contains("   2 | int b = missing;\n               ^^^^^^^", notebook.Traceback);
    }

    [Fact]
    public async Task TheCaretStandsUnderChineseText()
    {
        await using var notebook = new Notebook();
        await notebook.Try("var s = \"苹果\" + missing;");
        Assert.Contains("   1 | var s = \"苹果\" + missing;\n" + new string(' ', 7 + 8 + 6 + 3) + "^^^^^^^", notebook.Traceback);
    }

    [Fact]
    public async Task AnExceptionShowsOnlyTheNotebooksFrames()
    {
        await using var notebook = new Notebook();
        await notebook.Run("int Half(int x)\n{\n    return new[] { 1 }.Select(y => y / x).Single();\n}");
        await notebook.Try("// first line\nHalf(0)");
        Assert.Equal("DivideByZeroException", notebook.Error.Name);
        Assert.Contains("Cell 1, line 3", notebook.Traceback);
        Assert.Contains("Cell 2, line 2", notebook.Traceback);
        Assert.Contains("   2 | Half(0)", notebook.Traceback);
        Assert.DoesNotContain("System.Linq", notebook.Traceback);
        Assert.DoesNotContain("NotebookCourse", notebook.Traceback);
    }

    [Fact]
    public async Task AnExceptionAfterAnAwaitHasItsPlace()
    {
        await using var notebook = new Notebook();
        await notebook.Try("await Task.Delay(1);\n\nthrow new ArgumentException(\"late\");");
        Assert.Contains("Cell 1, line 3", notebook.Traceback);
    }

    [Theory]
    [InlineData("int[] a = [1];\nint i = 1;\na[i] = 2;\nint b = 3;", "Cell 2, line 3", "   3 | a[i] = 2;\n       ^^^^")]
    [InlineData("string s = \"ab\";\nawait Task.Delay(1);\nchar c = s[7];\nvar d = new List<int> { 1 };\nint e = d[0];", "Cell 2, line 3", "   3 | char c = s[7];\n                ^^^^")]
    [InlineData("int Sum(int[] v)\n{\n    int total = 0;\n    for (int i = 0; i <= v.Length; i++)\n    {\n        total += v[i];\n        if (total < 0)\n            Console.WriteLine(i);\n    }\n    return total;\n}\nSum([1, 2])", "Cell 2, line 6, in Sum", "total += v[i];\n                        ^^^^")]
    [InlineData("int[] a = [1];\nint b = a[0];\nint c = a[1];", "Cell 2, line 2 or 3", "   2 | int b = a[0];")]
    [InlineData("new[] { 1 }.Select(x => kept[x]).Sum()", "Cell 2, line 1, in a lambda", "^^^^^^^")]
    [InlineData("At(4)", "Cell 1, line 2, in At", "=> kept[i];")]
    [InlineData("int[] a = [1];\nthrow new IndexOutOfRangeException();", "Cell 2, line 2", "   2 | throw new")]
    public async Task AnIndexOutOfRangeHasItsLine(string cell, string place, string excerpt)
    {
        await using var notebook = new Notebook();
        await notebook.Run("int[] kept = [1];\nint At(int i) => kept[i];");
        await notebook.Try(cell);
        Assert.Equal("IndexOutOfRangeException", notebook.Error.Name);
        Assert.Contains($"  at {place}\n", notebook.Traceback);
        Assert.Contains(excerpt, notebook.Traceback);
    }

    [Fact]
    public async Task InnerExceptionsAreTold()
    {
        await using var notebook = new Notebook();
        await notebook.Try("try { int.Parse(\"x\"); } catch (Exception e) { throw new InvalidOperationException(\"outer\", e); }");
        Assert.Equal(("InvalidOperationException", "outer"), (notebook.Error.Name, notebook.Error.Value));
        Assert.Contains("caused by FormatException", notebook.Traceback);
    }

    [Fact]
    public async Task TheFramesOfANativeLibraryAreNotTold()
    {
        await using var notebook = new Notebook();
        await notebook.Run("""string message = "einsum(): 3 subscripts, 4 dimensions\nException raised from operator() at /build/Linear.cpp:344\nframe #0: c10::Error";""");
        await notebook.Try("throw new InvalidOperationException(message);");
        Assert.Equal("einsum(): 3 subscripts, 4 dimensions", notebook.Error.Value);
        Assert.DoesNotContain("frame #0", notebook.Traceback);
    }

    [Fact]
    public async Task ErrorsInALoadedFileNameTheFile()
    {
        using var folder = new TemporaryFolder();
        folder.Write("broken.csx", "int ok = 1;\nint bad = missing;");
        await using var notebook = new Notebook(folder.Path);
        await notebook.Try("#load \"broken.csx\"");
        Assert.Contains("broken.csx, line 2: error CS0103", notebook.Traceback);
        Assert.Contains("int bad = missing;", notebook.Traceback);
    }

    [Fact]
    public async Task AMissingFileIsNamed()
    {
        await using var notebook = new Notebook();
        await notebook.Try("#load \"nowhere.csx\"");
        Assert.Contains("nowhere.csx", notebook.Error.Value);
        await notebook.Try("#r \"nowhere.dll\"");
        Assert.Contains("nowhere.dll", notebook.Error.Value);
    }

    [Fact]
    public async Task AnUnknownCommandNamesThoseThatExist()
    {
        await using var notebook = new Notebook();
        Assert.Equal(CellStatus.Failed, await notebook.Try("int a = 1;\n#!tmie"));
        Assert.Contains("Line 2: '#!tmie'", notebook.Error.Value);
        Assert.Contains("#!time", notebook.Error.Value);
    }
}
