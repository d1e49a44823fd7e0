namespace NotebookCourse.Figures.Drawings;

/// <summary>A row of cells that touch: tokens, bits, bytes; a note below each where there is one. Cell i is named "strip:i".</summary>
internal sealed record StripPart(string StripName, IReadOnlyList<string> Cells, IReadOnlyList<string> Notes, IReadOnlyList<int?> Colors) : Part
{
    private const double Pad = 8, CellHeight = 32, NoteHeight = 18;

    internal override string OwnName => StripName;

    internal override IEnumerable<string> InnerNames => Enumerable.Range(0, Cells.Count).Select(NameOf);

    internal override Size Measure() =>
        new(Enumerable.Range(0, Cells.Count).Sum(WidthOf), CellHeight + (Notes.Count > 0 ? NoteHeight : 0));

    internal override void Paint(Pen pen, double x, double y)
    {
        for (int i = 0; i < Cells.Count; i++)
        {
            var place = new Place(x, y, WidthOf(i), CellHeight);
            pen.Remember(NameOf(i), place with { Height = Measure().Height }); // arrows start below the note
            pen.Box(place, Colors.Count > 0 ? Colors[i] : Color, pen.IsLit(NameOf(i)) || pen.IsLit(Name));
            pen.Centered(place, Visible(Cells[i]));
            if (i < Notes.Count)
                pen.Centered(new Place(x, y + CellHeight, place.Width, NoteHeight), Notes[i], Pen.NoteSize, Palette.Muted);
            x += place.Width;
        }
    }

    private string NameOf(int cell) => $"{Name}:{cell}";

    private double WidthOf(int cell) => Math.Max(28, Math.Max(
        TextWidth.Of(Visible(Cells[cell]), Pen.TextSize), cell < Notes.Count ? TextWidth.Of(Notes[cell], Pen.NoteSize) : 0) + 2 * Pad);

    private static string Visible(string cell) => cell.Replace(' ', '␣').Replace("\n", "↵");
}
