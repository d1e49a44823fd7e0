using Microsoft.AspNetCore.Html;
using NotebookCourse.Kernel.Displays;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Texts as HTML.</summary>
public static class Html
{
    /// <summary>Text that is markup already.</summary>
    public static IHtmlContent ToHtmlContent(this string value) => new MediaContent(HtmlFormatter.MimeType, value);

    /// <summary>Text that is to be read as it stands, encoded.</summary>
    public static IHtmlContent HtmlEncode(this string content) => ToHtmlContent(System.Net.WebUtility.HtmlEncode(content));
}
