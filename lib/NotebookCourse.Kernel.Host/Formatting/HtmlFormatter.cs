using System.Net;
using System.Text;
using NotebookCourse.Display;
using NotebookCourse.Kernel.Formatting.Views;

namespace NotebookCourse.Kernel.Formatting;

/// <summary>A value as HTML: text as text, what has parts as a table, pictures as pictures.</summary>
internal sealed class HtmlFormatter
{
    private const string Empty = "<i>(empty)</i>";

    private readonly FormatBudget _budget = new();

    /// <summary>A value by a view of it.</summary>
    public static string Format(ValueView view) => PlotlyChart.WithOneScript(new HtmlFormatter().Of(view, 0));

    /// <summary>A value as it stands inside other HTML.</summary>
    public static string FormatPart(object? value) => new HtmlFormatter().Inner(value, 0);

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

    private string Of(ValueView view, int depth) => view switch
    {
        TextView text => Text(text.Text, text.Text, depth),
        JsonView json => Text(json.Indented, json.Compact, depth),
        MarkupView markup => markup.Html,
        PictureView picture => picture.Picture.Html,
        PairsView pairs => Followed(Table(["key", "value"], pairs.Pairs.Select(pair => new[] { Inner(pair.Key, depth), Inner(pair.Value, depth) })), pairs.More),
        TableView { Columns.Count: 0 } or MatrixView { Rows.Count: 0, More: null } or ItemsView { Items.Count: 0, More: null } => Empty,
        MatrixView { Rows.Count: 0 } hidden => Followed("", hidden.More),
        ItemsView { Items.Count: 0 } hidden => Followed("", hidden.More),
        TableView table => Followed(Table(table.Columns.Select(Encode), table.Rows.Select(row => row.Select(cell => Inner(cell, depth)))), table.More, table.MoreColumns),
        MatrixView matrix => Followed(Indexed(Enumerable.Range(0, matrix.Rows[0].Count).Select(column => $"{column}"), matrix.Rows.Select(row => row.Select(cell => Inner(cell, depth)))), matrix.More, matrix.MoreColumns),
        ItemsView items => Followed(Items(items.Items, depth), items.More),
        MembersView members => Table([Encode(members.TypeName), "value"], members.Members.Select(member => new[] { Encode(member.Name), Inner(member.Value, depth) })),
        _ => throw new ArgumentException($"There is no HTML for {view.GetType().Name}.", nameof(view)),
    };

    private static string Text(string whole, string inner, int depth) => depth == 0 ? $"<pre>{Encode(whole)}</pre>" : Encode(FormatBudget.Inner(inner));

    private static string Followed(string table, params IEnumerable<string?> rest) =>
        table + string.Concat(rest.OfType<string>().Select(more => $"<p><i>... {Encode(more)}</i></p>"));

    private static string Indexed(IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows) =>
        Table(columns.Select(Encode).Prepend("index"), rows.Select((row, index) => row.Prepend($"{index}")));

    // Items of one type that is shown by its members share them as columns.
    private string Items(IReadOnlyList<object?> items, int depth)
    {
        ValueView[] views = [.. items.Select(item => InnerView(item, depth))];
        bool uniform = items.All(item => item?.GetType() == items[0]?.GetType()) && views.All(view => view is MembersView);
        return uniform
            ? Indexed(((MembersView)views[0]).Members.Select(member => member.Name), views.Cast<MembersView>().Select(view => view.Members.Select(member => Inner(member.Value, depth))))
            : Table(["index", "value"], items.Select((item, index) => new[] { $"{index}", Of(views[index], Below(item, depth)) }));
    }

    private string Inner(object? value, int depth) => Of(InnerView(value, depth), Below(value, depth));

    // A part that cannot be shown says why in its place, and the rest is shown; an interrupt ends it all.
    private ValueView InnerView(object? value, int depth)
    {
        if (!_budget.Take())
            return new TextView(FormatBudget.Omitted);
        try
        {
            if (FormatterRegistry.Format(value, "text/html") is { } html)
                return new MarkupView(html, "");
            var view = ValueViews.Of(value, FormatSettings.Limits, closed: Below(value, depth) >= FormatSettings.DepthLimit && value is not Grid);
            return view is TextView && FormatterRegistry.Registered(value, "text/plain") is { } text ? new TextView(text) : view;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new TextView(ValueViews.Simple(exception));
        }
    }

    // What is left of an array of many dimensions stands as deep as the array.
    private static int Below(object? value, int depth) => value is Grid ? depth : depth + 1;
}
