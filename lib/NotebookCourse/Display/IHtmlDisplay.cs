namespace NotebookCourse.Display;

/// <summary>
/// A value that a notebook shows as HTML, and as <see cref="object.ToString"/> where there is no HTML. A type that
/// implements this also carries <c>[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]</c>.
/// </summary>
internal interface IHtmlDisplay
{
    /// <summary>A fragment of HTML that needs no script and no network.</summary>
    string ToHtml();
}
