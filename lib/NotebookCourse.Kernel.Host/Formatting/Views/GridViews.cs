using System.Collections;
using System.Reflection;

namespace NotebookCourse.Kernel.Formatting.Views;

/// <summary>Arrays by their rank, and what libraries call matrices and tensors.</summary>
internal static class GridViews
{
    private delegate ReadOnlySpan<nint> Lengths();

    private delegate ReadOnlySpan<int> Dimensions();

    /// <summary>The value by its dimensions; null if it has none.</summary>
    public static ValueView? View(object value, ViewLimits limits) => value switch
    {
        Grid grid => grid.View(limits),
        Array { Rank: > 1 } array => Of(array).View(limits),
        _ when DuckType.Is(value, "MathNet.Numerics.LinearAlgebra.Matrix`1") => MathNet(value).View(limits, value.ToString()),
        IEnumerable values when Shape(value) is { Length: not 1 } shape => Tensor(values, shape).View(limits),
        _ => null,
    };

    private static Grid Of(Array array)
    {
        int[] first = [.. Enumerable.Range(0, array.Rank).Select(array.GetLowerBound)];
        return Grid.Whole(
            [.. Enumerable.Range(0, array.Rank).Select(array.GetLength)],
            index => array.GetValue([.. index.Select((position, dimension) => position + first[dimension])]));
    }

    private static Grid MathNet(object matrix)
    {
        var at = matrix.GetType().GetMethod("At", [typeof(int), typeof(int)])!;
        return Grid.Whole([(int)DuckType.Get(matrix, "RowCount")!, (int)DuckType.Get(matrix, "ColumnCount")!], index => at.Invoke(matrix, [index[0], index[1]]));
    }

    // The values come in the order of rows; as many of them are kept as the shown ones need.
    private static Grid Tensor(IEnumerable values, int[] shape)
    {
        List<object?> known = [];
        var rest = values.GetEnumerator();
        return Grid.Whole(shape, index =>
        {
            int position = 0;
            for (int dimension = 0; dimension < shape.Length; dimension++)
                position = (position * shape[dimension]) + index[dimension];
            while (known.Count <= position && rest.MoveNext())
                known.Add(rest.Current);
            return known[position];
        });
    }

    // .NET's own tensors tell their lengths, ONNX's their dimensions, both as spans: reflection alone cannot carry those.
    private static int[]? Shape(object value)
    {
        if (DuckType.Is(value, "System.Numerics.Tensors.Tensor`1") && Getter(value, nameof(Lengths))?.CreateDelegate<Lengths>(value) is { } lengths)
            return Array.ConvertAll(lengths().ToArray(), length => checked((int)length));
        if (DuckType.Is(value, "Microsoft.ML.OnnxRuntime.Tensors.Tensor`1") && Getter(value, nameof(Dimensions))?.CreateDelegate<Dimensions>(value) is { } dimensions)
            return dimensions().ToArray();
        return null;
    }

    private static MethodInfo? Getter(object value, string property) => value.GetType().GetProperty(property)?.GetMethod;
}
