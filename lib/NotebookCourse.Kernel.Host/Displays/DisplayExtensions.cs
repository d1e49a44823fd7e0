using Microsoft.DotNet.Interactive.Formatting.TabularData;

namespace NotebookCourse.Kernel.Displays;

/// <summary>Showing a value from its own side.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows the value below the cell.</summary>
    /// <param name="value">Anything.</param>
    /// <param name="mimeTypes">The media types wanted; none means those that suit the value.</param>
    /// <returns>The display, which can be changed later.</returns>
    public static DisplayedValue Display<T>(this T value, params string[] mimeTypes) => Notebook.display(value, mimeTypes);

    /// <summary>Shows text as one media type, unchanged.</summary>
    /// <param name="value">The text in that type.</param>
    /// <param name="mimeType">Such as <c>text/html</c> or <c>image/svg+xml</c>.</param>
    /// <returns>The display, which can be changed later.</returns>
    public static DisplayedValue DisplayAs(this string value, string mimeType) => Notebook.display(new MediaContent(mimeType, value));

    /// <summary>Shows a sequence as a table with a column for every member of its items.</summary>
    /// <param name="value">The sequence.</param>
    /// <returns>The display, which can be changed later.</returns>
    public static DisplayedValue DisplayTable<T>(this IEnumerable<T> value) => Notebook.display(value.ToTabularDataResource());

    /// <summary>Shows a value as a table, if it has rows; there is no explorer here that sorts and filters it.</summary>
    /// <param name="value">A sequence, or anything else.</param>
    /// <returns>The display, which can be changed later.</returns>
    public static DisplayedValue Explore<T>(this T value) => Notebook.display(value);
}
