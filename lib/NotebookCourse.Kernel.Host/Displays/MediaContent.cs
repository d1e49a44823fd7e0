using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace NotebookCourse.Kernel.Displays;

/// <summary>Text in a media type that the front end knows how to show.</summary>
/// <param name="MediaType">Such as <c>text/html</c>.</param>
/// <param name="Text">The content.</param>
public sealed record MediaContent(string MediaType, string Text) : IHtmlContent
{
    /// <summary>Writes the content if it is HTML; any other is written to be read as it stands.</summary>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(MediaType == "text/html" ? Text : System.Net.WebUtility.HtmlEncode(Text));
    }

    /// <summary>The content as it is.</summary>
    public override string ToString() => Text;
}
