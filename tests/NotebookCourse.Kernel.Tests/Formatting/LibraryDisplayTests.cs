using NotebookCourse.Kernel.Client;
using NotebookCourse.Kernel.Sessions;
using NotebookCourse.Kernel.Tests.Scripting;

namespace NotebookCourse.Kernel.Tests.Formatting;

/// <summary>Values of common packages, which the kernel knows only by name.</summary>
[Collection(OneNotebook.Name)]
public sealed class LibraryDisplayTests
{
    [Fact]
    public async Task NewtonsoftsTokensAreShownAsTheirJson()
    {
        await using var notebook = new Notebook();
        string? text = await notebook.Run("#r \"nuget: Newtonsoft.Json, 13.0.3\"\nusing Newtonsoft.Json.Linq;\nJToken.Parse(\"{\\\"a\\\": 1, \\\"b\\\": [1, {\\\"c\\\": null}]}\")");
        Assert.Equal("{\n  \"a\": 1,\n  \"b\": [\n    1,\n    {\n      \"c\": null\n    }\n  ]\n}", text!.ReplaceLineEndings("\n"));
        Assert.Equal("\"x\"", await notebook.Run("JToken.Parse(\"'x'\")"));
        Assert.Equal("[ {\"a\":1}, [2] ]", await notebook.Run("new List<JToken> { JToken.Parse(\"{'a':1}\"), JToken.Parse(\"[2]\") }"));
        await notebook.Run("new { Token = JToken.Parse(\"{'a':[1]}\") }.Display(\"application/json\");");
        Assert.Equal("{\"Token\":{\"a\":[1]}}", notebook.Outputs.OfType<DisplayOutput>().Single().Data["application/json"]);
    }

    [Fact]
    public async Task ADataFrameIsATable()
    {
        await using var notebook = new Notebook();
        await notebook.Run("""
            #r "nuget: Microsoft.Data.Analysis, 0.23.0"
            #r "nuget: System.Numerics.Tensors, 10.0.0"
            using Microsoft.Data.Analysis;
            var frame = new DataFrame(new Int32DataFrameColumn("id", Enumerable.Range(1, 25)), new StringDataFrameColumn("name", Enumerable.Range(1, 25).Select(i => i == 2 ? null : $"<{i}>")));
            frame
            """);
        var data = notebook.Outputs.OfType<ResultOutput>().Single().Data;
        Assert.StartsWith("<table><thead><tr><th>id</th><th>name</th></tr></thead><tbody><tr><td>1</td><td>&lt;1&gt;</td></tr><tr><td>2</td><td>&lt;null&gt;</td></tr>", data["text/html"]);
        Assert.EndsWith("<p><i>... (5 more)</i></p>", data["text/html"]);
        Assert.StartsWith("id  name\n1   <1>\n2   <null>\n", data["text/plain"]);
        Assert.Equal("id  name", await notebook.Run("new DataFrame(new Int32DataFrameColumn(\"id\"), new StringDataFrameColumn(\"name\"))"));
    }

    [Fact]
    public async Task RowsOfAQueryAreATable()
    {
        await using var notebook = new Notebook();
        Assert.Equal("a  b\n1  x\n2  y", await notebook.Run("""
            #r "nuget: Microsoft.Data.Sqlite, 9.0.0"
            #r "nuget: Dapper, 2.1.66"
            using Dapper;
            using Microsoft.Data.Sqlite;
            var connection = new SqliteConnection("Data Source=:memory:");
            connection.Open();
            const string Query = "select 1 as a, 'x' as b union all select 2, 'y'";
            connection.Query(Query)
            """));
        Assert.Equal("a  b\n1  x\n2  y", await notebook.Run("connection.ExecuteReader(Query)"));
        Assert.Equal("[ [a, 1], [b, x] ]", await notebook.Run("connection.QueryFirst(Query)"));
        await notebook.Run("connection.Dispose();"); // not by a finalizer, after this session's libraries are gone
    }

    [Fact]
    public async Task MatricesAndTensorsAreShownByRows()
    {
        await using var notebook = new Notebook();
        await notebook.Run("#r \"nuget: MathNet.Numerics, 5.0.0\"\nMathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(2, 2, (i, j) => i + 10 * j)");
        Assert.Contains("<tr><td>1</td><td>1</td><td>11</td></tr>", notebook.Outputs.OfType<ResultOutput>().Single().Data["text/html"]);
        Assert.StartsWith("DenseMatrix 2x2-Double", notebook.Text);
        Assert.Equal("[ [ 1, 2, 3 ], [ 4, 5, 6 ] ]", await notebook.Run("#r \"nuget: System.Numerics.Tensors, 10.0.0\"\nusing System.Numerics.Tensors;\nTensor.Create(new[] { 1, 2, 3, 4, 5, 6 }, [2, 3])"));
    }

    // In a process of its own: what Skia holds is given back by finalizers, whenever they come.
    [Fact]
    public async Task PicturesAndPlotsArePictures()
    {
        using var folder = new TemporaryFolder();
        await using var kernel = await WireSession.StartAsync(KernelSpec.Own(), folder.Path);
        var plot = await Result(kernel, """
            #r "nuget: ScottPlot, 5.0.55"
            var plot = new ScottPlot.Plot();
            plot.Add.Signal(new[] { 1.0, 4, 9 });
            plot
            """);
        Assert.StartsWith("PNG image, 600 x 400 pixels", plot["text/plain"]);
        Assert.Equal(["image/png", "text/plain"], plot.Keys.Order());
        foreach (string image in (string[])["new SkiaSharp.SKBitmap(3, 2)", "SkiaSharp.SKImage.FromBitmap(new SkiaSharp.SKBitmap(3, 2))", "plot.GetImage(3, 2)", "SkiaSharp.SKSurface.Create(new SkiaSharp.SKImageInfo(3, 2))"])
            Assert.StartsWith("PNG image, 3 x 2 pixels", (await Result(kernel, image))["text/plain"]);
    }

    private static async Task<IReadOnlyDictionary<string, string>> Result(WireSession kernel, string code)
    {
        List<CellOutput> outputs = [];
        await kernel.ExecuteAsync(code, outputs.Add);
        Assert.Empty(outputs.OfType<ErrorOutput>());
        return outputs.OfType<ResultOutput>().Single().Data;
    }

    [Fact]
    public async Task APackageThatBringsMicrosoftsFormattingDoesNotStandInItsWay()
    {
        await using var notebook = new Notebook();
        Assert.Equal("number 1", await notebook.Run("""
            #r "nuget: Plotly.NET.Interactive, 6.0.0"
            using Microsoft.DotNet.Interactive;
            using Microsoft.DotNet.Interactive.Formatting;
            Formatter.Register<int>(number => $"number {number}");
            1
            """));
        Assert.Equal("1", await notebook.Run("Formatter.ResetToDefault();\n1"));
    }
}
