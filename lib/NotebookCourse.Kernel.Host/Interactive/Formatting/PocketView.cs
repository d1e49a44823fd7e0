using System.Collections;
using System.Dynamic;
using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using NotebookCourse.Kernel.Displays;
using NotebookCourse.Kernel.Formatting.Views;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>
/// Builds HTML in C#: <c>div[@class: "note"](b("Hello"), " world")</c>. Texts are encoded, markup is not, anything else is
/// written as it is shown in a notebook.
/// </summary>
public class PocketView : DynamicObject, IHtmlContent
{
    /// <summary>What makes elements: <c>_.div</c> is an empty one.</summary>
    public PocketView()
        : this("div")
    {
    }

    /// <summary>An empty element.</summary>
    /// <param name="tagName">Its name.</param>
    public PocketView(string tagName) => HtmlTag = new HtmlTag(tagName);

    /// <summary>The element.</summary>
    public HtmlTag HtmlTag { get; }

    /// <summary>The element's attributes.</summary>
    public HtmlAttributes HtmlAttributes => HtmlTag.HtmlAttributes;

    /// <summary>Shows the markup below the cell.</summary>
    public DisplayedValue Display() => Notebook.display(this);

    /// <summary>An empty element named as the member.</summary>
    public override bool TryGetMember(GetMemberBinder binder, out object? result)
    {
        result = new PocketView(binder.Name);
        return true;
    }

    /// <summary>An element named as the member, with content.</summary>
    public override bool TryInvokeMember(InvokeMemberBinder binder, object?[]? args, out object? result)
    {
        result = new PocketView(binder.Name).Holding(args ?? []);
        return true;
    }

    /// <summary>Puts content into the element.</summary>
    public override bool TryInvoke(InvokeBinder binder, object?[]? args, out object? result)
    {
        result = Holding(args ?? []);
        return true;
    }

    /// <summary>Sets attributes: named ones by their names, where <c>_</c> is <c>-</c>; a text is an attribute without a value.</summary>
    public override bool TryGetIndex(GetIndexBinder binder, object[] indexes, out object? result)
    {
        var names = binder.CallInfo.ArgumentNames;
        int unnamed = indexes.Length - names.Count;
        for (int i = 0; i < indexes.Length; i++)
        {
            if (i >= unnamed)
                HtmlAttributes[names[i - unnamed].Replace('_', '-')] = indexes[i];
            else if (indexes[i] is IEnumerable<KeyValuePair<string, object?>> attributes)
                Merge(attributes);
            else
                HtmlAttributes[$"{indexes[i]}"] = null;
        }

        result = this;
        return true;
    }

    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder) => HtmlTag.WriteTo(writer, encoder);

    /// <summary>Writes the markup.</summary>
    public void WriteTo(FormatContext context) => HtmlTag.WriteTo(context);

    /// <summary>The markup.</summary>
    public override string ToString() => HtmlTag.ToString();

    private PocketView Holding(object?[] content)
    {
        if (content.Length > 0)
            HtmlTag.Content = context => Write(content, context);
        return this;
    }

    private void Merge(IEnumerable<KeyValuePair<string, object?>> attributes)
    {
        foreach (var (name, value) in attributes)
            HtmlAttributes[name] = value;
    }

    private static void Write(IEnumerable content, FormatContext context)
    {
        foreach (object? part in content)
        {
            if (part is string text)
                context.Writer.Write(WebUtility.HtmlEncode(text));
            else if (IsMarkup(part))
                context.Writer.Write(Markup(part!));
            else if (part is IEnumerable parts and not IDictionary && parts.Cast<object?>().ToList() is { Count: > 0 } all && all.TrueForAll(IsMarkup))
                Write(all, context);
            else
                context.Writer.Write(NotebookCourse.Kernel.Formatting.HtmlFormatter.FormatPart(part));
        }
    }

    private static bool IsMarkup(object? part) => part is not null && MarkupViews.View(part) is MarkupView;

    private static string Markup(object part) => ((MarkupView)MarkupViews.View(part)!).Html;
}
