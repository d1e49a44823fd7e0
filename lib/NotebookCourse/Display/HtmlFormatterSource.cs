namespace NotebookCourse.Display;

/// <summary>Formats every <see cref="IHtmlDisplay"/>: as HTML, and as plain text.</summary>
internal sealed class HtmlFormatterSource
{
    /// <summary>One formatter for each media type.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new MimeFormatter("text/html", value => ((IHtmlDisplay)value).ToHtml()),
        new MimeFormatter("text/plain", value => value.ToString() ?? ""),
    ];
}
