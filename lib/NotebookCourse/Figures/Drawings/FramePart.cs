namespace NotebookCourse.Figures.Drawings;

/// <summary>A dashed frame around a part with a caption at its upper left: "block, 61 times".</summary>
internal sealed record FramePart(string Caption, Part Inside) : Part
{
    private const double Pad = 14, Aside = Link.Detour + 14, CaptionHeight = 22;

    internal override string OwnName => Caption;

    internal override IReadOnlyList<Part> Children => [Inside];

    internal override Size Measure()
    {
        Size size = Inside.Measure();
        return new Size(Math.Max(size.Width, TextWidth.Of(Caption, Pen.NoteSize)) + 2 * Aside, size.Height + 2 * Pad + CaptionHeight);
    }

    internal override void Paint(Pen pen, double x, double y)
    {
        Size size = Measure(), inner = Inside.Measure();
        pen.Box(new Place(x, y, size.Width, size.Height), Color, pen.IsLit(Name), dashed: true);
        pen.Canvas.Text(x + Pad, y + 14, Caption, Palette.Muted, Pen.NoteSize);
        pen.Draw(Inside, x + (size.Width - inner.Width) / 2, y + Pad + CaptionHeight);
    }
}
