using System.Collections;
using System.Net;
using System.Text;
using NotebookCourse.Kernel.Displays;

namespace NotebookCourse.Kernel.Formatting;

/// <summary>A value as HTML: text as text, a sequence or an object as a table.</summary>
internal static class HtmlFormatter
{
    public static string Format(object? value)
    {
        var html = new StringBuilder();
        Write(html, value, 0);
        return html.ToString();
    }

    /// <summary>A table of cells that are HTML already.</summary>
    public static string Table(IEnumerable<string> headings, IEnumerable<IEnumerable<string>> rows)
    {
        var html = new StringBuilder("<table><thead><tr>");
        foreach (string heading in headings)
            html.Append("<th>").Append(heading).Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append("<tr>");
            foreach (string cell in row)
                html.Append("<td>").Append(cell).Append("</td>");
            html.Append("</tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>Text with the characters that mean something in HTML written out.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static void Write(StringBuilder html, object? value, int depth)
    {
        var shape = ValueInspection.Shape(value);
        if (value is MediaContent { MediaType: "text/html" } content)
            html.Append(content.Text);
        else if (shape == ValueShape.Text || depth == ValueInspection.DepthLimit)
            html.Append(depth == 0 ? "<pre>" : "").Append(Encode(shape == ValueShape.Text ? TextFormatter.Simple(value) : TypeName.Of(value!.GetType()))).Append(depth == 0 ? "</pre>" : "");
        else if (shape == ValueShape.Sequence)
            html.Append(Sequence((IEnumerable)value!, depth));
        else
            html.Append(Table([Encode(TypeName.Of(value!.GetType())), "value"], ValueInspection.Members(value).Select(member => new[] { Encode(member.Name), Inner(member.Value, depth) })));
    }

    private static string Sequence(IEnumerable sequence, int depth)
    {
        var (items, more) = ValueInspection.Items(sequence);
        if (items.Count == 0)
            return "<i>(empty)</i>";
        string table = Uniform(items) is { } columns
            ? Table(columns.Prepend("index").Select(Encode), items.Select((item, index) => ValueInspection.Members(item!).Select(member => Inner(member.Value, depth)).Prepend($"{index}")))
            : Table(["index", "value"], items.Select((item, index) => new[] { $"{index}", Inner(item, depth) }));
        return more is null ? table : table + $"<p><i>... {more}</i></p>";
    }

    // The members that all items share, if all are of one type that is shown by its members: then they are columns.
    private static IReadOnlyList<string>? Uniform(IReadOnlyList<object?> items)
    {
        if (items[0] is not { } first || items.Any(item => item?.GetType() != first.GetType() || ValueInspection.Shape(item) != ValueShape.Members))
            return null;
        return [.. ValueInspection.Members(first).Select(member => member.Name)];
    }

    private static string Inner(object? value, int depth)
    {
        if (value is not null && TypeFormatters.Find(value.GetType())?.FirstOrDefault(formatter => formatter.MediaType == "text/html") is { } formatter)
            return formatter.Format(value);
        var html = new StringBuilder();
        Write(html, value, depth + 1);
        return html.ToString();
    }
}
