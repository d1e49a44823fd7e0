namespace NotebookCourse.Display;

/// <summary>Writes a value in one media type; kernels call <see cref="MimeType"/> and <see cref="Format"/> by name.</summary>
/// <param name="mimeType">The media type it writes.</param>
/// <param name="render">The value's text in that type.</param>
internal sealed class MimeFormatter(string mimeType, Func<object, string> render)
{
    /// <summary>The media type it writes.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes <paramref name="instance"/> to <paramref name="writer"/>.</summary>
    /// <returns>Always <see langword="true"/>: it was written.</returns>
    public bool Format(object instance, TextWriter writer)
    {
        writer.Write(render(instance));
        return true;
    }
}
