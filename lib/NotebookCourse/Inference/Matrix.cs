namespace NotebookCourse.Inference;

/// <summary>
/// A matrix of weights where it lies: mapped from a file, or in a cache of this engine's own. Copying the struct copies no
/// weights. Its memory belongs to whoever made it.
/// </summary>
internal readonly unsafe struct Matrix
{
    private readonly byte* _data;
    private readonly float* _scales;
    private readonly long _rowBytes;
    private readonly int _scaleStride, _firstRow;

    /// <summary>A matrix of stored weights.</summary>
    /// <param name="type">How they are stored.</param>
    /// <param name="rows">Outputs.</param>
    /// <param name="columns">Inputs.</param>
    /// <param name="data">The first row; rows follow each other.</param>
    /// <param name="scales">For <see cref="StoredType.Float8"/>, a float for each 128 x 128 block; else null.</param>
    public Matrix(StoredType type, int rows, int columns, byte* data, float* scales = null)
        : this(type, rows, columns, data, RowBytes(type, columns), scales, Blocks(columns), 0)
    {
    }

    private Matrix(StoredType type, int rows, int columns, byte* data, long rowBytes, float* scales, int scaleStride, int firstRow)
    {
        _data = data;
        _scales = scales;
        (Type, Rows, Columns, _rowBytes, _scaleStride, _firstRow) = (type, rows, columns, rowBytes, scaleStride, firstRow);
    }

    /// <summary>How the weights are stored.</summary>
    public StoredType Type { get; }

    /// <summary>Outputs.</summary>
    public int Rows { get; }

    /// <summary>Inputs.</summary>
    public int Columns { get; }

    /// <summary>Whether there is no matrix here.</summary>
    public bool IsEmpty => _data is null;

    /// <summary>Bytes of a row of this type.</summary>
    public static long RowBytes(StoredType type, int columns) => type switch
    {
        StoredType.Float32 => 4L * columns,
        StoredType.Float16 or StoredType.BFloat16 => 2L * columns,
        StoredType.Float8 => columns,
        _ => (long)columns / Q8Stored.Columns * Q8Stored.BlockBytes,
    };

    /// <summary>Floats in memory as a matrix whose rows are <paramref name="stride"/> floats apart.</summary>
    public static Matrix Of(float* data, int rows, int columns, long stride)
        => new(StoredType.Float32, rows, columns, (byte*)data, 4 * stride, null, 0, 0);

    /// <summary>Some of the rows.</summary>
    public Matrix Slice(int first, int rows)
    {
        if (first < 0 || rows < 0 || first > Rows - rows)
            throw new ArgumentOutOfRangeException(nameof(first), first, $"Rows {first} to {first + rows} leave a matrix of {Rows}.");
        return new(Type, rows, Columns, _data + (first * _rowBytes), _rowBytes, _scales, _scaleStride, _firstRow + first);
    }

    /// <summary>Where a row begins.</summary>
    internal byte* Row(int row) => _data + (row * _rowBytes);

    /// <summary>The scales of a row's blocks; null for types that keep them in the row or have none.</summary>
    internal float* RowScales(int row) => _scales is null ? null : _scales + ((long)((_firstRow + row) / Float8Stored.Columns) * _scaleStride);

    private static int Blocks(int columns) => (columns + Float8Stored.Columns - 1) / Float8Stored.Columns;
}
