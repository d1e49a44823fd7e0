namespace NotebookCourse.Figures;

public static partial class Charts
{
    /// <summary>Bars over named places: <paramref name="x"/>'s labels, or positions 0, 1, 2 ...</summary>
    /// <param name="title">What the figure shows.</param>
    /// <param name="x">The horizontal axis; its <see cref="Axis.Labels"/> name the bars.</param>
    /// <param name="y">The vertical axis; it starts at 0 unless it is logarithmic.</param>
    /// <param name="series">One or more sets of bars; only their <see cref="Series.Y"/> and names are used.</param>
    /// <param name="alt">What a reader who cannot see the figure should know.</param>
    /// <param name="stacked">Whether sets stand on each other instead of side by side.</param>
    /// <param name="values">Whether each bar carries its number.</param>
    /// <exception cref="ArgumentException">No series, no title, no alt text, a value at or below 0 on a logarithmic axis, or a stack on one.</exception>
    public static Figure Bars(string title, Axis x, Axis y, IReadOnlyList<Series> series, string alt, bool stacked = false, bool values = false)
    {
        RequireSeries(title, series);
        if (stacked && y.Log)
            throw new ArgumentException($"The figure \"{title}\" stacks bars on a logarithmic axis, where heights do not add up: set stacked or Log to false.");
        var builder = new FigureBuilder(title, alt);
        int places = series.Max(s => s.Y.Count);
        double[] tops = new double[places];
        double width = stacked ? 0.78 : 0.78 / series.Count;
        var range = y.RangeOf(stacked ? Totals(series, places) : series.SelectMany(s => s.Y), fromZero: true);
        for (int i = 0; i < series.Count; i++)
        {
            AddBars(builder, series[i], Palette.Of(i), stacked ? -0.39 : -0.39 + width * i, width, stacked ? [.. tops] : null, values);
            for (int p = 0; stacked && p < series[i].Y.Count; p++)
                tops[p] += series[i].Y[p];
        }

        builder.SetAxis("xaxis", x, (-0.6, places - 0.4)).SetAxis("yaxis", y, range).Set("barmode", "overlay");
        if (series.Count > 1)
            EndLabel.Place(builder, [.. series.Select((s, i) => new EndLabel(s.Name, Palette.Of(i), 1 - 0.08 * i))], keys: true);
        return builder.Build();
    }

    /// <summary>How often values fall into equal bins.</summary>
    /// <param name="title">What the figure shows.</param>
    /// <param name="x">The values' axis; its bounds, where given, are the bins' bounds.</param>
    /// <param name="values">The values; those that are not finite are left out.</param>
    /// <param name="alt">What a reader who cannot see the figure should know.</param>
    /// <param name="bins">How many bins, 1 to 500.</param>
    /// <param name="count">The vertical axis; "count" if null.</param>
    /// <exception cref="ArgumentException">No finite value, no title or no alt text.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is outside 1 to 500.</exception>
    public static Figure Histogram(string title, Axis x, IEnumerable<double> values, string alt, int bins = 40, Axis? count = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bins, 500);
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0)
            throw new ArgumentException($"The histogram \"{title}\" got no finite value; expected at least one.");
        double low = x.Min ?? finite.Min(), high = x.Max ?? finite.Max();
        if (high <= low)
            (low, high) = (low - 0.5, low + 0.5);

        double width = (high - low) / bins;
        double[] counts = new double[bins];
        foreach (double value in finite.Where(v => v >= low && v <= high))
            counts[Math.Min(bins - 1, (int)((value - low) / width))]++;
        Axis y = count ?? Axis.Plain(Language.Pick("count", "个数"));
        return new FigureBuilder(title, alt)
            .Add("bar", ("x", FigureBuilder.Round(Enumerable.Range(0, bins).Select(i => low + i * width))), ("y", counts), ("offset", 0),
                ("width", width), ("marker", FigureBuilder.Map(("color", Palette.Of(0)), ("line", FigureBuilder.Map(("width", 1), ("color", Palette.Paper))))))
            .SetAxis("xaxis", x, (low, high))
            .SetAxis("yaxis", y, y.RangeOf(counts, fromZero: true))
            .Build();
    }

    private static double[] Totals(IReadOnlyList<Series> series, int places) =>
        [.. Enumerable.Range(0, places).Select(p => series.Sum(s => p < s.Y.Count ? s.Y[p] : 0))];

    private static void AddBars(FigureBuilder builder, Series set, string color, double offset, double width, double[]? bottoms, bool values) =>
        builder.Add("bar",
            ("x", Enumerable.Range(0, set.Y.Count).ToArray()), ("y", FigureBuilder.Round(set.Y)),
            ("base", bottoms is null ? null : FigureBuilder.Round(bottoms.Take(set.Y.Count))),
            ("name", set.Name), ("offset", offset), ("width", width), ("marker", FigureBuilder.Map(("color", color))),
            ("text", values ? set.Y.Select(Number.Short).ToArray() : null), ("textposition", values ? "outside" : null), ("cliponaxis", values ? false : null));
}
