namespace NotebookCourse.Interactive.Tests;

/// <summary>A learner's own Plotly.NET charts on Microsoft's kernel, once a lesson's first cell has run.</summary>
public class PlotlyChartTests
{
    private const string Chart = """
        #load "../course.csx"
        using Plotly.NET;
        var trace = new Trace("bar");
        trace.SetProperty("y", new[] { 1, 4, 9 });
        var chart = GenericChart.ofTraceObject(true, trace);
        """;

    [Theory]
    [InlineData("chart", 1)]
    [InlineData("display(chart);", 1)]
    [InlineData("new { name = \"squares\", chart }", 1)]
    [InlineData("new[] { chart, chart }", 2)]
    [InlineData("new Dictionary<string, GenericChart> { [\"squares\"] = chart }", 1)]
    public async Task A_chart_is_drawn_wherever_it_is_shown(string code, int charts)
    {
        using var kernel = new MicrosoftKernel();
        await kernel.Run(Chart);
        string html = Assert.Single(await kernel.Run(code))["text/html"];
        Assert.Equal(charts, html.Split("<div class=\"plotly-chart\"").Length - 1);
        Assert.Contains("\"y\":[1,4,9]", html);
        Assert.DoesNotContain("src=", html); // nothing is fetched
    }

    [Fact]
    public async Task A_chart_is_json_and_text_too()
    {
        using var kernel = new MicrosoftKernel();
        await kernel.Run(Chart);
        var shown = Assert.Single(await kernel.Run("chart"));
        Assert.Equal("Plotly chart: bar", shown["text/plain"]);
        Assert.Contains("\"type\":\"bar\"", shown["application/vnd.plotly.v1+json"]);
    }
}
