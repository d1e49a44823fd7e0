using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Tests.Scripting;

[Collection(OneNotebook.Name)]
public sealed class FormattingTests
{
    [Theory]
    [InlineData("new[] { 1, 2 }", "[ 1, 2 ]")]
    [InlineData("new int[0]", "[ ]")]
    [InlineData("(1, \"b\")", "ValueTuple<int, string> { Item1 = 1, Item2 = b }")]
    [InlineData("new { Name = \"n\", Size = 2.5 }", "(anonymous) { Name = n, Size = 2.5 }")]
    [InlineData("new Dictionary<string, int> { [\"k\"] = 1 }", "[ [k, 1] ]")]
    [InlineData("DayOfWeek.Friday", "Friday")]
    [InlineData("typeof(List<int>)", "List<int>")]
    [InlineData("new Version(1, 2)", "1.2")]
    [InlineData("Enumerable.Range(0, 30)", "[ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 ... (10 more) ]")]
    public async Task PlainText(string expression, string expected)
    {
        await using var notebook = new Notebook();
        Assert.Equal(expected, await notebook.Run(expression));
    }

    [Fact]
    public async Task AnEndlessSequenceEnds()
    {
        await using var notebook = new Notebook();
        await notebook.Run("IEnumerable<int> Ones() { while (true) yield return 1; }");
        Assert.Contains("(more)", await notebook.Run("Ones()"));
    }

    [Fact]
    public async Task ACycleEnds()
    {
        await using var notebook = new Notebook();
        await notebook.Run("class Node { public Node Next; }");
        Assert.Contains("Node { Next = Node { Next = Node", await notebook.Run("var n = new Node(); n.Next = n; n"));
    }

    [Fact]
    public async Task HtmlIsATableWithTextWrittenOut()
    {
        await using var notebook = new Notebook();
        await notebook.Run("record Row(string Name, int Size);");
        await notebook.Run("new[] { new Row(\"<a>\", 1), new Row(\"b\", 2) }");
        string html = notebook.Outputs.OfType<ResultOutput>().Single().Data["text/html"];
        Assert.Contains("<th>Name</th>", html);
        Assert.Contains("<td>&lt;a&gt;</td><td>1</td>", html);
    }

    [Fact]
    public async Task ALibrarysFormattersAreFoundByName()
    {
        await using var notebook = new Notebook();
        await notebook.Run("""
            class TypeFormatterSourceAttribute : Attribute
            {
                public TypeFormatterSourceAttribute(Type source) => FormatterSourceType = source;
                public Type FormatterSourceType { get; }
                public string[] PreferredMimeTypes { get; set; }
            }
            class Writer
            {
                public string MimeType => "image/svg+xml";
                public bool Format(object value, System.IO.TextWriter writer) { writer.Write("<svg/>"); return true; }
            }
            class Source { public IEnumerable<object> CreateTypeFormatters() => new object[] { new Writer() }; }
            [TypeFormatterSource(typeof(Source))] class Picture { public override string ToString() => "a picture"; }
            class Painting : Picture { }
            """);
        await notebook.Run("new Painting()");
        var data = notebook.Outputs.OfType<ResultOutput>().Single().Data;
        Assert.Equal("<svg/>", data["image/svg+xml"]);
        Assert.Equal("a picture", data["text/plain"]);
    }

    [Theory]
    [InlineData("[Other.TypeFormatterSource(typeof(object))] class Thing { public int Size => 3; }")] // names its source otherwise
    [InlineData("[TypeFormatterSource(null)] class Thing { public int Size => 3; }")]
    [InlineData("[TypeFormatterSource(typeof(object))] class Thing { public int Size => 3; }")] // no CreateTypeFormatters
    [InlineData("class Made { public Made(int n) { } } [TypeFormatterSource(typeof(Made))] class Thing { public int Size => 3; }")]
    [InlineData("class Source { public object[] CreateTypeFormatters() => new object[] { 1, null }; } [TypeFormatterSource(typeof(Source))] class Thing { public int Size => 3; }")]
    [InlineData("class Source { public object[] CreateTypeFormatters() => throw new Exception(); } [TypeFormatterSource(typeof(Source))] class Thing { public int Size => 3; }")]
    public async Task ASourceThatCannotBeUsedIsNone(string type)
    {
        await using var notebook = new Notebook();
        await notebook.Run("""
            class TypeFormatterSourceAttribute(Type source) : Attribute { public Type FormatterSourceType => source; }
            static class Other { public class TypeFormatterSourceAttribute(Type source) : Attribute { public Type TypeFormatterSourceType => source; } }
            """);
        await notebook.Run(type);
        Assert.Equal("Thing { Size = 3 }", await notebook.Run("new Thing()"));
    }

    [Fact]
    public async Task AValueWhoseTextThrowsIsTheCellsError()
    {
        await using var notebook = new Notebook();
        Assert.Equal(CellStatus.Failed, await notebook.Try("class Bad { public override string ToString() => throw new NotSupportedException(\"mute\"); }\nnew Bad()"));
        Assert.Equal("mute", notebook.Error.Value);
    }
}
