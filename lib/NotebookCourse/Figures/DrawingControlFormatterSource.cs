using NotebookCourse.Display;

namespace NotebookCourse.Figures;

/// <summary>Formats a <see cref="DrawingControl"/>: its input as data, its first drawing as every drawing.</summary>
internal sealed class DrawingControlFormatterSource
{
    /// <summary>One formatter for each media type.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        .. new ControlFormatterSource().CreateTypeFormatters(),
        new MimeFormatter(DrawingFormatterSource.SvgMimeType, value => ((DrawingControl)value).Drawing.ToSvg()),
    ];
}
