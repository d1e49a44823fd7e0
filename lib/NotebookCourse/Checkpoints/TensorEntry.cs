namespace NotebookCourse.Checkpoints;

/// <summary>One tensor as a safetensors header describes it.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a single number. Range: each &gt;= 0.</param>
/// <param name="Offset">Where its bytes start, counted from the start of the file.</param>
public sealed record TensorEntry(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Offset)
{
    /// <summary>The number of elements: the product of the shape, 1 for a single number.</summary>
    public long Elements { get; } = Shape.Aggregate(1L, (product, dimension) => checked(product * dimension));

    /// <summary>The number of bytes.</summary>
    public long Bytes => Elements * Type.Size();

    /// <summary>For example <c>model.norm.weight BF16 [7168]</c>.</summary>
    public override string ToString() => $"{Name} {Type} [{string.Join(", ", Shape)}]";
}
