using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace NotebookCourse.Precision;

/// <summary>
/// A matrix in an eight-bit format with a scale for each block: value = code's value * scale. The scale of a block
/// brings its largest magnitude to the largest value of the format (DeepSeek-V3 report, section 3.3.2).
/// </summary>
public sealed class BlockScaledMatrix
{
    /// <summary>
    /// The smallest largest magnitude that DeepSeek's activation kernel makes a scale for (kernel.py of DeepSeek-V3);
    /// weaker blocks are stored with the scale of this one.
    /// </summary>
    public const float DeepSeekKernelMinAmax = 1e-4f;

    private const uint Infinity = 0x7F800000; // as bits; those of NaN are greater
    private const float SmallestScale = 1.1754944e-38f; // the smallest normal float: a block of zeros needs some scale

    private readonly ScaleKind _scaleKind;
    private readonly float _minAmax;

    private BlockScaledMatrix(Float8Format format, BlockGrid grid, ScaleKind scaleKind, float minAmax)
    {
        Format = format;
        Grid = grid;
        _scaleKind = scaleKind;
        _minAmax = minAmax;
        Codes = GC.AllocateUninitializedArray<byte>(grid.Rows * grid.Columns);
        Scales = new float[grid.Blocks];
    }

    /// <summary>The format of the codes.</summary>
    public Float8Format Format { get; }

    /// <summary>How the matrix divides into blocks.</summary>
    public BlockGrid Grid { get; }

    /// <summary>Rows * Columns codes, row by row.</summary>
    public byte[] Codes { get; }

    /// <summary>A scale for each block, row by row.</summary>
    public float[] Scales { get; }

    /// <summary>Quantises a matrix.</summary>
    /// <param name="values">rows * columns floats, row by row; all finite.</param>
    /// <param name="rows">Rows of the matrix. Range: &gt;= 0.</param>
    /// <param name="columns">Columns of the matrix. Range: &gt;= 0.</param>
    /// <param name="shape">The patches that share a scale.</param>
    /// <param name="format">The format of the codes; E4M3 if not given.</param>
    /// <param name="scaleKind">Which numbers a scale may be.</param>
    /// <param name="minAmax">The smallest largest magnitude a scale is made for. Range: &gt;= 0.</param>
    /// <exception cref="ArgumentException">The values are not rows * columns, or one is infinite or NaN; or <paramref name="minAmax"/> is negative or not finite.</exception>
    public static BlockScaledMatrix Quantise(
        ReadOnlySpan<float> values, int rows, int columns, BlockShape shape,
        Float8Format? format = null, ScaleKind scaleKind = ScaleKind.Float32, float minAmax = 0)
    {
        if (!float.IsFinite(minAmax) || minAmax < 0)
            throw new ArgumentOutOfRangeException(nameof(minAmax), minAmax, "Expected a finite number, 0 or more.");
        var grid = new BlockGrid(rows, columns, shape);
        grid.Require(values.Length, grid.Blocks);
        var matrix = new BlockScaledMatrix(format ?? Float8Format.E4M3, grid, scaleKind, minAmax);
        matrix.Replace(values);
        return matrix;
    }

    /// <summary>Quantises another matrix of the same size in place of this one, without new memory.</summary>
    /// <param name="values">Rows * Columns floats, row by row; all finite.</param>
    /// <exception cref="ArgumentException">The values are not as many, or one is infinite or NaN; the codes are then of no use.</exception>
    public void Replace(ReadOnlySpan<float> values)
    {
        Grid.Require(values.Length, Scales.Length);
        uint[] largestBits = new uint[Grid.BlockColumns];
        float[] factors = new float[Grid.BlockColumns];
        for (int blockRow = 0; blockRow < Grid.BlockRows; blockRow++)
        {
            // Whole rows, from left to right: neighbouring memory, and still in the cache when it is read again for the codes.
            var (firstRow, endRow) = Grid.RowsOf(blockRow);
            FindLargest(values, firstRow, endRow, largestBits);
            RequireFinite(largestBits, blockRow);
            var scales = Scales.AsSpan(blockRow * Grid.BlockColumns, Grid.BlockColumns);
            TensorPrimitives.Divide(MemoryMarshal.Cast<uint, float>(largestBits), Format.MaxFinite, scales);
            if (_scaleKind == ScaleKind.PowerOfTwo)
                RoundUp(scales);
            TensorPrimitives.Divide(1, scales, factors);
            Encode(values, firstRow, endRow, factors);
        }
    }

    /// <summary>The values the codes and scales stand for, row by row.</summary>
    public float[] Dequantise()
    {
        float[] values = GC.AllocateUninitializedArray<float>(Codes.Length);
        Float8.Decode(Format, Codes, values);
        Grid.Multiply(values, Scales);
        return values;
    }

    private void FindLargest(ReadOnlySpan<float> values, int firstRow, int endRow, Span<uint> largestBits)
    {
        largestBits.Fill(BitConverter.SingleToUInt32Bits(Math.Max(_minAmax, SmallestScale * Format.MaxFinite)));
        for (int row = firstRow; row < endRow; row++)
        {
            var rest = values.Slice(row * Grid.Columns, Grid.Columns);
            foreach (ref uint largest in largestBits)
            {
                int length = Math.Min(Grid.Shape.Columns, rest.Length);
                largest = Math.Max(largest, LargestMagnitude.BitsOf(rest[..length]));
                rest = rest[length..];
            }
        }
    }

    private void RequireFinite(ReadOnlySpan<uint> largestBits, int blockRow)
    {
        int blockColumn = largestBits.IndexOfAnyInRange(Infinity, uint.MaxValue);
        if (blockColumn < 0)
            return;
        var ((firstRow, endRow), (firstColumn, endColumn)) = (Grid.RowsOf(blockRow), Grid.ColumnsOf(blockColumn));
        float largest = BitConverter.UInt32BitsToSingle(largestBits[blockColumn]);
        throw new ArgumentException($"Rows {firstRow} to {endRow - 1}, columns {firstColumn} to {endColumn - 1} hold {largest}: a scale needs finite values.");
    }

    private static void RoundUp(Span<float> scales)
    {
        foreach (ref float scale in scales)
            scale = PowerOfTwoScale.RoundUp(scale);
    }

    private void Encode(ReadOnlySpan<float> values, int firstRow, int endRow, ReadOnlySpan<float> factors)
    {
        for (int row = firstRow; row < endRow; row++)
        {
            int start = row * Grid.Columns, end = start + Grid.Columns;
            foreach (float factor in factors)
            {
                int length = Math.Min(Grid.Shape.Columns, end - start);
                Float8.EncodeScaled(Format, values.Slice(start, length), Codes.AsSpan(start, length), factor);
                start += length;
            }
        }
    }
}
