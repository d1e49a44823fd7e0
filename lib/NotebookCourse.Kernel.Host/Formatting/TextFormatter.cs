using System.Text;
using NotebookCourse.Kernel.Formatting.Views;

namespace NotebookCourse.Kernel.Formatting;

/// <summary>A value as plain text: a table on lines of its own, the rest on one line unless its own text has more.</summary>
internal sealed class TextFormatter
{
    private readonly StringBuilder _text = new();
    private readonly FormatBudget _budget = new();

    /// <summary>A value.</summary>
    public static string Format(object? value) => Format(ValueViews.Of(value, FormatSettings.Limits));

    /// <summary>A value by a view of it.</summary>
    public static string Format(ValueView view)
    {
        var formatter = new TextFormatter();
        formatter.Write(view, 0);
        return formatter._text.ToString();
    }

    private void Write(object? value, int depth)
    {
        if (!_budget.Take())
            _text.Append(FormatBudget.Omitted);
        else if (FormatterRegistry.Format(value, "text/plain") is { } text)
            _text.Append(FormatBudget.Inner(text));
        else
            Write(ValueViews.Of(value, FormatSettings.Limits, closed: depth >= FormatSettings.DepthLimit && value is not Grid), depth);
    }

    private void Write(ValueView view, int depth)
    {
        switch (view)
        {
            case TextView text: _text.Append(depth == 0 ? text.Text : FormatBudget.Inner(text.Text)); break;
            case MarkupView markup: _text.Append(depth == 0 ? markup.Text : FormatBudget.Inner(markup.Text)); break;
            case JsonView json: _text.Append(depth == 0 ? json.Indented : FormatBudget.Inner(json.Compact)); break;
            case PictureView picture: _text.Append(picture.Picture.Description); break;
            case MatrixView { OwnText: { } own } when depth == 0: _text.Append(own); break;
            case MatrixView matrix: WriteList(matrix.Rows, row => WriteRow(row, depth, matrix.MoreColumns), matrix.More); break;
            case TableView table when depth == 0: WriteTable(table); break;
            case TableView table: WriteList(table.Rows, row => WriteRow(table.Columns.Zip(row), depth), table.More); break;
            case PairsView { IsSingle: true, Pairs: [var pair] }: WritePair(pair, depth); break;
            case PairsView pairs: WriteList(pairs.Pairs, pair => WritePair(pair, depth), pairs.More); break;
            case ItemsView items: WriteList(items.Items, item => WriteInner(item, depth), items.More); break;
            case MembersView members: WriteMembers(members, depth); break;
            default: throw new ArgumentException($"There is no text for {view.GetType().Name}.", nameof(view));
        }
    }

    private void WriteList<T>(IReadOnlyList<T> items, Action<T> write, string? more)
    {
        _text.Append("[ ");
        for (int i = 0; i < items.Count; i++)
        {
            _text.Append(i == 0 ? "" : ", ");
            write(items[i]);
        }

        _text.Append(more is null ? "" : $" ... {more}").Append(items.Count == 0 && more is null ? "]" : " ]");
    }

    private void WriteRow(IReadOnlyList<object?> row, int depth, string? more) => WriteList(row, cell => WriteInner(cell, depth), more);

    private void WriteRow(IEnumerable<(string Column, object? Cell)> row, int depth) => WriteList([.. row], pair => WritePair(pair, depth), null);

    private void WritePair((object? Key, object? Value) pair, int depth)
    {
        _text.Append('[');
        WriteInner(pair.Key, depth);
        _text.Append(", ");
        WriteInner(pair.Value, depth);
        _text.Append(']');
    }

    private void WriteMembers(MembersView view, int depth)
    {
        _text.Append(view.TypeName).Append(" { ");
        bool first = true;
        foreach (var (name, member) in view.Members)
        {
            _text.Append(first ? "" : ", ").Append(name).Append(" = ");
            WriteInner(member, depth);
            first = false;
        }

        _text.Append(" }");
    }

    private void WriteTable(TableView table)
    {
        string text = TextTable.Format(table.Columns, table.Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(Cell)]));
        string[] more = [.. new[] { table.More, table.MoreColumns }.OfType<string>().Select(rest => $"... {rest}")];
        _text.Append(string.Join("\n", more.Prepend(table.Columns.Count == 0 ? "[ ]" : text)));
    }

    private string Cell(object? value)
    {
        int start = _text.Length;
        WriteInner(value, 0);
        string cell = _text.ToString(start, _text.Length - start);
        _text.Length = start;
        return cell;
    }

    // A part that cannot be shown says why in its place, and the rest is shown; an interrupt ends it all.
    private void WriteInner(object? value, int depth)
    {
        int start = _text.Length;
        try
        {
            Write(value, value is Grid ? depth : depth + 1);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _text.Length = start;
            _text.Append(ValueViews.Simple(exception));
        }
    }
}
