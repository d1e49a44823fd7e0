namespace NotebookCourse.Figures;

/// <summary>A series' name beside its last point, instead of a legend to look up.</summary>
/// <param name="Text">The name.</param>
/// <param name="Color">The series' colour.</param>
/// <param name="Height">Where the series ends, as a fraction of the plot's height.</param>
internal sealed record EndLabel(string Text, string Color, double Height)
{
    private const double LineHeight = 17;

    /// <summary>Writes the labels at the right of the plot, moved apart where they would touch.</summary>
    /// <param name="builder">The figure.</param>
    /// <param name="labels">The labels, in any order.</param>
    /// <param name="keys">Whether a dot of the series' colour stands before each.</param>
    public static void Place(FigureBuilder builder, List<EndLabel> labels, bool keys)
    {
        var sorted = labels.OrderBy(l => l.Height).ToList();
        double plot = builder.PlotHeight;
        double[] heights = Spread([.. sorted.Select(l => Math.Clamp(l.Height, 0, 1) * plot)], plot);
        for (int i = 0; i < sorted.Count; i++)
            builder.Text(1.012, heights[i] / plot, keys ? $"● {sorted[i].Text}" : sorted[i].Text, sorted[i].Color, 13, "left", "paper");
        builder.Margin(right: 20 + labels.Select(l => TextWidth.Of(l.Text, 13) + (keys ? 15 : 0)).DefaultIfEmpty(0).Max());
    }

    /// <summary>Pushes neighbours apart to a line's height, upwards first and back down from the top where there is no room.</summary>
    internal static double[] Spread(double[] sorted, double top)
    {
        double[] placed = [.. sorted];
        for (int i = 1; i < placed.Length; i++)
            placed[i] = Math.Max(placed[i], placed[i - 1] + LineHeight);
        double limit = top;
        for (int i = placed.Length - 1; i >= 0; i--)
        {
            placed[i] = Math.Min(placed[i], limit);
            limit = placed[i] - LineHeight;
        }

        return placed;
    }
}
