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
}
