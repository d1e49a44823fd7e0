using System.Numerics.Tensors;

namespace NotebookCourse.Precision;

/// <summary>How a matrix divides into blocks; those at the right and lower edge may be smaller.</summary>
public sealed record BlockGrid
{
    /// <summary>Divides a matrix.</summary>
    /// <param name="rows">Rows of the matrix. Range: &gt;= 0.</param>
    /// <param name="columns">Columns of the matrix. Range: &gt;= 0.</param>
    /// <param name="shape">The size of a block.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or a block has no rows or columns.</exception>
    public BlockGrid(int rows, int columns, BlockShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Rows, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Columns, 1, nameof(shape));
        Rows = rows;
        Columns = columns;
        Shape = shape;
        BlockRows = Divide(rows, shape.Rows);
        BlockColumns = Divide(columns, shape.Columns);
    }

    /// <summary>Rows of the matrix.</summary>
    public int Rows { get; }

    /// <summary>Columns of the matrix.</summary>
    public int Columns { get; }

    /// <summary>The size of a block.</summary>
    public BlockShape Shape { get; }

    /// <summary>Blocks from top to bottom.</summary>
    public int BlockRows { get; }

    /// <summary>Blocks from left to right.</summary>
    public int BlockColumns { get; }

    /// <summary>Blocks in all.</summary>
    public int Blocks => BlockRows * BlockColumns;

    /// <summary>Which block an element is in, counted row by row.</summary>
    public int BlockOf(int row, int column) => row / Shape.Rows * BlockColumns + column / Shape.Columns;

    /// <summary>The first column behind the block that <paramref name="column"/> is in.</summary>
    public int ColumnEnd(int column) => ColumnsOf(column / Shape.Columns).End;

    /// <summary>Multiplies every element by its block's scale, in place.</summary>
    /// <param name="values">Rows * Columns elements, row by row.</param>
    /// <param name="scales">BlockRows * BlockColumns scales, row by row.</param>
    /// <exception cref="ArgumentException">A length does not fit the grid.</exception>
    public void Multiply(Span<float> values, ReadOnlySpan<float> scales)
    {
        Require(values.Length, scales.Length);
        for (int row = 0; row < Rows; row++)
        {
            for (int block = 0; block < BlockColumns; block++)
            {
                var (first, last) = ColumnsOf(block);
                var part = values.Slice(row * Columns + first, last - first);
                TensorPrimitives.Multiply(part, scales[row / Shape.Rows * BlockColumns + block], part);
            }
        }
    }

    /// <summary>The rows of a row of blocks: the first, and the one behind the last.</summary>
    public (int First, int End) RowsOf(int blockRow) => Part(blockRow, Shape.Rows, Rows);

    /// <summary>The columns of a column of blocks: the first, and the one behind the last.</summary>
    public (int First, int End) ColumnsOf(int blockColumn) => Part(blockColumn, Shape.Columns, Columns);

    internal void Require(int values, int scales)
    {
        long elements = (long)Rows * Columns, blocks = (long)BlockRows * BlockColumns; // no array holds more than an int can count, but sizes may ask for it
        if (values != elements)
            throw new ArgumentException($"{values} values were given for a matrix of {Rows} x {Columns} = {elements}.");
        if (scales != blocks)
            throw new ArgumentException($"{scales} scales were given for {BlockRows} x {BlockColumns} = {blocks} blocks of {Shape.Rows} x {Shape.Columns}.");
    }

    private static (int First, int End) Part(int block, int size, int all) => (block * size, (int)Math.Min((long)block * size + size, all));

    private static int Divide(int elements, int size) => (int)(((long)elements + size - 1) / size);
}
