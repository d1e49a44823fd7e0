namespace NotebookCourse.Checkpoints;

/// <summary>The element types of GGUF files that this library reads and writes; the numbers are the format's.</summary>
public enum GgufType
{
    /// <summary>32-bit floats.</summary>
    F32 = 0,

    /// <summary>IEEE half precision.</summary>
    F16 = 1,

    /// <summary>Blocks of 32 signed bytes behind a half-precision scale.</summary>
    Q8_0 = 8,

    /// <summary>The upper half of a 32-bit float.</summary>
    BF16 = 30,
}

/// <summary>Sizes of <see cref="GgufType"/>.</summary>
public static class GgufTypes
{
    /// <summary>Elements in a block: 32 for <see cref="GgufType.Q8_0"/>, else 1. A row holds whole blocks.</summary>
    public static int BlockElements(this GgufType type) => type == GgufType.Q8_0 ? 32 : 1;

    /// <summary>Bytes of a block.</summary>
    public static int BlockBytes(this GgufType type) => type switch
    {
        GgufType.F32 => 4,
        GgufType.Q8_0 => 34,
        _ => 2,
    };

    /// <summary>What the format calls a type by number, for errors.</summary>
    internal static string NameOf(uint number) => number switch
    {
        2 => "Q4_0",
        3 => "Q4_1",
        6 => "Q5_0",
        7 => "Q5_1",
        9 => "Q8_1",
        10 => "Q2_K",
        11 => "Q3_K",
        12 => "Q4_K",
        13 => "Q5_K",
        14 => "Q6_K",
        15 => "Q8_K",
        >= 16 and <= 23 or 29 => "an IQ type",
        24 => "I8",
        25 => "I16",
        26 => "I32",
        27 => "I64",
        28 => "F64",
        34 => "TQ1_0",
        35 => "TQ2_0",
        39 => "MXFP4",
        _ => Enum.IsDefined((GgufType)number) ? ((GgufType)number).ToString() : $"type {number}",
    };
}

/// <summary>One tensor as a GGUF header describes it.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions, outermost first, as everywhere in this library; the file itself lists them innermost first.</param>
/// <param name="Offset">Where its bytes start, counted from the start of the file.</param>
public sealed record GgufTensor(string Name, GgufType Type, IReadOnlyList<long> Shape, long Offset)
{
    /// <summary>The number of elements.</summary>
    public long Elements { get; } = Shape.Aggregate(1L, (product, dimension) => checked(product * dimension));

    /// <summary>The number of bytes.</summary>
    public long Bytes => checked(Elements / Type.BlockElements() * Type.BlockBytes());

    /// <summary>For example <c>output_norm.weight F32 [7168]</c>.</summary>
    public override string ToString() => $"{Name} {Type} [{string.Join(", ", Shape)}]";
}
