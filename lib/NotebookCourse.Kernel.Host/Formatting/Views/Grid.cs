namespace NotebookCourse.Kernel.Formatting.Views;

/// <summary>Values in several dimensions, or what is left of them when the first indices are fixed.</summary>
/// <param name="Lengths">Of every dimension, outermost first.</param>
/// <param name="At">The value at as many indices as there are dimensions, each from 0.</param>
/// <param name="Fixed">The outermost indices of this part.</param>
internal sealed record Grid(IReadOnlyList<int> Lengths, Func<int[], object?> At, IReadOnlyList<int> Fixed)
{
    /// <summary>All of it.</summary>
    public static Grid Whole(IReadOnlyList<int> lengths, Func<int[], object?> at) => new(lengths, at, []);

    /// <summary>A matrix as its rows, more dimensions as parts of one dimension less.</summary>
    /// <param name="limits">How much is looked at.</param>
    /// <param name="ownText">The text that a matrix itself gives; null if it gives none.</param>
    public ValueView View(ViewLimits limits, string? ownText = null)
    {
        int rank = Lengths.Count - Fixed.Count;
        if (rank == 0)
            return new ItemsView([At([.. Fixed])], null);
        int length = Lengths[Fixed.Count];
        string? more = limits.MoreItems(length);
        var indices = Enumerable.Range(0, Math.Min(length, limits.Items));
        if (rank == 1)
            return new ItemsView([.. indices.Select(index => At([.. Fixed, index]))], more);
        if (rank > 2)
            return new ItemsView([.. indices.Select(index => this with { Fixed = [.. Fixed, index] })], more);
        int columns = Lengths[^1];
        var rows = indices.Select(row => (IReadOnlyList<object?>)[.. Enumerable.Range(0, Math.Min(columns, limits.Items)).Select(column => At([.. Fixed, row, column]))]);
        return new MatrixView([.. rows], more, ViewLimits.MoreColumns(columns, limits.Items), ownText);
    }
}
