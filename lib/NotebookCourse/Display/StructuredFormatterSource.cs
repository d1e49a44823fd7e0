namespace NotebookCourse.Display;

/// <summary>Formats every <see cref="IStructuredDisplay"/> of one kind: as data, as HTML, and as plain text.</summary>
/// <param name="mimeType">The media type of the data.</param>
internal abstract class StructuredFormatterSource(string mimeType)
{
    /// <summary>One formatter for each media type.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new MimeFormatter(mimeType, value => ((IStructuredDisplay)value).ToJson()),
        .. new HtmlFormatterSource().CreateTypeFormatters(),
    ];
}
