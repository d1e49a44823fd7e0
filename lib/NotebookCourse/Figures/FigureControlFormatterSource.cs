using NotebookCourse.Display;

namespace NotebookCourse.Figures;

/// <summary>Formats a <see cref="FigureControl"/>: its input as data, its first figure as every figure.</summary>
internal sealed class FigureControlFormatterSource
{
    /// <summary>One formatter for each media type.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        .. new ControlFormatterSource().CreateTypeFormatters(),
        new MimeFormatter(FigureFormatterSource.PlotlyMimeType, value => ((FigureControl)value).Figure.ToJson()),
        new MimeFormatter(FigureFormatterSource.SvgMimeType, value => ((FigureControl)value).Figure.ToSvg()),
    ];
}
