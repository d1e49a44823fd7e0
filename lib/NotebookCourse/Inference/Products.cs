using System.Runtime.CompilerServices;

namespace NotebookCourse.Inference;

/// <summary>
/// The two products of the forward pass, for one width of register and one stored type: y = x Wᵀ, where a row of W meets a
/// whole input, and y = x W, where a row of W is added to the output as often as one number of the input says.
/// </summary>
internal static unsafe class Products<TLanes, TStored>
    where TLanes : struct, ILanes<TLanes>
    where TStored : struct, IStored
{
    private const int RowsAtOnce = 4;

    /// <summary>y[row] = sum over columns of W[row, column] x[column], for rows first to end.</summary>
    [SkipLocalsInit]
    public static void Rows(in Matrix matrix, int first, int end, float* x, float* y)
    {
        int row = first;
        for (; row <= end - RowsAtOnce; row += RowsAtOnce)
            Four(matrix, row, x, y + row);
        for (; row < end; row++)
            y[row] = One(matrix, row, x);
    }

    /// <summary>
    /// y[column] += sum over rows of x[row] W[row, column], for columns first to end. The tile of outputs stays in registers while
    /// the rows go by.
    /// </summary>
    /// <param name="matrix">W.</param>
    /// <param name="first">First column; a multiple of the stored type's block, where it has blocks.</param>
    /// <param name="end">The column behind the last.</param>
    /// <param name="x">One number a row.</param>
    /// <param name="y">One number a column.</param>
    public static void Columns(in Matrix matrix, int first, int end, float* x, float* y)
    {
        for (int start = first; start < end;)
        {
            int block = start / TStored.BlockColumns, blockEnd = (int)Math.Min(end, (block + 1L) * TStored.BlockColumns);
            int column = start;
            for (; column <= blockEnd - (4 * TLanes.Count); column += 4 * TLanes.Count)
                ColumnTile(matrix, block, column, x, y + column);
            for (; column <= blockEnd - TLanes.Count; column += TLanes.Count)
                ColumnVector(matrix, block, column, x, y + column);
            for (; column < blockEnd; column++)
                y[column] += OneColumn(matrix, block, column, x);
            start = blockEnd;
        }
    }

    /// <summary>A row's weights as floats.</summary>
    public static void Decode(in Matrix matrix, int row, float* destination)
    {
        byte* data = matrix.Row(row);
        float* scales = matrix.RowScales(row);
        for (int start = 0, block = 0; start < matrix.Columns; block++)
        {
            int end = (int)Math.Min(matrix.Columns, (block + 1L) * TStored.BlockColumns), length = end - start, column = 0;
            byte* elements = TStored.Block(data, block);
            float scale = TStored.Scale(data, scales, block);
            TLanes zero = TLanes.Fill(0), factor = TLanes.Fill(scale);
            for (; column <= length - TLanes.Count; column += TLanes.Count)
                TLanes.Store(TLanes.MultiplyAdd(TStored.Load<TLanes>(elements, column), factor, zero), destination + start + column);
            for (; column < length; column++)
                destination[start + column] = TStored.One(elements, column) * scale;
            start = end;
        }
    }

    /// <summary>Four rows at once, so that each piece of x is loaded once for four products.</summary>
    private static void Four(in Matrix matrix, int row, float* x, float* y)
    {
        byte* row0 = matrix.Row(row), row1 = matrix.Row(row + 1), row2 = matrix.Row(row + 2), row3 = matrix.Row(row + 3);
        float* scales0 = matrix.RowScales(row), scales1 = matrix.RowScales(row + 1), scales2 = matrix.RowScales(row + 2), scales3 = matrix.RowScales(row + 3);
        TLanes total0 = TLanes.Fill(0), total1 = total0, total2 = total0, total3 = total0;
        float rest0 = 0, rest1 = 0, rest2 = 0, rest3 = 0;
        for (int start = 0, block = 0; start < matrix.Columns; block++)
        {
            int end = (int)Math.Min(matrix.Columns, (block + 1L) * TStored.BlockColumns), length = end - start, column = 0;
            byte* block0 = TStored.Block(row0, block), block1 = TStored.Block(row1, block), block2 = TStored.Block(row2, block), block3 = TStored.Block(row3, block);
            float scale0 = TStored.Scale(row0, scales0, block), scale1 = TStored.Scale(row1, scales1, block);
            float scale2 = TStored.Scale(row2, scales2, block), scale3 = TStored.Scale(row3, scales3, block);
            TLanes sum0 = TLanes.Fill(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            for (; column <= length - TLanes.Count; column += TLanes.Count)
            {
                TLanes input = TLanes.Float32((byte*)(x + start + column));
                sum0 = TLanes.MultiplyAdd(TStored.Load<TLanes>(block0, column), input, sum0);
                sum1 = TLanes.MultiplyAdd(TStored.Load<TLanes>(block1, column), input, sum1);
                sum2 = TLanes.MultiplyAdd(TStored.Load<TLanes>(block2, column), input, sum2);
                sum3 = TLanes.MultiplyAdd(TStored.Load<TLanes>(block3, column), input, sum3);
            }

            for (; column < length; column++)
            {
                float input = x[start + column];
                rest0 += TStored.One(block0, column) * scale0 * input;
                rest1 += TStored.One(block1, column) * scale1 * input;
                rest2 += TStored.One(block2, column) * scale2 * input;
                rest3 += TStored.One(block3, column) * scale3 * input;
            }

            total0 = TLanes.MultiplyAdd(sum0, TLanes.Fill(scale0), total0);
            total1 = TLanes.MultiplyAdd(sum1, TLanes.Fill(scale1), total1);
            total2 = TLanes.MultiplyAdd(sum2, TLanes.Fill(scale2), total2);
            total3 = TLanes.MultiplyAdd(sum3, TLanes.Fill(scale3), total3);
            start = end;
        }

        (y[0], y[1]) = (TLanes.Sum(total0) + rest0, TLanes.Sum(total1) + rest1);
        (y[2], y[3]) = (TLanes.Sum(total2) + rest2, TLanes.Sum(total3) + rest3);
    }

    private static float One(in Matrix matrix, int row, float* x)
    {
        byte* data = matrix.Row(row);
        float* scales = matrix.RowScales(row);
        TLanes total = TLanes.Fill(0);
        float rest = 0;
        for (int start = 0, block = 0; start < matrix.Columns; block++)
        {
            int end = (int)Math.Min(matrix.Columns, (block + 1L) * TStored.BlockColumns), length = end - start, column = 0;
            byte* elements = TStored.Block(data, block);
            float scale = TStored.Scale(data, scales, block);
            TLanes sum = TLanes.Fill(0);
            for (; column <= length - TLanes.Count; column += TLanes.Count)
                sum = TLanes.MultiplyAdd(TStored.Load<TLanes>(elements, column), TLanes.Float32((byte*)(x + start + column)), sum);
            for (; column < length; column++)
                rest += TStored.One(elements, column) * scale * x[start + column];
            total = TLanes.MultiplyAdd(sum, TLanes.Fill(scale), total);
            start = end;
        }

        return TLanes.Sum(total) + rest;
    }

    private static void ColumnTile(in Matrix matrix, int block, int column, float* x, float* y)
    {
        int inBlock = column - (TStored.BlockColumns == int.MaxValue ? 0 : block * TStored.BlockColumns);
        TLanes sum0 = TLanes.Float32((byte*)y), sum1 = TLanes.Float32((byte*)(y + TLanes.Count));
        TLanes sum2 = TLanes.Float32((byte*)(y + (2 * TLanes.Count))), sum3 = TLanes.Float32((byte*)(y + (3 * TLanes.Count)));
        for (int row = 0; row < matrix.Rows; row++)
        {
            byte* data = matrix.Row(row), elements = TStored.Block(data, block);
            TLanes factor = TLanes.Fill(x[row] * TStored.Scale(data, matrix.RowScales(row), block));
            sum0 = TLanes.MultiplyAdd(TStored.Load<TLanes>(elements, inBlock), factor, sum0);
            sum1 = TLanes.MultiplyAdd(TStored.Load<TLanes>(elements, inBlock + TLanes.Count), factor, sum1);
            sum2 = TLanes.MultiplyAdd(TStored.Load<TLanes>(elements, inBlock + (2 * TLanes.Count)), factor, sum2);
            sum3 = TLanes.MultiplyAdd(TStored.Load<TLanes>(elements, inBlock + (3 * TLanes.Count)), factor, sum3);
        }

        TLanes.Store(sum0, y);
        TLanes.Store(sum1, y + TLanes.Count);
        TLanes.Store(sum2, y + (2 * TLanes.Count));
        TLanes.Store(sum3, y + (3 * TLanes.Count));
    }

    private static void ColumnVector(in Matrix matrix, int block, int column, float* x, float* y)
    {
        int inBlock = column - (TStored.BlockColumns == int.MaxValue ? 0 : block * TStored.BlockColumns);
        TLanes sum = TLanes.Float32((byte*)y);
        for (int row = 0; row < matrix.Rows; row++)
        {
            byte* data = matrix.Row(row);
            TLanes factor = TLanes.Fill(x[row] * TStored.Scale(data, matrix.RowScales(row), block));
            sum = TLanes.MultiplyAdd(TStored.Load<TLanes>(TStored.Block(data, block), inBlock), factor, sum);
        }

        TLanes.Store(sum, y);
    }

    private static float OneColumn(in Matrix matrix, int block, int column, float* x)
    {
        int inBlock = column - (TStored.BlockColumns == int.MaxValue ? 0 : block * TStored.BlockColumns);
        float sum = 0;
        for (int row = 0; row < matrix.Rows; row++)
        {
            byte* data = matrix.Row(row);
            sum += x[row] * TStored.Scale(data, matrix.RowScales(row), block) * TStored.One(TStored.Block(data, block), inBlock);
        }

        return sum;
    }
}
