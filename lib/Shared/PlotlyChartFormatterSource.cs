namespace NotebookCourse.Display;

/// <summary>The formatters of Plotly.NET's charts, as a formatter source that a library brings would have them.</summary>
internal sealed class PlotlyChartFormatterSource
{
    /// <summary>One formatter for each media type.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter(PlotlyChart.JsonType, PlotlyChart.ToJson),
        new Formatter("text/html", PlotlyChart.ToHtml),
        new Formatter("text/plain", PlotlyChart.ToText),
    ];

    /// <summary>Writes a chart in one media type.</summary>
    internal sealed class Formatter(string mimeType, Func<object, string> render)
    {
        /// <summary>The media type it writes.</summary>
        public string MimeType { get; } = mimeType;

        /// <summary>Writes the chart; always true, it was written.</summary>
        public bool Format(object chart, TextWriter writer)
        {
            writer.Write(render(chart));
            return true;
        }
    }
}
