using System.Collections;
using System.Data;
using System.Dynamic;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookCourse.Kernel.Formatting;

namespace NotebookCourse.Kernel.Tests.Formatting;

/// <summary>Common values, as text and as HTML.</summary>
public sealed class DisplayTests
{
    public static TheoryData<object, string> Texts => new()
    {
        { new int[3, 2] { { 1, 2 }, { 3, 4 }, { 5, 6 } }, "[ [ 1, 2 ], [ 3, 4 ], [ 5, 6 ] ]" },
        { new string[1, 1] { { "a" } }, "[ [ a ] ]" },
        { new int[2, 1, 2] { { { 1, 2 } }, { { 3, 4 } } }, "[ [ [ 1, 2 ] ], [ [ 3, 4 ] ] ]" },
        { new int[1, 1, 1, 1, 2], "[ [ [ [ [ 0, 0 ] ] ] ] ]" },
        { new int[0, 3], "[ ]" },
        { new int[][] { [1], [2, 3] }, "[ [ 1 ], [ 2, 3 ] ]" },
        { Array.CreateInstance(typeof(int), [2, 2], [1, 5]), "[ [ 0, 0 ], [ 0, 0 ] ]" },
        { new Dictionary<string, double[]> { ["loss"] = [1.0, 0.5] }, "[ [loss, [ 1, 0.5 ]] ]" },
        { new Dictionary<int, Dictionary<string, bool>> { [1] = new() { ["x"] = true } }, "[ [1, [ [x, True] ]] ]" },
        { new KeyValuePair<string, int[]>("k", [1, 2]), "[k, [ 1, 2 ]]" },
        { new Hashtable { ["k"] = new[] { 1 } }, "[ [k, [ 1 ]] ]" },
        { new[] { "ab", "c", "de" }.ToLookup(word => word.Length), "[ [2, [ ab, de ]], [1, [ c ]] ]" },
        { new[] { 1, 2, 3 }.GroupBy(number => number % 2), "[ [1, [ 1, 3 ]], [0, [ 2 ]] ]" },
        { new[] { 1, 2, 3 }.GroupBy(number => number % 2).First(), "[1, [ 1, 3 ]]" },
        { new System.Collections.Specialized.NameValueCollection { { "a", "1" }, { "a", "2" } }, "[ [a, 1,2] ]" },
        { new ReadOnlyMemory<int>([1, 2]), "[ 1, 2 ]" },
        { JsonNode.Parse("{\"a\": [1, null]}")!, "{\n  \"a\": [\n    1,\n    null\n  ]\n}" },
        { JsonDocument.Parse("\"é\""), "\"é\"" },
        { default(JsonElement), "(undefined)" },
        { new { Answer = JsonNode.Parse("{\"a\":1}") }, "(anonymous) { Answer = {\"a\":1} }" },
        { new HashSet<int>(Enumerable.Range(0, 25)), "[ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 ... (5 more) ]" },
        { DBNull.Value, "<null>" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text(object value, string expected) => Assert.Equal(expected, MediaBundle.Of(value)["text/plain"].ReplaceLineEndings("\n"));

    [Fact]
    public void AMatrixIsATableOfItsRows() => Assert.Equal(
        "<table><thead><tr><th>index</th><th>0</th><th>1</th></tr></thead><tbody><tr><td>0</td><td>1</td><td>2</td></tr><tr><td>1</td><td>3</td><td>4</td></tr></tbody></table>",
        Html(new[,] { { 1, 2 }, { 3, 4 } }));

    [Fact]
    public void OfALargeMatrixTheFirstRowsAndColumnsAreShown()
    {
        var data = MediaBundle.Of(new double[500, 1000]);
        Assert.EndsWith("... (480 more) ]", data["text/plain"]);
        Assert.Contains("0 ... (980 more columns) ]", data["text/plain"]);
        Assert.Contains("<p><i>... (480 more)</i></p><p><i>... (980 more columns)</i></p>", data["text/html"]);
    }

    [Fact]
    public void ADictionaryIsATableOfKeysAndValues() => Assert.StartsWith(
        "<table><thead><tr><th>key</th><th>value</th></tr></thead><tbody><tr><td>loss</td><td><table>", Html(new Dictionary<string, double[]> { ["loss"] = [1.0, 0.5] }));

    [Fact]
    public void AnExpandoObjectShowsWhatWasPutInIt()
    {
        dynamic thing = new ExpandoObject();
        thing.name = "<n>";
        thing.sizes = new[] { 1, 2 };
        Assert.Equal("[ [name, <n>], [sizes, [ 1, 2 ]] ]", MediaBundle.Of((object)thing)["text/plain"]);
        Assert.Contains("<td>name</td><td>&lt;n&gt;</td>", Html(thing));
    }

    [Fact]
    public void RowsOfDictionariesAreATableWithTheirKeysAsColumns()
    {
        var rows = new List<Dictionary<string, object?>> { new() { ["a"] = 1, ["b"] = "x" }, new() { ["a"] = null, ["c"] = 2.5 } };
        Assert.Equal("a       b  c\n1       x\n<null>     2.5", MediaBundle.Of(rows)["text/plain"]);
        Assert.Equal(
            "<table><thead><tr><th>a</th><th>b</th><th>c</th></tr></thead><tbody><tr><td>1</td><td>x</td><td></td></tr><tr><td>&lt;null&gt;</td><td></td><td>2.5</td></tr></tbody></table>",
            Html(rows));
    }

    [Fact]
    public void ADataTableShowsItsRowsAndSoDoItsViewItsRowsAndItsReader()
    {
        const string Text = "id      name\n1       x\n<null>  词";
        const string Markup = "<table><thead><tr><th>id</th><th>name</th></tr></thead><tbody><tr><td>1</td><td>x</td></tr><tr><td>&lt;null&gt;</td><td>词</td></tr></tbody></table>";
        using var table = People();
        using var reader = table.CreateDataReader();
        foreach (object value in (object[])[table, table.DefaultView, table.Select(), table.AsEnumerable(), reader])
            Assert.Equal((Text, System.Net.WebUtility.HtmlDecode(Markup)), (MediaBundle.Of(value)["text/plain"], System.Net.WebUtility.HtmlDecode(Html(value is IDataReader ? table : value))));
        Assert.Equal("id  name\n1   x", MediaBundle.Of(table.Rows[0])["text/plain"]);
        reader.Close();
        Assert.Equal("DataTableReader (closed)", MediaBundle.Of(reader)["text/plain"]);
        using var set = new DataSet();
        set.Tables.Add(table);
        Assert.Equal("[ [people, [ [ [id, 1], [name, x] ], [ [id, <null>], [name, 词] ] ]] ]", MediaBundle.Of(set)["text/plain"]);
    }

    [Fact]
    public void ALongTableSaysHowManyRowsThereAre()
    {
        using var table = new DataTable();
        table.Columns.Add("n");
        for (int i = 0; i < 1234; i++)
            table.Rows.Add(i);
        var data = MediaBundle.Of(table);
        Assert.EndsWith("19\n... (1,214 more)", data["text/plain"]);
        Assert.EndsWith("<p><i>... (1,214 more)</i></p>", data["text/html"]);
    }

    [Fact]
    public void AnAsynchronousStreamShowsItsFirstItemsEvenIfItIsEndless()
    {
        static async IAsyncEnumerable<int> Numbers()
        {
            for (int i = 0; ; i++)
            {
                await Task.Yield();
                yield return i;
            }
        }

        Assert.StartsWith("[ 0, 1, 2,", MediaBundle.Of(Numbers())["text/plain"]);
        Assert.EndsWith("19 ... (more) ]", MediaBundle.Of(Numbers())["text/plain"]);
    }

    [Fact]
    public void AWideAndDeepValueStaysSmall()
    {
        var data = MediaBundle.Of(Tree.Of(width: 200, depth: 6));
        Assert.InRange(data["text/html"].Length, 500, 2_000_000);
        Assert.InRange(data["text/plain"].Length, 500, 500_000);
        Assert.InRange(MediaBundle.Of(new[] { new string('x', 5_000_000) })["text/html"].Length, 10_000, 20_000);
    }

    [Fact]
    public void APartThatThrowsSaysSoInItsPlace()
    {
        var data = MediaBundle.Of(new object[] { 1, new Mute(), Enumerable.Range(0, 2).Select(number => 1 / number), new { Of = new Mute() } });
        Assert.Equal("[ 1, NotSupportedException: mute, DivideByZeroException: Attempted to divide by zero., (anonymous) { Of = NotSupportedException: mute } ]", data["text/plain"]);
        Assert.Contains("<td>1</td><td>NotSupportedException: mute</td>", data["text/html"]);
        Assert.Throws<DivideByZeroException>(() => MediaBundle.Of(Enumerable.Range(0, 2).Select(number => 1 / number)));
    }

    [Fact]
    public void AQueryIsRunOnceForAllMediaTypes()
    {
        int runs = 0;
        MediaBundle.Of(Enumerable.Range(0, 3).Select(number => ++runs));
        Assert.Equal(3, runs);
    }

    private static string Html(object value) => MediaBundle.Of(value)["text/html"];

    private static DataTable People()
    {
        var table = new DataTable("people");
        table.Columns.Add("id", typeof(int));
        table.Columns.Add("name");
        table.Rows.Add(1, "x");
        table.Rows.Add(DBNull.Value, "词");
        return table;
    }

    private sealed class Mute
    {
        public override string ToString() => throw new NotSupportedException("mute");
    }

    private sealed record Tree(string Name, List<Tree> Children)
    {
        public static Tree Of(int width, int depth) => new("a node", depth == 0 ? [] : [.. Enumerable.Repeat(Of(depth == 1 ? 0 : width, depth - 1), width)]);
    }
}
