namespace NotebookCourse.Figures.Drawings;

/// <summary>A text without a box: a sign between two matrices, a remark.</summary>
internal sealed record LabelPart(string Text, bool Quiet) : Part
{
    private double FontSize => Quiet ? Pen.NoteSize : 17;

    internal override string OwnName => Text;

    internal override Size Measure() => new(TextWidth.Of(Text, FontSize) + 4, FontSize + 8);

    internal override void Paint(Pen pen, double x, double y)
    {
        Size size = Measure();
        pen.Centered(new Place(x, y, size.Width, size.Height), Text, FontSize, Quiet ? Palette.Muted : Palette.Ink, pen.IsLit(Name));
    }
}
