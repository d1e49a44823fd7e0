using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Tests.Scripting;

/// <summary>What notebooks written for .NET Interactive call by name.</summary>
[Collection(OneNotebook.Name)]
public sealed class InteractiveApiTests : IAsyncLifetime
{
    private readonly Notebook _notebook = new(answer: "yes");

    private IReadOnlyDictionary<string, string> Result => _notebook.Outputs.OfType<ResultOutput>().Single().Data;

    private IReadOnlyDictionary<string, string> Shown => _notebook.Outputs.OfType<DisplayOutput>().Single().Data;

    public async ValueTask InitializeAsync() => await _notebook.Run("""
        using Microsoft.DotNet.Interactive;
        using Microsoft.DotNet.Interactive.Formatting;
        using static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;
        class Person { public string Name { get; set; } public int Age { get; set; } }
        class Boss : Person { }
        var people = new List<Person> { new Person { Name = "Ann", Age = 42 }, new Boss { Name = "Bob <b>", Age = 7 } };
        """);

    public async ValueTask DisposeAsync()
    {
        await _notebook.Run("Formatter.ResetToDefault();");
        await _notebook.DisposeAsync();
    }

    [Theory]
    [InlineData("(MathString)\"x^2\"", "$$x^2$$")]
    [InlineData("Formatter.Register<Version>(version => \"V\" + version.Major, \"text/plain\"); new Version(3, 1)", "V3")]
    [InlineData("class Kernel { public int Cores => 8; }\nnew Kernel().Cores", "8")]
    public async Task ItsNamesAreKnownWithoutAUsingLineWhereTheCellHasNoneOfItsOwn(string code, string expected)
    {
        await using var notebook = new Notebook();
        Assert.Equal(expected, await notebook.Run(code));
    }

    [Theory]
    [InlineData("using Microsoft.DotNet.Interactive.CSharp;")]
    [InlineData("class E : IKernelExtension { }")]
    [InlineData("new CSharpKernel()")]
    public async Task WhatIsNotThereIsAnswered(string code)
    {
        await using var notebook = new Notebook();
        await notebook.Try(code);
        Assert.Contains("write a function and call it from a cell", notebook.Error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ItsNamesAreInNobodysWay()
    {
        await using var notebook = new Notebook();
        await notebook.Try("Formatter.Register(NoSuchName);");
        Assert.Contains("'NoSuchName'", notebook.Error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RegisteredFormattersAreUsedAtTheTopAndInside()
    {
        await _notebook.Run("Formatter.Register<Person>((person, writer) => writer.Write($\"<i>{person.Name}</i>\"), mimeType: \"text/html\");");
        await _notebook.Run("people[0]");
        Assert.Equal("<i>Ann</i>", Result["text/html"]);
        await _notebook.Run("people");
        Assert.Contains("<td>0</td><td><i>Ann</i></td>", Result["text/html"]);
        Assert.Contains("<td>1</td><td><i>Bob <b></i></td>", Result["text/html"]);
        await _notebook.Run("Formatter.Register<Boss>(boss => $\"<u>{boss.Age}</u>\", \"text/html\");\nFormatter.Register(typeof(List<>), (list, writer) => writer.Write(\"a list\"), \"text/html\");");
        await _notebook.Run("people[1]");
        Assert.Equal("<u>7</u>", Result["text/html"]);
        await _notebook.Run("people");
        Assert.Equal("a list", Result["text/html"]);
        await _notebook.Run("Formatter.ResetToDefault();\npeople");
        Assert.Contains("<td>Ann</td>", Result["text/html"]);
    }

    [Fact]
    public async Task PreferredMediaTypesTakeThePlaceOfHtml()
    {
        await _notebook.Run("Formatter.Register<Person>(person => person.Name);\nFormatter.SetPreferredMimeTypesFor(typeof(Person), \"text/plain\");\npeople[0]");
        Assert.Equal(["text/plain"], Result.Keys);
        Assert.Equal("Ann", Result["text/plain"]);
        await _notebook.Run("Formatter.SetPreferredMimeTypesFor(typeof(Person), \"application/json\");\npeople[0]");
        Assert.Equal("{\"Name\":\"Ann\",\"Age\":42}", Result["application/json"]);
        await _notebook.Run("Formatter.Register<DateTime>((day, writer) => writer.Write(day.ToString(\"yyyy\")));\nnew { Day = new DateTime(2026, 1, 2) }");
        Assert.Contains("<td>Day</td><td>2026</td>", Result["text/html"]);
        Assert.Contains("Day = 2026", Result["text/plain"]);
    }

    [Fact]
    public async Task AFormatterMayDeclineAndIsThenPassedOver()
    {
        await _notebook.Run("Formatter.Register<int>((n, context) => { context.Writer.Write($\"{n} is even\"); return n % 2 == 0; }, \"text/plain\");");
        Assert.Equal("4 is even", await _notebook.Run("4"));
        Assert.Equal("5", await _notebook.Run("5"));
    }

    [Fact]
    public async Task LimitsAreSettings()
    {
        Assert.Equal("[ 1, 2 ... (1 more) ]", await _notebook.Run("Formatter.ListExpansionLimit = 2;\nFormatter.NullString = \"nothing\";\nnew[] { 1, 2, 3 }"));
        Assert.Equal("nothing", await _notebook.Run("(object)null"));
        Assert.Equal("[  ... (3 more) ]", await _notebook.Run("Formatter.ListExpansionLimit = 0;\nnew[] { 1, 2, 3 }"));
        Assert.Equal(CellStatus.Failed, await _notebook.Try("Formatter.ListExpansionLimit = -1;"));
    }

    [Fact]
    public async Task ToDisplayStringGivesWhatWouldBeShown()
    {
        Assert.Equal("[ 1, 2 ]", await _notebook.Run("new[] { 1, 2 }.ToDisplayString()"));
        Assert.StartsWith("<table>", await _notebook.Run("new[] { 1, 2 }.ToDisplayString(\"text/html\")"));
        Assert.StartsWith("<table>", await _notebook.Run("new[] { 1, 2 }.ToDisplayString(HtmlFormatter.MimeType)"));
    }

    [Fact]
    public async Task AFormatterThatShowsItsOwnValueForeverIsAnErrorAndTheSessionGoesOn()
    {
        await _notebook.Run("Formatter.Register<Boss>(boss => boss.ToDisplayString(\"text/html\"), \"text/html\");");
        Assert.Equal(CellStatus.Failed, await _notebook.Try("people[1]"));
        Assert.Equal("42", await _notebook.Run("people[0].Age"));
    }

    [Fact]
    public async Task MarkupIsBuiltInCSharp()
    {
        await _notebook.Run("div[@class: \"note\", data_x: 1](b(\"<Hello>\"), \" & \", i[style: \"color:red\"](2), br, img[src: \"a.png\"])");
        Assert.Equal("<div class=\"note\" data-x=\"1\"><b>&lt;Hello&gt;</b> &amp; <i style=\"color:red\">2</i><br><img src=\"a.png\"></div>", Result["text/html"]);
        await _notebook.Run("table(thead(th(\"Name\")), tbody(people.Select(person => tr(td(person.Name)))))");
        Assert.Equal("<table><thead><th>Name</th></thead><tbody><tr><td>Ann</td></tr><tr><td>Bob &lt;b&gt;</td></tr></tbody></table>", Result["text/html"]);
        await _notebook.Run("PocketView view = span(HTML(\"<i>kept</i>\"), new { Fruit = \"apple\" });\ndisplay(view);");
        Assert.Contains("<span><i>kept</i><table>", Shown["text/html"]);
        Assert.Equal("<dialog>x</dialog>", await _notebook.Run("((object)_.dialog(\"x\")).ToString()"));
        await _notebook.Run("Formatter.Register<List<Person>>((all, writer) => { foreach (var one in all) writer.Write(span(b(one.Name), br)); }, \"text/html\");\npeople");
        Assert.Equal("<span><b>Ann</b><br></span><span><b>Bob &lt;b&gt;</b><br></span>", Result["text/html"]);
    }

    [Fact]
    public async Task StylesFormulasAndTables()
    {
        await _notebook.Run("CSS(\"b { color: red }\");");
        Assert.Contains("<style>\nb { color: red }", Shown["text/html"]);
        await _notebook.Run("(LaTeXString)@\"\\frac12\"");
        Assert.Equal("\\frac12", Result["text/latex"]);
        await _notebook.Run("(MathString)\"x^2\"");
        Assert.Equal("$$x^2$$", Result["text/latex"]);
        await _notebook.Run("people.DisplayTable();");
        Assert.Equal("Name     Age\nAnn      42\nBob <b>  7", Shown["text/plain"]);
        await _notebook.Run("using Microsoft.DotNet.Interactive.Formatting.TabularData;\npeople.Select(person => new { person.Name }).ToTabularDataResource().Explore();");
        Assert.Equal("Name\nAnn\nBob <b>", Shown["text/plain"]);
    }

    [Fact]
    public async Task ThePersonIsAsked()
    {
        Assert.Equal("yes", await _notebook.Run("await Kernel.GetInputAsync(\"Go on?\")"));
        Assert.Equal("yes", await _notebook.Run("await GetInputAsync(\"Go on?\", typeHint: \"text\")"));
        Assert.Equal("●●●", await _notebook.Run("var password = await Kernel.GetPasswordAsync(\"Word?\");\npassword"));
        Assert.Equal("yes", await _notebook.Run("password.GetClearTextPassword()"));
    }

    [Fact]
    public async Task TheRunningCellShowsValuesAndTheKernelDoesWhatItCan()
    {
        await _notebook.Run("KernelInvocationContext.Current.Display(1 + 1);");
        Assert.Equal("2", Shown["text/plain"]);
        await _notebook.Run("KernelInvocationContext.Current?.DisplayAs(\"# a\", \"text/markdown\");");
        Assert.Equal("# a", Shown["text/markdown"]);
        await _notebook.Run("using Microsoft.DotNet.Interactive.Commands;\nusing Microsoft.DotNet.Interactive.Events;\nKernelInvocationContext.Current.Publish(new DisplayedValueProduced(3, null));");
        Assert.Equal("3", Shown["text/plain"]);
        await _notebook.Run("await Kernel.Root.SendAsync(new SubmitCode(\"*soft*\", \"markdown\"));");
        Assert.Equal("*soft*", Shown["text/markdown"]);
        await _notebook.Try("await Kernel.Root.SendAsync(new SubmitCode(\"1 + 1\"));");
        Assert.Contains("#load", _notebook.Error.Value);
        await _notebook.Try("Kernel.Root.FindKernelByName(\"fsharp\");");
        Assert.Contains("runs C# only", _notebook.Error.Value);
    }

    [Theory]
    [InlineData("await Kernel.Root.SubmitCodeAsync(\"1\");", "#load it")]
    [InlineData("Kernel.Root.AddMiddleware(1);", "Write a function")]
    [InlineData("Kernel.Root.AddDirective(1);", "#!lsmagic")]
    [InlineData("await Kernel.Root.SetValueAsync(\"x\", 1);", "var name = value")]
    public async Task WhatIsNotThereSaysWhatToWriteInstead(string code, string said)
    {
        await _notebook.Try(code);
        Assert.Equal("CompilationError", _notebook.Error.Name);
        Assert.Contains(said, _notebook.Error.Value);
    }
}
