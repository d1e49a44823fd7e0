using System.Runtime.CompilerServices;
using NotebookCourse.Precision;

namespace NotebookCourse.Inference;

/// <summary>How the weights of a matrix lie in their file. They stay like that in memory, too: products decode them in registers.</summary>
public enum StoredType
{
    /// <summary>32-bit floats.</summary>
    Float32,

    /// <summary>IEEE half precision.</summary>
    Float16,

    /// <summary>The upper half of a 32-bit float.</summary>
    BFloat16,

    /// <summary>E4M3 codes with a float scale for each 128 x 128 block, as DeepSeek publishes them.</summary>
    Float8,

    /// <summary>Blocks of 32 signed bytes behind a half-precision scale, as GGML stores them.</summary>
    Q8_0,
}

/// <summary>One stored type, as the products see it: a row is blocks of columns, each with one scale.</summary>
internal unsafe interface IStored
{
    /// <summary>Columns that share a scale; <see cref="int.MaxValue"/> where there are no scales.</summary>
    static abstract int BlockColumns { get; }

    /// <summary>Where a block's elements begin.</summary>
    static abstract byte* Block(byte* row, int block);

    /// <summary>The scale of a row's block.</summary>
    static abstract float Scale(byte* row, float* rowScales, int block);

    /// <summary>Neighbouring elements of a block, without its scale.</summary>
    static abstract TLanes Load<TLanes>(byte* block, int column)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>One element of a block, without its scale: what <see cref="Load"/> does, said plainly.</summary>
    static abstract float One(byte* block, int column);
}

internal readonly unsafe struct Float32Stored : IStored
{
    public static int BlockColumns => int.MaxValue;

    public static byte* Block(byte* row, int block) => row;

    public static float Scale(byte* row, float* rowScales, int block) => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(byte* block, int column)
        where TLanes : struct, ILanes<TLanes> => TLanes.Float32(block + (4 * (nint)column));

    public static float One(byte* block, int column) => ((float*)block)[column];
}

internal readonly unsafe struct Float16Stored : IStored
{
    public static int BlockColumns => int.MaxValue;

    public static byte* Block(byte* row, int block) => row;

    public static float Scale(byte* row, float* rowScales, int block) => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(byte* block, int column)
        where TLanes : struct, ILanes<TLanes> => TLanes.Float16(block + (2 * (nint)column));

    public static float One(byte* block, int column) => (float)((Half*)block)[column];
}

internal readonly unsafe struct BFloat16Stored : IStored
{
    public static int BlockColumns => int.MaxValue;

    public static byte* Block(byte* row, int block) => row;

    public static float Scale(byte* row, float* rowScales, int block) => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(byte* block, int column)
        where TLanes : struct, ILanes<TLanes> => TLanes.BFloat16(block + (2 * (nint)column));

    public static float One(byte* block, int column) => BFloat16Codec.Decode(((ushort*)block)[column]);
}

internal readonly unsafe struct Float8Stored : IStored
{
    public const int Columns = 128;

    public static int BlockColumns => Columns;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Block(byte* row, int block) => row + ((nint)Columns * block);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Scale(byte* row, float* rowScales, int block) => rowScales[block];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(byte* block, int column)
        where TLanes : struct, ILanes<TLanes> => TLanes.Float8(block + column);

    public static float One(byte* block, int column) => Float8Format.E4M3.Decode(block[column]);
}

internal readonly unsafe struct Q8Stored : IStored
{
    public const int Columns = 32, BlockBytes = 2 + Columns;

    public static int BlockColumns => Columns;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Block(byte* row, int block) => row + ((nint)BlockBytes * block) + 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Scale(byte* row, float* rowScales, int block) => (float)*(Half*)(row + ((nint)BlockBytes * block));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(byte* block, int column)
        where TLanes : struct, ILanes<TLanes> => TLanes.Int8(block + column);

    public static float One(byte* block, int column) => (sbyte)block[column];
}
