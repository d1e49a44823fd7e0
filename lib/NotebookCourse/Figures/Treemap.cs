namespace NotebookCourse.Figures;

/// <summary>Cuts a rectangle into parts of given areas, as square as they come.</summary>
/// <remarks>Bruls, Huizing, van Wijk: Squarified Treemaps (2000), section 3.</remarks>
internal static class Treemap
{
    /// <summary>One rectangle for each size, in their order.</summary>
    /// <param name="sizes">Sizes above 0, largest first.</param>
    /// <param name="width">The whole's width.</param>
    /// <param name="height">The whole's height.</param>
    public static IReadOnlyList<(double X, double Y, double Width, double Height)> Squarify(IReadOnlyList<double> sizes, double width, double height)
    {
        var boxes = new List<(double, double, double, double)>();
        double scale = width * height / sizes.Sum();
        double x = 0, y = 0;
        int start = 0;
        while (start < sizes.Count)
        {
            double side = Math.Min(width, height);
            int end = start + 1;
            while (end < sizes.Count && Worst(sizes, start, end + 1, scale, side) <= Worst(sizes, start, end, scale, side))
                end++;

            double thickness = Area(sizes, start, end, scale) / side;
            double along = 0;
            for (int i = start; i < end; i++)
            {
                double length = sizes[i] * scale / thickness;
                boxes.Add(width >= height ? (x, y + along, thickness, length) : (x + along, y, length, thickness));
                along += length;
            }

            (x, y, width, height) = width >= height ? (x + thickness, y, width - thickness, height) : (x, y + thickness, width, height - thickness);
            start = end;
        }

        return boxes;
    }

    private static double Area(IReadOnlyList<double> sizes, int start, int end, double scale)
    {
        double area = 0;
        for (int i = start; i < end; i++)
            area += sizes[i] * scale;
        return area;
    }

    /// <summary>The longest-to-shortest ratio of the worst rectangle in a row along <paramref name="side"/>.</summary>
    private static double Worst(IReadOnlyList<double> sizes, int start, int end, double scale, double side)
    {
        double area = Area(sizes, start, end, scale);
        double most = sizes[start] * scale, least = sizes[end - 1] * scale;
        return Math.Max(side * side * most / (area * area), area * area / (side * side * least));
    }
}
