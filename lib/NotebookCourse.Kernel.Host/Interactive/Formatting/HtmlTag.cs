using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>An element of HTML.</summary>
/// <param name="name">Its name, such as <c>div</c>.</param>
public class HtmlTag(string name) : IHtmlContent
{
    private static readonly HashSet<string> Void = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

    /// <summary>An element that holds text, which is encoded.</summary>
    public HtmlTag(string name, string text)
        : this(name) => Content = context => context.Writer.Write(WebUtility.HtmlEncode(text));

    /// <summary>An element that holds markup.</summary>
    public HtmlTag(string name, IHtmlContent content)
        : this(name) => Content = context => content.WriteTo(context.Writer, HtmlEncoder.Default);

    /// <summary>Its name.</summary>
    public string Name { get; set; } = name ?? throw new ArgumentNullException(nameof(name));

    /// <summary>Whether it has no end tag: <c>br</c>, <c>img</c> and their like never have one.</summary>
    public bool IsSelfClosing { get; set; }

    /// <summary>Writes what stands in it; null means nothing.</summary>
    public Action<FormatContext>? Content { get; set; }

    /// <summary>Its attributes; one whose value is null or true is written by its name alone, one that is false not at all.</summary>
    public HtmlAttributes HtmlAttributes { get; } = [];

    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, HtmlEncoder? encoder = null) => WriteTo(new FormatContext(writer));

    /// <summary>Writes the element.</summary>
    public void WriteTo(FormatContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var writer = context.Writer;
        writer.Write('<');
        writer.Write(Name);
        foreach (var (attribute, value) in HtmlAttributes)
            writer.Write(Written(attribute, value));
        writer.Write('>');
        if (Content is null && (IsSelfClosing || Void.Contains(Name)))
            return;
        Content?.Invoke(context);
        writer.Write($"</{Name}>");
    }

    /// <summary>The element as markup.</summary>
    public override string ToString()
    {
        using var writer = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        WriteTo(writer);
        return writer.ToString();
    }

    private static string Written(string attribute, object? value) => value switch
    {
        false => "",
        null or true => $" {attribute}",
        IFormattable number => $" {attribute}=\"{WebUtility.HtmlEncode(number.ToString(null, System.Globalization.CultureInfo.InvariantCulture))}\"",
        _ => $" {attribute}=\"{WebUtility.HtmlEncode(value.ToString())}\"",
    };
}

/// <summary>The attributes of an element, in the order in which they were set.</summary>
public class HtmlAttributes : OrderedDictionary<string, object?>
{
    /// <summary>Adds a class to those it has.</summary>
    public void AddCssClass(string value) => this["class"] = TryGetValue("class", out object? classes) && classes is not null ? $"{classes} {value}" : value;
}
