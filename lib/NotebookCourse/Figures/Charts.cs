namespace NotebookCourse.Figures;

/// <summary>
/// The figures of the course: general ones (lines, points, bars, histogram, heatmap, surface, a knob to turn) and
/// the named ones that lessons share. All take a title, axes with units and alt text, and return a <see cref="Figure"/>.
/// </summary>
public static partial class Charts
{
    /// <summary>More points than this in one series are thinned: a picture 720 pixels wide cannot show them.</summary>
    private const int MostPoints = 2000;

    /// <summary>Lines through the points of each series, named at their right ends.</summary>
    /// <param name="title">What the figure shows.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="series">One or more lines. Above 2,000 points a line is thinned to the lowest and highest of each stretch.</param>
    /// <param name="alt">What a reader who cannot see the figure should know.</param>
    /// <param name="marks">Whether the points are marked too.</param>
    /// <exception cref="ArgumentException">No series, no title, no alt text, or a value at or below 0 on a logarithmic axis.</exception>
    public static Figure Lines(string title, Axis x, Axis y, IReadOnlyList<Series> series, string alt, bool marks = false) =>
        Points(title, x, y, series, alt, marks ? "lines+markers" : "lines");

    /// <summary>A mark for each point of each series.</summary>
    /// <inheritdoc cref="Lines" path="/param"/>
    /// <exception cref="ArgumentException">No series, no title, no alt text, or a value at or below 0 on a logarithmic axis.</exception>
    public static Figure Scatter(string title, Axis x, Axis y, IReadOnlyList<Series> series, string alt) =>
        Points(title, x, y, series, alt, "markers");

    private static Figure Points(string title, Axis x, Axis y, IReadOnlyList<Series> series, string alt, string mode)
    {
        RequireSeries(title, series);
        var builder = new FigureBuilder(title, alt);
        var rangeX = x.RangeOf(series.SelectMany(s => s.X));
        var rangeY = y.RangeOf(series.SelectMany(s => s.Y));
        int number = 0, wide = series.Any(line => line.Thin) ? 3 : 2;
        var labels = new List<EndLabel>();
        foreach (Series line in series)
        {
            string drawn = (mode, line.Marks) switch { ("markers", _) or (_, null) => mode, (_, true) => "lines+markers", _ => "lines" };
            string color = line.Reference ? Palette.Muted : Palette.Of(number);
            var shown = mode == "markers" ? Thinning.Stride(line, MostPoints) : Thinning.Extremes(line, MostPoints);
            builder.Add("scatter",
                ("x", FigureBuilder.Round(shown.X)), ("y", FigureBuilder.Round(shown.Y)), ("name", line.Name), ("mode", drawn),
                ("line", mode == "markers" ? null : FigureBuilder.Map(("color", color), ("width", line.Thin ? 1 : line.Reference ? 2 : wide), ("dash", line.Reference ? "dash" : Dash(number)))),
                ("marker", drawn == "lines" ? null : FigureBuilder.Map(("color", color), ("size", mode == "markers" && shown.X.Count > 200 ? 4 : 7), ("symbol", Symbol(number)))));
            if (!line.Thin && shown.Y.LastOrDefault(double.IsFinite, double.NaN) is double end && double.IsFinite(end))
                labels.Add(new EndLabel(line.Name, color, Fraction(y, rangeY, mode == "markers" ? shown.Y.Where(double.IsFinite).Average() : end)));
            number += line.Reference || line.Thin ? 0 : 1;
        }

        builder.SetAxis("xaxis", x, rangeX).SetAxis("yaxis", y, rangeY);
        if (series.Count > 1)
            EndLabel.Place(builder, labels, keys: mode == "markers");
        return builder.Build();
    }

    private static void RequireSeries(string title, IReadOnlyList<Series> series)
    {
        if (series.Count == 0)
            throw new ArgumentException($"The figure \"{title}\" got no series; expected at least one, such as Series.Of(\"loss\", values).");
    }

    private static double Fraction(Axis axis, (double Low, double High) range, double value) => axis.Log
        ? (Math.Log10(value) - Math.Log10(range.Low)) / (Math.Log10(range.High) - Math.Log10(range.Low))
        : (value - range.Low) / (range.High - range.Low);

    private static string Dash(int number) => (number % 4) switch { 0 => "solid", 1 => "solid", 2 => "dash", _ => "dot" };

    private static string Symbol(int number) => (number % 4) switch { 0 => "circle", 1 => "square", 2 => "diamond", _ => "triangle-up" };
}
