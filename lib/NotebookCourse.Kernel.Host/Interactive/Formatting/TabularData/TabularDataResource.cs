namespace Microsoft.DotNet.Interactive.Formatting.TabularData;

/// <summary>Rows under named columns.</summary>
/// <param name="columns">The columns in their order.</param>
/// <param name="data">The rows; a row need not have every column.</param>
public class TabularDataResource(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyDictionary<string, object?>> data)
{
    /// <summary>The columns in their order.</summary>
    public IReadOnlyList<string> Columns { get; } = columns;

    /// <summary>The rows.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, object?>> Data { get; } = data;
}
