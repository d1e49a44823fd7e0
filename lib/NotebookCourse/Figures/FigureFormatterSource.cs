using NotebookCourse.Display;

namespace NotebookCourse.Figures;

/// <summary>A <see cref="Figure"/> as Plotly's JSON (VS Code, JupyterLab), as HTML and as text.</summary>
internal sealed class FigureFormatterSource
{
    /// <summary>The media type of a Plotly figure in JSON.</summary>
    public const string PlotlyMimeType = "application/vnd.plotly.v1+json";

    /// <summary>One formatter for each media type.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new MimeFormatter(PlotlyMimeType, value => ((Figure)value).ToJson()),
        .. new HtmlFormatterSource().CreateTypeFormatters(),
    ];
}
