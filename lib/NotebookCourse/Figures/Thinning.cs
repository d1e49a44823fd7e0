namespace NotebookCourse.Figures;

/// <summary>Fewer points that draw the same picture, so that a figure of a million points stays small.</summary>
internal static class Thinning
{
    /// <summary>Of each stretch of a line the first, lowest, highest and last point: spikes stay.</summary>
    public static Series Extremes(Series series, int most)
    {
        int count = series.X.Count;
        if (count <= most)
            return series;

        int stretches = most / 4;
        var keep = new SortedSet<int>();
        for (int stretch = 0; stretch < stretches; stretch++)
        {
            int from = (int)((long)count * stretch / stretches), to = (int)((long)count * (stretch + 1) / stretches);
            int low = from, high = from;
            for (int i = from; i < to; i++)
            {
                if (series.Y[i] < series.Y[low])
                    low = i;
                if (series.Y[i] > series.Y[high])
                    high = i;
            }

            keep.UnionWith([from, low, high, to - 1]);
        }

        return Pick(series, [.. keep]);
    }

    /// <summary>Every n-th point of a cloud.</summary>
    public static Series Stride(Series series, int most)
    {
        int count = series.X.Count;
        return count <= most ? series : Pick(series, [.. Enumerable.Range(0, most).Select(i => (int)((long)count * i / most))]);
    }

    /// <summary>Means of square blocks, so that neither side is longer than <paramref name="most"/>.</summary>
    /// <returns>The smaller matrix, and how many rows and columns each of its cells stands for.</returns>
    public static (double[,] Values, int Block) Blocks(double[,] values, int most)
    {
        int rows = values.GetLength(0), columns = values.GetLength(1);
        int block = (Math.Max(rows, columns) + most - 1) / most;
        if (block <= 1)
            return (values, 1);

        var means = new double[(rows + block - 1) / block, (columns + block - 1) / block];
        for (int r = 0; r < means.GetLength(0); r++)
        {
            for (int c = 0; c < means.GetLength(1); c++)
                means[r, c] = Mean(values, r * block, Math.Min(rows, (r + 1) * block), c * block, Math.Min(columns, (c + 1) * block));
        }

        return (means, block);
    }

    private static double Mean(double[,] values, int top, int bottom, int left, int right)
    {
        double sum = 0;
        for (int r = top; r < bottom; r++)
        {
            for (int c = left; c < right; c++)
                sum += values[r, c];
        }

        return sum / ((bottom - top) * (right - left));
    }

    private static Series Pick(Series series, int[] indices) =>
        series with { X = [.. indices.Select(i => series.X[i])], Y = [.. indices.Select(i => series.Y[i])] };
}
