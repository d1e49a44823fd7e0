using System.Collections;
using NotebookCourse.Kernel.Formatting.Views;

namespace Microsoft.DotNet.Interactive.Formatting.TabularData;

/// <summary>Sequences as tables.</summary>
public static class TabularDataResourceFormatter
{
    private const string Value = "value"; // the only column of rows that have no parts

    /// <summary>A sequence as a table: dictionaries and rows by their columns, objects by their members, simple values in one column.</summary>
    public static TabularDataResource ToTabularDataResource<T>(this IEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var rows = source.Select(item => Row(item)).ToList();
        return new TabularDataResource([.. rows.SelectMany(row => row.Keys).Distinct()], rows);
    }

    private static Dictionary<string, object?> Row(object? item)
    {
        var row = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in Cells(item))
            row[name] = value;
        return row;
    }

    private static IEnumerable<(string Name, object? Value)> Cells(object? item) => item is IEnumerable and not string && TableViews.Rows([item], null, ViewLimits.None) is { } table
        ? table.Columns.Zip(table.Rows[0])
        : ValueViews.Of(item, ViewLimits.None) switch
        {
            MembersView members => members.Members,
            TableView { Rows: [var cells] } single => single.Columns.Zip(cells),
            PairsView { IsSingle: true, Pairs: [var pair] } => [("key", pair.Key), (Value, pair.Value)],
            _ => [(Value, item)],
        };
}
