using NotebookCourse.Display;

namespace NotebookCourse.Figures;

/// <summary>A <see cref="Control"/> whose settings show drawings: it carries the first one as a picture too, for readers without HTML.</summary>
[TypeFormatterSource(typeof(DrawingControlFormatterSource), PreferredMimeTypes =
    [ControlFormatterSource.MimeType, "text/html", DrawingFormatterSource.SvgMimeType, "text/plain"])]
internal sealed class DrawingControl(string name, ControlInput input, Func<string, object> show, Drawing drawing) : Control(name, input, show, drawing)
{
    /// <summary>The drawing of the setting it starts with.</summary>
    public Drawing Drawing { get; } = drawing;
}
