namespace NotebookCourse.Figures.Drawings;

/// <summary>
/// A matrix as a grid of cells, its name below and the meaning of each edge beside it. Cells may hold numbers, which colour
/// them and may be written into them; NaN is a cell that does not exist, such as a masked one.
/// </summary>
internal sealed record MatrixPart(string MatrixName, string Rows, string Columns, double[,] Values, bool Numbers) : Part
{
    private const double NameHeight = 22, EdgeHeight = 20;

    internal override string OwnName => MatrixName;

    private double Cell => Numbers ? 34 : Math.Clamp(110.0 / Math.Max(Values.GetLength(0), Values.GetLength(1)), 7, 20);

    private double EdgeWidth => Rows.Length == 0 ? 0 : TextWidth.Of(Rows, Pen.NoteSize) + 8;

    internal override Size Measure() => new(
        Math.Max(EdgeWidth + Values.GetLength(1) * Cell, Math.Max(TextWidth.Of(MatrixName, Pen.TextSize), TextWidth.Of(Columns, Pen.NoteSize))),
        Values.GetLength(0) * Cell + EdgeHeight + NameHeight);

    internal override void Paint(Pen pen, double x, double y)
    {
        int rows = Values.GetLength(0), columns = Values.GetLength(1);
        Size size = Measure();
        var grid = new Place(x + EdgeWidth + (size.Width - EdgeWidth - columns * Cell) / 2, y + EdgeHeight, columns * Cell, rows * Cell);
        bool strong = pen.IsLit(Name);
        double largest = Values.Cast<double>().Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                PaintCell(pen, new Place(grid.X + column * Cell, grid.Y + row * Cell, Cell, Cell), Values[row, column], largest);
        }

        pen.Canvas.Rounded(grid.X, grid.Y, grid.Width, grid.Height, "none", 1, strong ? Palette.Ink : Palette.Muted, strong ? 2.6 : 1.3, dashed: false);
        pen.Canvas.Text(grid.X - 6, grid.MiddleY, Rows, Palette.Muted, Pen.NoteSize, "end");
        pen.Canvas.Text(grid.MiddleX, y + EdgeHeight / 2, Columns, Palette.Muted, Pen.NoteSize, "middle");
        pen.Canvas.Text(grid.MiddleX, grid.Bottom + NameHeight / 2, MatrixName, Palette.Ink, Pen.TextSize, "middle", bold: strong);
    }

    private void PaintCell(Pen pen, Place place, double value, double largest)
    {
        string hue = Palette.Of(Color ?? 0);
        if (double.IsNaN(value))
            pen.Canvas.Rectangle(place.X, place.Y, place.Width, place.Height, Palette.Grid, Palette.Grid);
        else
            pen.Canvas.Rectangle(place.X, place.Y, place.Width, place.Height, hue, Palette.Grid, 0.06 + 0.74 * (largest > 0 ? Math.Abs(value) / largest : 0));
        if (Numbers && !double.IsNaN(value))
            pen.Centered(place, value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture), 11);
    }
}
