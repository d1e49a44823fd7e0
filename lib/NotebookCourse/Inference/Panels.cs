namespace NotebookCourse.Inference;

/// <summary>
/// y = x Wᵀ for many inputs at once and a few rows of W as floats: each loaded piece of a row serves three inputs, each piece of an
/// input four rows, and the twelve sums stay in registers.
/// </summary>
internal static unsafe class Panels<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private const int RowsAtOnce = 4, TokensAtOnce = 3;

    /// <summary>y[token, row] = sum over columns of panel[row, column] x[token, column].</summary>
    /// <param name="panel">Rows of W, <paramref name="panelStride"/> floats apart.</param>
    /// <param name="panelStride">From row to row.</param>
    /// <param name="rows">Rows in the panel.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="x">Inputs, <paramref name="xStride"/> floats apart.</param>
    /// <param name="xStride">From input to input.</param>
    /// <param name="tokens">Inputs.</param>
    /// <param name="y">Outputs, <paramref name="yStride"/> floats apart, the panel's rows side by side.</param>
    /// <param name="yStride">From output to output.</param>
    public static void Multiply(float* panel, long panelStride, int rows, int columns, float* x, long xStride, int tokens, float* y, long yStride)
    {
        int token = 0;
        for (; token <= tokens - TokensAtOnce; token += TokensAtOnce)
        {
            float* input = x + (token * xStride), output = y + (token * yStride);
            int row = 0;
            for (; row <= rows - RowsAtOnce; row += RowsAtOnce)
                Tile(panel + (row * panelStride), panelStride, columns, input, xStride, output + row, yStride);
            for (; row < rows; row++)
            {
                for (int i = 0; i < TokensAtOnce; i++)
                    output[(i * yStride) + row] = Dot(panel + (row * panelStride), input + (i * xStride), columns);
            }
        }

        for (; token < tokens; token++)
        {
            for (int row = 0; row < rows; row++)
                y[(token * yStride) + row] = Dot(panel + (row * panelStride), x + (token * xStride), columns);
        }
    }

    private static void Tile(float* w, long stride, int columns, float* x, long xStride, float* y, long yStride)
    {
        float* w1 = w + stride, w2 = w1 + stride, w3 = w2 + stride, x1 = x + xStride, x2 = x1 + xStride;
        TLanes a0 = TLanes.Fill(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0, c0 = a0, c1 = a0, c2 = a0, c3 = a0;
        int column = 0;
        for (; column <= columns - TLanes.Count; column += TLanes.Count)
        {
            TLanes p = Load(x + column), q = Load(x1 + column), r = Load(x2 + column), row = Load(w + column);
            (a0, b0, c0) = (TLanes.MultiplyAdd(row, p, a0), TLanes.MultiplyAdd(row, q, b0), TLanes.MultiplyAdd(row, r, c0));
            row = Load(w1 + column);
            (a1, b1, c1) = (TLanes.MultiplyAdd(row, p, a1), TLanes.MultiplyAdd(row, q, b1), TLanes.MultiplyAdd(row, r, c1));
            row = Load(w2 + column);
            (a2, b2, c2) = (TLanes.MultiplyAdd(row, p, a2), TLanes.MultiplyAdd(row, q, b2), TLanes.MultiplyAdd(row, r, c2));
            row = Load(w3 + column);
            (a3, b3, c3) = (TLanes.MultiplyAdd(row, p, a3), TLanes.MultiplyAdd(row, q, b3), TLanes.MultiplyAdd(row, r, c3));
        }

        float* y1 = y + yStride, y2 = y1 + yStride;
        (y[0], y[1], y[2], y[3]) = (TLanes.Sum(a0), TLanes.Sum(a1), TLanes.Sum(a2), TLanes.Sum(a3));
        (y1[0], y1[1], y1[2], y1[3]) = (TLanes.Sum(b0), TLanes.Sum(b1), TLanes.Sum(b2), TLanes.Sum(b3));
        (y2[0], y2[1], y2[2], y2[3]) = (TLanes.Sum(c0), TLanes.Sum(c1), TLanes.Sum(c2), TLanes.Sum(c3));
        for (; column < columns; column++)
        {
            float p = x[column], q = x1[column], r = x2[column];
            for (int row = 0; row < RowsAtOnce; row++)
            {
                float weight = w[(row * stride) + column];
                y[row] += weight * p;
                y1[row] += weight * q;
                y2[row] += weight * r;
            }
        }
    }

    private static float Dot(float* w, float* x, int columns)
    {
        TLanes sum = TLanes.Fill(0), more = sum;
        int column = 0;
        for (; column <= columns - (2 * TLanes.Count); column += 2 * TLanes.Count)
        {
            sum = TLanes.MultiplyAdd(Load(w + column), Load(x + column), sum);
            more = TLanes.MultiplyAdd(Load(w + column + TLanes.Count), Load(x + column + TLanes.Count), more);
        }

        float total = TLanes.Sum(sum) + TLanes.Sum(more);
        for (; column < columns; column++)
            total += w[column] * x[column];
        return total;
    }

    private static TLanes Load(float* source) => TLanes.Float32((byte*)source);
}
