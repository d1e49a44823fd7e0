using System.Numerics;

namespace NotebookCourse.Figures;

public static partial class Charts
{
    private const int MostCells = 96;
    private const int MostNumberedCells = 20;
    private const int MostSurfacePoints = 48;

    /// <summary>A matrix as colours: row 0 at the top.</summary>
    /// <param name="title">What the figure shows.</param>
    /// <param name="x">What the columns are.</param>
    /// <param name="y">What the rows are.</param>
    /// <param name="values">The matrix, [rows, columns]; above 96 on a side, means of blocks are shown.</param>
    /// <param name="color">What the colour measures; its bounds, where given, are the colour scale's.</param>
    /// <param name="alt">What a reader who cannot see the figure should know.</param>
    /// <param name="diverging">Whether 0 is the middle of the scale: below it blue, above it orange.</param>
    /// <param name="numbers">Whether each cell carries its number (at most 16 columns).</param>
    /// <exception cref="ArgumentException">The matrix is empty, or there is no title or alt text.</exception>
    public static Figure Heatmap<T>(string title, Axis x, Axis y, T[,] values, Axis color, string alt, bool diverging = false, bool numbers = false)
        where T : INumber<T> => Field(title, x, y, ToDoubles(values), color, alt, diverging, numbers, columnWidth: 1);

    /// <summary>A heatmap whose columns are <paramref name="columnWidth"/> apart on the horizontal axis.</summary>
    private static Figure Field(string title, Axis x, Axis y, double[,] values, Axis color, string alt, bool diverging, bool numbers, int columnWidth)
    {
        int rows = values.GetLength(0), columns = values.GetLength(1);
        if (rows == 0 || columns == 0)
            throw new ArgumentException($"The heatmap \"{title}\" got a matrix of {rows} rows and {columns} columns; expected at least one of each.");
        var (cells, block) = Thinning.Blocks(values, MostCells);
        double[] all = [.. cells.Cast<double>().Where(double.IsFinite)];
        double low = color.Min ?? all.DefaultIfEmpty(0).Min(), high = color.Max ?? all.DefaultIfEmpty(1).Max();
        if (diverging)
            (low, high) = (-Math.Max(Math.Abs(low), Math.Abs(high)), Math.Max(Math.Abs(low), Math.Abs(high)));
        if (low == high)
            high = low + 1;

        bool longLabels = y.Labels is not null;
        var builder = new FigureBuilder(title, alt)
            .Add("heatmap", ("z", Rows(cells)), ("x0", (block - 1) / 2.0 * columnWidth), ("dx", block * columnWidth), ("y0", (block - 1) / 2.0), ("dy", block),
                ("zmin", low), ("zmax", high), ("colorscale", Scale(diverging)),
                ("text", numbers && columns <= 16 ? Texts(cells) : null), ("texttemplate", numbers && columns <= 16 ? "%{text}" : null),
                ("colorbar", FigureBuilder.Map(("title", FigureBuilder.Map(("text", color.Title), ("side", "right"))), ("thickness", 14))))
            .SetAxis("xaxis", columnWidth == 1 ? Numbered(x, columns) : x, (-0.5 * columnWidth, (columns - 0.5) * columnWidth))
            .SetAxis("yaxis", Numbered(y, rows), (rows - 0.5, -0.5))
            .Height(Math.Clamp(140 + (longLabels ? 24 : 12) * rows, 260, 520))
            .Margin(left: longLabels ? 44 + y.Labels!.Max(l => TextWidth.Of(l, 12)) : null, right: 100);
        return builder.Build();
    }

    /// <summary>Where there are few cells, each has its number beside it.</summary>
    private static Axis Numbered(Axis axis, int cells) =>
        axis.Labels is null && cells <= MostNumberedCells ? axis with { Labels = [.. Enumerable.Range(0, cells).Select(cell => $"{cell}")] } : axis;

    /// <summary>A surface over two axes, to be turned with the mouse.</summary>
    /// <param name="title">What the figure shows.</param>
    /// <param name="x">The axis of the columns.</param>
    /// <param name="y">The axis of the rows.</param>
    /// <param name="z">The height's axis.</param>
    /// <param name="xs">The columns' positions.</param>
    /// <param name="ys">The rows' positions.</param>
    /// <param name="height">Heights at [row, column], at most 48 on a side.</param>
    /// <param name="alt">What a reader who cannot see the figure should know.</param>
    /// <exception cref="ArgumentException">The matrix does not fit the positions or is too large, or there is no title or alt text.</exception>
    public static Figure Surface(string title, Axis x, Axis y, Axis z, IReadOnlyList<double> xs, IReadOnlyList<double> ys, double[,] height, string alt)
    {
        int rows = height.GetLength(0), columns = height.GetLength(1);
        if (rows != ys.Count || columns != xs.Count || rows < 2 || columns < 2 || Math.Max(rows, columns) > MostSurfacePoints)
        {
            throw new ArgumentException($"The surface \"{title}\" got heights [{rows}, {columns}] for {ys.Count} rows and {xs.Count} columns; "
                + $"expected [ys, xs] with 2 to {MostSurfacePoints} of each.");
        }

        return new FigureBuilder(title, alt)
            .Add("surface", ("z", Rows(height)), ("x", FigureBuilder.Round(xs)), ("y", FigureBuilder.Round(ys)), ("colorscale", Scale(diverging: false)),
                ("colorbar", FigureBuilder.Map(("thickness", 14))))
            .Set("scene", FigureBuilder.Map(("xaxis", SceneAxis(x)), ("yaxis", SceneAxis(y)), ("zaxis", SceneAxis(z))))
            .Height(460)
            .Build();
    }

    private static Dictionary<string, object> SceneAxis(Axis axis) =>
        FigureBuilder.Map(("title", FigureBuilder.Map(("text", axis.Title))), ("type", axis.Log ? "log" : "linear"));

    private static double[,] ToDoubles<T>(T[,] values) where T : INumber<T>
    {
        var doubles = new double[values.GetLength(0), values.GetLength(1)];
        for (int r = 0; r < doubles.GetLength(0); r++)
        {
            for (int c = 0; c < doubles.GetLength(1); c++)
                doubles[r, c] = double.CreateChecked(values[r, c]);
        }

        return doubles;
    }

    private static double?[][] Rows(double[,] values) =>
        [.. Enumerable.Range(0, values.GetLength(0)).Select(r => FigureBuilder.Round(Row(values, r), digits: 3))];

    private static string[][] Texts(double[,] values) =>
        [.. Enumerable.Range(0, values.GetLength(0)).Select(r => Row(values, r).Select(Number.Short).ToArray())];

    private static IEnumerable<double> Row(double[,] values, int row) =>
        Enumerable.Range(0, values.GetLength(1)).Select(column => values[row, column]);

    private static object[][] Scale(bool diverging)
    {
        var colors = diverging ? Palette.Diverging : Palette.Sequential;
        return [.. colors.Select((color, i) => new object[] { Math.Round(i / (colors.Count - 1.0), 4), color })];
    }
}
