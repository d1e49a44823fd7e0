using System.Collections;
using System.Data;
using Microsoft.DotNet.Interactive.Formatting.TabularData;

namespace NotebookCourse.Kernel.Formatting.Views;

/// <summary>Tables, rows and readers of System.Data, and the frames of data libraries.</summary>
internal static class TableViews
{
    /// <summary>The value as a table; null if it is none.</summary>
    public static ValueView? View(object value, ViewLimits limits) => value switch
    {
        DataTable table => Table(table.Columns, table.Rows.Cast<DataRow>(), table.Rows.Count, limits),
        DataView view => Table(view.Table?.Columns, view.Cast<DataRowView>().Select(row => row.Row), view.Count, limits),
        DataSet set => new PairsView([.. set.Tables.Cast<DataTable>().Select(table => ((object?)table.TableName, (object?)table))], null),
        DataRow row => Rows([row], null, limits),
        DataRowView row => Rows([row], null, limits),
        IDataReader reader => Reader(reader, limits),
        IDataRecord record => Rows([record], null, limits),
        TabularDataResource resource => Resource(resource, limits),
        _ when DuckType.Is(value, "Microsoft.Data.Analysis.DataFrame") => Frame(value, limits),
        _ when DuckType.Is(value, "Deedle.Frame`2", "Deedle.Series`2") && DuckType.Call(value, "Format") is string text => new TextView(text),
        _ => null,
    };

    /// <summary>Rows that know their columns: of System.Data, or dictionaries by name; null if these are none.</summary>
    /// <param name="items">At least one.</param>
    /// <param name="more">What is said of the rows beyond these.</param>
    /// <param name="limits">How many columns are looked at.</param>
    public static TableView? Rows(IReadOnlyList<object?> items, string? more, ViewLimits limits)
    {
        List<IReadOnlyDictionary<string, object?>> rows = [];
        foreach (object? item in items)
        {
            if (Row(item) is not { } row)
                return null;
            rows.Add(row);
        }

        string[] columns = [.. rows.SelectMany(row => row.Keys).Distinct()];
        string[] shown = [.. columns.Take(limits.Columns)];
        return new TableView(
            shown, [.. rows.Select(row => (IReadOnlyList<object?>)[.. shown.Select(column => row.TryGetValue(column, out object? cell) ? cell : "")])],
            more, ViewLimits.MoreColumns(columns.Length, limits.Columns));
    }

    private static Dictionary<string, object?>? Row(object? item) => item switch
    {
        DataRowView view => Row(view.Row),
        DataRow row => row.Table.Columns.Cast<DataColumn>().ToDictionary(column => column.ColumnName, column => Cell(row, column)),
        IDataRecord record => Record(record),
        IEnumerable pairs when pairs is not Array && CollectionViews.IsByName(pairs) => Named(pairs),
        _ => null,
    };

    // Two columns of a query may have one name, or none.
    private static Dictionary<string, object?> Record(IDataRecord record)
    {
        var row = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (int field = 0; field < record.FieldCount; field++)
        {
            string name = record.GetName(field);
            row[row.ContainsKey(name) ? $"{name} ({field})" : name] = record.GetValue(field);
        }

        return row;
    }

    private static Dictionary<string, object?>? Named(IEnumerable pairs)
    {
        var row = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (object? item in pairs)
        {
            if (CollectionViews.Pair(item) is not { Key: string key } pair)
                return null;
            row[key] = pair.Value;
        }

        return row.Count == 0 ? null : row;
    }

    private static TableView Table(DataColumnCollection? columns, IEnumerable<DataRow> rows, int count, ViewLimits limits)
    {
        DataColumn[] all = [.. columns?.Cast<DataColumn>() ?? []];
        DataColumn[] shown = [.. all.Take(limits.Columns)];
        return new TableView(
            [.. shown.Select(column => column.ColumnName)],
            [.. rows.Take(limits.Items).Select(row => (IReadOnlyList<object?>)[.. shown.Select(column => Cell(row, column))])],
            limits.MoreItems(count), ViewLimits.MoreColumns(all.Length, limits.Columns));
    }

    // A row that is to be deleted has only its earlier values.
    private static object? Cell(DataRow row, DataColumn column) => row.RowState == DataRowState.Deleted ? row[column, DataRowVersion.Original] : row[column];

    // Reading is using up: the rows shown are gone from the reader, as those of any sequence that is run once.
    private static ValueView Reader(IDataReader reader, ViewLimits limits)
    {
        if (reader.IsClosed)
            return new TextView($"{TypeName.Of(reader.GetType())} (closed)");
        int fields = reader.FieldCount;
        int shown = Math.Min(fields, limits.Columns);
        string[] columns = [.. Enumerable.Range(0, shown).Select(reader.GetName)];
        List<IReadOnlyList<object?>> rows = [];
        bool more;
        while ((more = reader.Read()) && rows.Count < limits.Items)
            rows.Add([.. Enumerable.Range(0, shown).Select(reader.GetValue)]);
        return new TableView(columns, rows, more ? "(more)" : null, ViewLimits.MoreColumns(fields, limits.Columns));
    }

    private static TableView Resource(TabularDataResource resource, ViewLimits limits)
    {
        string[] columns = [.. resource.Columns.Take(limits.Columns)];
        var rows = resource.Data.Take(limits.Items).Select(row => (IReadOnlyList<object?>)[.. columns.Select(column => row.TryGetValue(column, out object? cell) ? cell : "")]);
        return new TableView(columns, [.. rows], limits.MoreItems(resource.Data.Count), ViewLimits.MoreColumns(resource.Columns.Count, limits.Columns));
    }

    private static TableView Frame(object frame, ViewLimits limits)
    {
        object[] columns = [.. ((IEnumerable)DuckType.Get(frame, "Columns")!).Cast<object>()];
        object[] shown = [.. columns.Take(limits.Columns)];
        var rows = ((IEnumerable)DuckType.Get(frame, "Rows")!).Cast<IEnumerable>().Take(limits.Items)
            .Select(row => (IReadOnlyList<object?>)[.. row.Cast<object?>().Take(limits.Columns)]);
        long count = columns.Length == 0 ? 0 : Convert.ToInt64(DuckType.Get(columns[0], "Length"), System.Globalization.CultureInfo.InvariantCulture);
        return new TableView(
            [.. shown.Select(column => (string)DuckType.Get(column, "Name")!)], columns.Length == 0 ? [] : [.. rows],
            limits.MoreItems(count), ViewLimits.MoreColumns(columns.Length, limits.Columns));
    }
}
