using System.Numerics.Tensors;

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
        Codes = new byte[grid.Rows * grid.Columns];
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
        matrix.FindScales(values, scaleKind, minAmax);
        Span<float> scaled = new float[Math.Min(columns, shape.Columns)];
        foreach (var (block, start, length) in grid.Segments())
        {
            TensorPrimitives.Divide(values.Slice(start, length), matrix.Scales[block], scaled);
            Float8.Encode(matrix.Format, scaled[..length], matrix.Codes.AsSpan(start, length));
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

    private void FindScales(ReadOnlySpan<float> values, ScaleKind scaleKind, float minAmax)
    {
        foreach (var (block, start, length) in Grid.Segments())
        {
            float largest = TensorPrimitives.MaxMagnitude(values.Slice(start, length));
            if (!float.IsFinite(largest))
                throw new ArgumentException($"A block from element {start} on holds {largest}: a scale needs finite values.");
            Scales[block] = Math.Max(Scales[block], Math.Abs(largest));
        }

        for (int block = 0; block < Scales.Length; block++)
        {
            float scale = Math.Max(Math.Max(Scales[block], minAmax) / Format.MaxFinite, SmallestScale);
            Scales[block] = scaleKind == ScaleKind.PowerOfTwo ? PowerOfTwoScale.RoundUp(scale) : scale;
        }
    }
}
