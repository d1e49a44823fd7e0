using NotebookCourse.Kernel.Language;
using NotebookCourse.Kernel.Tests.Scripting;

namespace NotebookCourse.Kernel.Tests.Language;

[Collection(OneNotebook.Name)]
public sealed class CellCompletionTests : IAsyncLifetime
{
    private const string Before = """
        class Walker { public int Age { get; set; } public string Name { get; set; } = ""; public int Steps { get; private set; } public int Born; public virtual void Go(int speed, string way) { } public override string ToString() => ""; }
        int appleCount = 1;
        """;

    private readonly Notebook _notebook = new();

    public async ValueTask InitializeAsync() => await _notebook.Run(Before);

    public async ValueTask DisposeAsync() => await _notebook.DisposeAsync();

    [Theory]
    [InlineData("appleC", "appleCount")] // a variable of the session
    [InlineData("forea", "foreach")]
    [InlineData("int.Par", "Parse")]
    [InlineData("\"a\".Substr", "Substring")]
    [InlineData("new List<int>().Whe", "Where")] // an extension method
    [InlineData("string s = null; s?.Substr", "Substring")]
    [InlineData("$\"{appleC", "appleCount")] // inside a hole of a text
    [InlineData("DayOfWeek.Mon", "Monday")]
    [InlineData("using System.Collections.Gene", "Generic")]
    [InlineData("using static System.Mat", "Math")]
    [InlineData("new Walker { Na", "Name")]
    [InlineData("new Walker { Name = \"Ada\", Ag", "Age")]
    [InlineData("new Walker().Go(spe", "speed:")]
    [InlineData("new Walker().Go(1, wa", "way:")]
    [InlineData("class Runner : Walker { public override Go", "void Go(int speed, string way)")]
    [InlineData("#!ls", "#!lsmagic")]
    [InlineData("int x = 1;\n    appleC", "appleCount")]
    [InlineData("// about\nappleC", "appleCount")]
    public void Offers(string code, string expected) => Assert.Contains(expected, Names(code));

    [Theory]
    [InlineData("new Walker { Name = \"Ada\", Na", "Name")] // set already
    [InlineData("new Walker { St", "Steps")] // cannot be set from outside
    [InlineData("using System.Conso", "Console")] // no namespace
    [InlineData("\"text appleC", "appleCount")]
    [InlineData("// appleC", "appleCount")]
    [InlineData("/* appleC", "appleCount")]
    [InlineData("Console.Wri", "ReadLine")]
    [InlineData("appleCount.", "Parse")] // static
    public void DoesNotOffer(string code, string unwanted) => Assert.DoesNotContain(unwanted, Names(code));

    [Fact]
    public void ReplacesTheWholeNameOrCommand()
    {
        Assert.Equal(8, new CellCompletion(_notebook.Session.Chain).Complete("Console.Wri", 11).Start);
        Assert.Equal(2, new CellCompletion(_notebook.Session.Chain).Complete("1\n#!ti", 6).Start);
    }

    private IEnumerable<string> Names(string code) => new CellCompletion(_notebook.Session.Chain).Complete(code, code.Length).Matches.Select(match => match.Name);
}
