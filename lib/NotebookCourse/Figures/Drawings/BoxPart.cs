namespace NotebookCourse.Figures.Drawings;

/// <summary>A box with a text, and perhaps a note below it inside the box.</summary>
internal sealed record BoxPart(string Text, string? Note) : Part
{
    private const double Pad = 12, LineHeight = 19;

    internal override string OwnName => Text;

    internal override Size Measure()
    {
        double width = Math.Max(TextWidth.Of(Text, Pen.TextSize), Note is null ? 0 : TextWidth.Of(Note, Pen.NoteSize));
        return new Size(Math.Max(44, width + 2 * Pad), Note is null ? 34 : 34 + LineHeight);
    }

    internal override void Paint(Pen pen, double x, double y)
    {
        Size size = Measure();
        pen.Box(new Place(x, y, size.Width, size.Height), Color, pen.IsLit(Name));
        pen.Centered(new Place(x, y, size.Width, 34), Text);
        if (Note is not null)
            pen.Centered(new Place(x, y + 26, size.Width, LineHeight), Note, Pen.NoteSize, Palette.Muted);
    }
}
