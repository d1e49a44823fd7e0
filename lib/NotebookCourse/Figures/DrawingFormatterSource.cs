using NotebookCourse.Display;

namespace NotebookCourse.Figures;

/// <summary>A <see cref="Drawing"/> as SVG, as HTML and as text.</summary>
internal sealed class DrawingFormatterSource
{
    /// <summary>The media type of a picture in SVG.</summary>
    public const string SvgMimeType = "image/svg+xml";

    /// <summary>One formatter for each media type.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new MimeFormatter(SvgMimeType, value => ((Drawing)value).ToSvg()),
        .. new HtmlFormatterSource().CreateTypeFormatters(),
    ];
}
