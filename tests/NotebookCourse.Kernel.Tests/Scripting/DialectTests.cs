using NotebookCourse.Kernel.Language;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Tests.Scripting;

/// <summary>Where the script dialect is not the C# of a program.</summary>
[Collection(OneNotebook.Name)]
public sealed class DialectTests
{
    [Theory]
    [InlineData("cfg with { Layers = 3 }", "3")]
    [InlineData("var other = 1;\ncfg with { Layers = other + 3 }", "4")]
    [InlineData("new Cfg(1, new Cfg(0, null)) with { Layers = 5, Inner = new Cfg(2, null) { Layers = 6 } }", "5")]
    [InlineData("cfg with { Layers = 3 } with { Layers = 8 } // last", "8")]
    [InlineData("(await Task.FromResult(cfg)) with\n{\n    Layers = 9\n}\n", "9")]
    [InlineData("cfg.Inner with { Layers = 10 }", "10")]
    public async Task ACellMayEndInAWithExpression(string cell, string layers)
    {
        await using var notebook = new Notebook();
        await notebook.Run("record Cfg(int Layers, Cfg? Inner);\nvar cfg = new Cfg(1, new Cfg(0, null));");
        await notebook.Run(cell);
        Assert.Contains($"Layers = {layers}", notebook.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("extension(int x) { public int Squared => x * x; }", "CS9283", "without a class around it")]
    [InlineData("static class E { public static int Twice(this int x) => 2 * x; }", "CS1109", "without a class around it")]
    [InlineData("static class E { extension(int x) { public int Squared => x * x; } }", "CS", "without a class around it")]
    [InlineData("namespace A { class B { } }", "CS7021", "no namespaces")]
    [InlineData("namespace A;\nclass B { }", "CS", "no namespaces")]
    [InlineData("using var stream = new System.IO.MemoryStream();", "CS", "using (var x = ...)")]
    [InlineData("await using System.IO.MemoryStream stream = new();", "CS", "using (var x = ...)")]
    [InlineData("Span<int> s = stackalloc int[3];", "CS8345", "Memory<T>")]
    [InlineData("var a = new int[2];\nvar s = a.AsSpan();", "CS8345", "Memory<T>")]
    public async Task WhatACellCannotHoldIsAnErrorWithItsPlaceAndAHint(string cell, string id, string hint)
    {
        await using var notebook = new Notebook();
        Assert.Equal(CellStatus.Failed, await notebook.Try(cell));
        Assert.Equal("CompilationError", notebook.Error.Name);
        Assert.Contains($"error {id}", notebook.Error.Value, StringComparison.Ordinal);
        Assert.Contains("(1,", notebook.Error.Value.Replace("(2,", "(1,", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(hint, notebook.Error.Value, StringComparison.Ordinal);
        Assert.Equal("1", await notebook.Run("1"));
    }

    [Theory]
    [InlineData("int x = ;;)", "invalid")]
    [InlineData("int x = 1 +", "incomplete")]
    [InlineData("foo)", "invalid")]
    [InlineData("if (x) {\n  y = ;\n  z = 1;", "invalid")]
    [InlineData("F(1, 2]", "invalid")]
    [InlineData("}", "invalid")]
    [InlineData("if (x", "incomplete")]
    [InlineData("class A\n{\n    int F(", "incomplete")]
    [InlineData("var s = \"\"\"\n text", "incomplete")]
    [InlineData("/* not yet", "incomplete")]
    [InlineData("var v = @\"a\n", "incomplete")]
    [InlineData("#if A\nint x = 1;\n", "incomplete")]
    [InlineData("int x = 1;", "complete")]
    [InlineData("x", "complete")]
    [InlineData("", "complete")]
    public void ACellIsCompleteOrNotOrWrong(string code, string status) => Assert.Equal(status, CellCompleteness.Of(code).Status);
}
