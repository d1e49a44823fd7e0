using NotebookCourse.Kernel.Formatting.Views;

namespace NotebookCourse.Kernel.Formatting;

/// <summary>How much of a value is shown. A notebook may change these; they belong to the process, as the console does.</summary>
internal static class FormatSettings
{
    private const int NamedColumns = 100;

    /// <summary>Items of a sequence, rows of a table, rows and columns of a matrix; the rest is counted, or said to follow.</summary>
    public static int ItemLimit { get; set; } = 20;

    /// <summary>How deep a value inside a value is opened.</summary>
    public static int DepthLimit { get; set; } = 3;

    /// <summary>What stands for null.</summary>
    public static string NullText { get; set; } = "<null>";

    /// <summary>The limits of one look at a value.</summary>
    public static ViewLimits Limits => new(ItemLimit, NamedColumns);

    /// <summary>As it was in the beginning.</summary>
    public static void Reset() => (ItemLimit, DepthLimit, NullText) = (20, 3, "<null>");
}
