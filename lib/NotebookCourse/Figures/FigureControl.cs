using NotebookCourse.Display;

namespace NotebookCourse.Figures;

/// <summary>A <see cref="Control"/> whose settings show figures: it carries the first one as every figure is carried.</summary>
[TypeFormatterSource(typeof(FigureControlFormatterSource), PreferredMimeTypes =
    [ControlFormatterSource.MimeType, FigureFormatterSource.PlotlyMimeType, "text/html", FigureFormatterSource.SvgMimeType, "text/plain"])]
internal sealed class FigureControl(string name, ControlInput input, Func<string, object> show, Figure figure) : Control(name, input, show, figure)
{
    /// <summary>The figure of the setting it starts with.</summary>
    public Figure Figure { get; } = figure;
}
