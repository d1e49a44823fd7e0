using NotebookCourse.Display;

namespace NotebookCourse.Figures;

/// <summary>A <see cref="Figure"/> as Plotly's JSON (VS Code, JupyterLab), as HTML, as a picture (PDF, LaTeX, viewers that clean HTML) and as text.</summary>
internal sealed class FigureFormatterSource
{
    /// <summary>The media type of a Plotly figure in JSON.</summary>
    public const string PlotlyMimeType = "application/vnd.plotly.v1+json";

    /// <summary>The media type of the picture.</summary>
    public const string SvgMimeType = "image/svg+xml";

    /// <summary>One formatter for each media type.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new MimeFormatter(PlotlyMimeType, value => ((Figure)value).ToJson()),
        new MimeFormatter(SvgMimeType, value => ((Figure)value).ToSvg()),
        .. new HtmlFormatterSource().CreateTypeFormatters(),
    ];
}
