using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Tests.Scripting;

/// <summary>A chart of Plotly.NET as a cell's value, with nothing loaded but the package.</summary>
[Collection(OneNotebook.Name)]
public sealed class PlotlyChartTests
{
    private const string Chart = """
        #r "nuget: Plotly.NET, 6.0.0"
        using Plotly.NET;
        var trace = new Trace("bar");
        trace.SetProperty("y", new[] { 1, 4, 9 });
        trace.SetProperty("name", "</script>");
        var layout = new Layout();
        layout.SetProperty("title", "squares");
        var chart = GenericChart.setLayout(layout, GenericChart.ofTraceObject(true, trace));
        """;

    [Fact]
    public async Task ItIsDrawnAsPlotlysJsonAsHtmlAndNamedAsText()
    {
        await using var notebook = new Notebook();
        await notebook.Run(Chart);
        Assert.Equal("Plotly chart \"squares\": bar", await notebook.Run("chart"));
        var data = notebook.Outputs.OfType<ResultOutput>().Single().Data;
        Assert.Contains("\"y\":[1,4,9]", data["application/vnd.plotly.v1+json"]);
        Assert.Contains("\"y\":[1,4,9]", data["text/html"]);
        Assert.DoesNotContain("src=", data["text/html"]); // nothing is fetched
        Assert.Equal(3, Count(data["text/html"], "</script>")); // the JSON, plotly.js, the lines that draw: none from the data
    }

    [Theory]
    [InlineData("display(chart);", 1)]
    [InlineData("new { name = \"squares\", chart }", 1)]
    [InlineData("new[] { chart, chart, chart }", 3)]
    [InlineData("new Dictionary<string, GenericChart> { [\"squares\"] = chart }", 1)]
    public async Task ItIsDrawnInsideWhateverHoldsItWithPlotlyOnce(string code, int charts)
    {
        await using var notebook = new Notebook();
        await notebook.Run(Chart);
        await notebook.Run(code);
        string html = (notebook.Outputs.OfType<ResultOutput>().SingleOrDefault()?.Data ?? notebook.Outputs.OfType<DisplayOutput>().Single().Data)["text/html"];
        Assert.Equal(charts, Count(html, "<div class=\"plotly-chart\""));
        Assert.Equal(1, Count(html, "class=\"plotly-packed\">"));
    }

    [Fact]
    public async Task ChartsOfTheCSharpPackageAreChartsToo()
    {
        await using var notebook = new Notebook();
        Assert.Equal("Plotly chart: scatter", await notebook.Run("""
            #r "nuget: Plotly.NET, 6.0.0"
            #r "nuget: Plotly.NET.CSharp, 0.14.0"
            Plotly.NET.CSharp.Chart.Point<double, double, string>(new double[] { 1, 2, 3 }, new double[] { 1, 4, 9 })
            """));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
