using System.Text.Encodings.Web;

namespace Microsoft.AspNetCore.Html;

/// <summary>Something that writes HTML which is not to be encoded again.</summary>
public interface IHtmlContent
{
    /// <summary>Writes the markup.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="encoder">Encodes the texts within it.</param>
    void WriteTo(TextWriter writer, HtmlEncoder encoder);
}
