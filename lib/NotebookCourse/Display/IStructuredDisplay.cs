namespace NotebookCourse.Display;

/// <summary>
/// A value that a notebook also carries as data, so that no reader has to dig through its HTML: a media type of its own beside
/// <c>text/html</c> and <c>text/plain</c>. A type that implements this carries a <c>TypeFormatterSource</c> derived from
/// <see cref="StructuredFormatterSource"/>.
/// </summary>
internal interface IStructuredDisplay : IHtmlDisplay
{
    /// <summary>One JSON object.</summary>
    string ToJson();
}
