using NotebookCourse.Kernel.Directives;
using NotebookCourse.Kernel.Sessions;
using NotebookCourse.Kernel.Tests.Scripting;

namespace NotebookCourse.Kernel.Tests.Directives;

/// <summary>A line is a directive where the parser sees one, and nowhere else.</summary>
[Collection(OneNotebook.Name)]
public sealed class DirectiveTests
{
    [Theory]
    [InlineData("var t = \"\"\"\n#r \"nuget: There.Is.No.Such.Package\"\n\"\"\";\nt.Length", "36")]
    [InlineData("var t = \"\"\"\n#!/bin/sh\necho hello\n\"\"\";\nt.Length", "20")]
    [InlineData("/*\n#!nonsense\n#r \"nuget: There.Is.No.Such.Package\"\n#i \"nuget: nowhere\"\n*/\n1", "1")]
    [InlineData("#if false\n#!nonsense\n#r \"nuget: There.Is.No.Such.Package\"\n#endif\n2", "2")]
    [InlineData("var t = @\"\n#!time\n\";\nt.Trim()", "#!time")]
    [InlineData("var x = 3;\nvar t = $$\"\"\"\n    #!csharp\n    {{x}}\n    \"\"\";\nt", "#!csharp\n3")]
    [InlineData("// #!nonsense\n4", "4")]
    public async Task WhatStandsInATextOrACommentIsText(string cell, string expected)
    {
        await using var notebook = new Notebook();
        Assert.Equal(expected, (await notebook.Run(cell))!.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void BranchesThatAreCompiledHoldDirectives()
    {
        var found = SourceDirectives.Take("#define A\n#if A\n#r \"nuget: One, 1.0\"\n#else\n#r \"nuget: Two\"\n#endif\nint x = 1;");
        Assert.Equal(["One"], found.Packages.Select(package => package.Name));
        Assert.DoesNotContain("One", found.Code, StringComparison.Ordinal);
        Assert.Equal(7, found.Code.Split('\n').Length);
    }

    [Fact]
    public void APackageBelowAStatementIsFoundAndItsLineLeftBlank()
    {
        var found = SourceDirectives.Take("var x = 1;\n  #r \"nuget: One, [1.0, 2.0)\" // why\nx");
        Assert.Equal([("One", "[1.0, 2.0)")], found.Packages.Select(package => (package.Name, package.Version)));
        Assert.Equal(["var x = 1;", "", "x"], found.Code.Split('\n'));
    }

    [Fact]
    public async Task AnAssemblyMayBeReferredToBelowAStatement()
    {
        using var folder = new TemporaryFolder();
        File.Copy(typeof(FactAttribute).Assembly.Location, Path.Combine(folder.Path, "xunit.core.dll"));
        await using var notebook = new Notebook(folder.Path);
        Assert.Equal("why", await notebook.Run("var x = 1;\n#r \"xunit.core.dll\"\nnew Xunit.FactAttribute { Skip = \"why\" }.Skip"));
        Assert.Equal(CellStatus.Failed, await notebook.Try("var y = 1;\n#r \"missing.dll\"\ny"));
        Assert.Contains("Line 2", notebook.Error.Value, StringComparison.Ordinal);
        Assert.Contains("missing.dll", notebook.Error.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#r \"nuget:\"", "does not name a package")]
    [InlineData("#r \"nuget: A B\"", "does not name a package")]
    [InlineData("#i \"somewhere\"", "#i \"nuget:URL\"")]
    [InlineData("int a = 1;\n#!fsharp\nlet x = 1", "Line 2: '#!fsharp' is not for this kernel")]
    [InlineData("#!connect mssql", "not made")]
    [InlineData("#!share --from fsharp x", "another kernel")]
    [InlineData("#!set --name x", "needs a value")]
    [InlineData("#!set --name 1x --value 3", "no name for a variable")]
    public async Task WhatCannotBeDoneIsSaidWithWhatToWrite(string cell, string said)
    {
        await using var notebook = new Notebook();
        Assert.Equal(CellStatus.Failed, await notebook.Try(cell));
        Assert.Contains(said, notebook.Error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LanguagesFollowOneAnotherInACell()
    {
        await using var notebook = new Notebook();
        await notebook.Run("var n = 20;\n#!html\n<b>it's \"\"\" /*</b>\n#!/bin/sh\n#!csharp\nn += 1;\n#!markdown\n*m*\n#!c#\nn *= 2;");
        var shown = notebook.Outputs.OfType<DisplayOutput>().Select(output => output.Data).ToList();
        Assert.Equal("<b>it's \"\"\" /*</b>\n#!/bin/sh", shown[0]["text/html"]);
        Assert.Equal("*m*", shown[1]["text/markdown"]);
        Assert.Equal("42", await notebook.Run("n"));
    }

    [Theory]
    [InlineData("#!set --name x --value 5", "x + 1", "6")]
    [InlineData("#!set --name x --value \"5\"", "x + 1", "51")]
    [InlineData("#!set --value -2.5 --name x", "x * 2", "-5")]
    [InlineData("#!set --name x --value true", "!x", "False")]
    [InlineData("#!set --name x --value a_word", "x.Length", "6")]
    [InlineData("#!set --name x --value \"C:\\\\a b\"", "x", "C:\\a b")]
    [InlineData("#!set --name x --value @input:who", "x", "Ada")]
    [InlineData("#!set --name x --value @password:secret", "x", "Ada")]
    [InlineData("#!value --name v\none\ntwo\n#!set --name x --value @value:v", "x.Split('\\n').Length", "2")]
    [InlineData("#!value --name v --value kept\n#!share --from value v --as x", "x", "kept")]
    [InlineData("int y = 3;\n#!set --name x --value @csharp:y", "x", "3")]
    public async Task SetDeclaresAVariable(string cell, string asked, string expected)
    {
        await using var notebook = new Notebook(answer: "Ada");
        await notebook.Run(cell);
        Assert.Equal(expected, await notebook.Run(asked));
    }

    [Fact]
    public async Task AKeptTextMayComeFromAFile()
    {
        using var folder = new TemporaryFolder();
        folder.Write("data.csv", "a,b\n1,2");
        await using var notebook = new Notebook(folder.Path);
        await notebook.Run("#!value --name data --from-file data.csv");
        Assert.Equal("a,b", await notebook.Run("#!share --from value data\ndata.Split('\\n')[0]"));
        await notebook.Try("#!value --name data --from-file none.csv");
        Assert.Contains("none.csv", notebook.Error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AboutNamesTheKernelAndDotNet()
    {
        await using var notebook = new Notebook();
        await notebook.Run("#!about");
        Assert.Contains($".NET {Environment.Version}", notebook.Outputs.OfType<DisplayOutput>().Single().Data["text/plain"], StringComparison.Ordinal);
    }
}
