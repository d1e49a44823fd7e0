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

    private const float SmallestScale = 1.1754944e-38f; // the smallest normal float: a block of zeros needs some scale

    private BlockScaledMatrix(Float8Format format, BlockGrid grid)
    {
        Format = format;
        Grid = grid;
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
    /// <exception cref="ArgumentException">The values are not rows * columns, or one is infinite or NaN.</exception>
    public static BlockScaledMatrix Quantise(
        ReadOnlySpan<float> values, int rows, int columns, BlockShape shape,
        Float8Format? format = null, ScaleKind scaleKind = ScaleKind.Float32, float minAmax = 0)
    {
        var grid = new BlockGrid(rows, columns, shape);
        grid.Require(values.Length, grid.Blocks);
        var matrix = new BlockScaledMatrix(format ?? Float8Format.E4M3, grid);
        for (int blockRow = 0; blockRow < grid.BlockRows; blockRow++)
        {
            for (int blockColumn = 0; blockColumn < grid.BlockColumns; blockColumn++)
                matrix.QuantiseBlock(values, blockRow, blockColumn, scaleKind, minAmax);
        }

        return matrix;
    }

    /// <summary>The values the codes and scales stand for, row by row.</summary>
    public float[] Dequantise()
    {
        float[] values = new float[Codes.Length];
        Float8.Decode(Format, Codes, values);
        Grid.Multiply(values, Scales);
        return values;
    }

    private void QuantiseBlock(ReadOnlySpan<float> values, int blockRow, int blockColumn, ScaleKind scaleKind, float minAmax)
    {
        var (firstRow, lastRow) = Grid.RowsOf(blockRow);
        var (firstColumn, lastColumn) = Grid.ColumnsOf(blockColumn);
        int length = lastColumn - firstColumn;
        uint largestBits = 0;
        for (int row = firstRow; row < lastRow; row++)
            largestBits = Math.Max(largestBits, LargestMagnitude.BitsOf(values.Slice(row * Grid.Columns + firstColumn, length)));
        float largest = BitConverter.UInt32BitsToSingle(largestBits);
        if (!float.IsFinite(largest))
            throw new ArgumentException($"Rows {firstRow} to {lastRow - 1}, columns {firstColumn} to {lastColumn - 1} hold {largest}: a scale needs finite values.");

        float scale = Math.Max(Math.Max(largest, minAmax) / Format.MaxFinite, SmallestScale);
        if (scaleKind == ScaleKind.PowerOfTwo)
            scale = PowerOfTwoScale.RoundUp(scale);
        Scales[blockRow * Grid.BlockColumns + blockColumn] = scale;
        for (int row = firstRow; row < lastRow; row++)
        {
            int start = row * Grid.Columns + firstColumn;
            Float8.EncodeScaled(Format, values.Slice(start, length), Codes.AsSpan(start, length), 1 / scale);
        }
    }
}
