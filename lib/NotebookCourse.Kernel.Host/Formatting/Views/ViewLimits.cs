namespace NotebookCourse.Kernel.Formatting.Views;

/// <summary>How much of a value is looked at.</summary>
/// <param name="Items">Items of a sequence, rows of a table, rows and columns of a matrix.</param>
/// <param name="Columns">Named columns of a table.</param>
internal sealed record ViewLimits(int Items, int Columns)
{
    /// <summary>Everything: what is written for a program, not for a person.</summary>
    public static ViewLimits None { get; } = new(int.MaxValue, int.MaxValue);

    /// <summary>What is said of the items beyond the limit; null if there are none.</summary>
    /// <param name="count">All of them.</param>
    public string? MoreItems(long count) => More(count, Items, "more");

    /// <summary>What is said of the columns beyond the limit; null if there are none.</summary>
    /// <param name="count">All of them.</param>
    /// <param name="limit">How many are shown.</param>
    public static string? MoreColumns(long count, int limit) => More(count, limit, "more columns");

    private static string? More(long count, int limit, string what) =>
        count <= limit ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"({count - limit:N0} {what})");
}
