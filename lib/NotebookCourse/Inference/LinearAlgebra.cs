using System.Diagnostics;
using System.Numerics.Tensors;

namespace NotebookCourse.Inference;

/// <summary>
/// The products of one session: chooses between one input and many, and between one thread and all of them. Allocates nothing
/// after it is made.
/// </summary>
/// <param name="workers">Threads for what is large enough; null for the caller's alone.</param>
/// <param name="kernels">The products.</param>
/// <param name="maxColumns">The longest row of any matrix that meets many inputs.</param>
internal sealed unsafe class LinearAlgebra(Workers? workers, Kernels kernels, int maxColumns) : IShared
{
    private const int PanelRows = 16, ManyTokens = 6;

    private static readonly Lazy<long> MeasuredShare = new(MeasureShare);

    private readonly float[][] _panels = [.. Enumerable.Range(0, workers?.Threads ?? 1).Select(_ => new float[PanelRows * (long)maxColumns])];
    private Matrix _matrix;
    private float* _x, _y;
    private long _xStride, _yStride;
    private int _tokens;

    /// <summary>Multiplications from which a second thread pays; as measured, once, on this machine.</summary>
    public static long WorthSharing => MeasuredShare.Value;

    /// <summary>y[token, row] = sum over columns of W[row, column] x[token, column].</summary>
    /// <param name="matrix">W: [rows, columns].</param>
    /// <param name="x">[tokens, columns].</param>
    /// <param name="y">[tokens, rows].</param>
    /// <param name="tokens">Inputs. Range: at least 0.</param>
    public void Multiply(in Matrix matrix, ReadOnlySpan<float> x, Span<float> y, int tokens = 1)
    {
        Require(x.Length >= (long)tokens * matrix.Columns && y.Length >= (long)tokens * matrix.Rows, matrix, x.Length, y.Length);
        fixed (float* input = x, output = y)
            Multiply(matrix, input, matrix.Columns, output, matrix.Rows, tokens);
    }

    /// <summary>As <see cref="Multiply(in Matrix, ReadOnlySpan{float}, Span{float}, int)"/>, inputs and outputs any distance apart.</summary>
    public void Multiply(in Matrix matrix, float* x, long xStride, float* y, long yStride, int tokens)
    {
        if (tokens == 0 || matrix.Rows == 0)
            return;
        bool shared = workers is { Threads: > 1 } && (long)matrix.Rows * matrix.Columns * tokens >= WorthSharing;
        _x = x;
        _y = y;
        (_matrix, _xStride, _yStride, _tokens) = (matrix, xStride, yStride, tokens);
        if (shared)
            workers!.Run(this);
        else
            Do(0, 1);
    }

    /// <summary>y[column] += sum over rows of W[row, column] x[row], on this thread.</summary>
    /// <param name="matrix">W: [rows, columns].</param>
    /// <param name="x">[rows].</param>
    /// <param name="y">[columns].</param>
    public void AddTransposed(in Matrix matrix, ReadOnlySpan<float> x, Span<float> y)
    {
        Require(x.Length >= matrix.Rows && y.Length >= matrix.Columns, matrix, x.Length, y.Length);
        fixed (float* input = x, output = y)
            kernels.Columns(matrix, 0, matrix.Columns, input, output);
    }

    /// <summary>As <see cref="AddTransposed(in Matrix, ReadOnlySpan{float}, Span{float})"/>.</summary>
    public void AddTransposed(in Matrix matrix, float* x, float* y) => kernels.Columns(matrix, 0, matrix.Columns, x, y);

    /// <summary>A row of a matrix as floats.</summary>
    public void Decode(in Matrix matrix, int row, Span<float> destination)
    {
        Require(destination.Length >= matrix.Columns, matrix, row, destination.Length);
        fixed (float* output = destination)
            kernels.Decode(matrix, row, output);
    }

    /// <inheritdoc/>
    public void Do(int part, int parts)
    {
        int groups = (_matrix.Rows + 3) / 4; // rows are taken in fours
        int first = 4 * (int)((long)groups * part / parts), end = Math.Min(_matrix.Rows, 4 * (int)((long)groups * (part + 1) / parts));
        if (_tokens >= ManyTokens)
        {
            ManyInputs(first, end, _panels[part]);
            return;
        }

        for (int token = 0; token < _tokens; token++)
            kernels.Rows(_matrix, first, end, _x + (token * _xStride), _y + (token * _yStride));
    }

    /// <summary>Decodes a few rows, then lets every input meet them.</summary>
    private void ManyInputs(int first, int end, float[] decoded)
    {
        fixed (float* panel = decoded)
        {
            for (int row = first; row < end; row += PanelRows)
            {
                int rows = Math.Min(PanelRows, end - row);
                if (_matrix.Type == StoredType.Float32)
                {
                    long stride = (_matrix.Row(1) - _matrix.Row(0)) / sizeof(float);
                    kernels.Panel((float*)_matrix.Row(row), stride, rows, _matrix.Columns, _x, _xStride, _tokens, _y + row, _yStride);
                    continue;
                }

                for (int i = 0; i < rows; i++)
                    kernels.Decode(_matrix, row + i, panel + ((long)i * _matrix.Columns));
                kernels.Panel(panel, _matrix.Columns, rows, _matrix.Columns, _x, _xStride, _tokens, _y + row, _yStride);
            }
        }
    }

    /// <summary>
    /// Sharing a product of n multiplications between two threads saves half its time and costs one round of the pool: how
    /// large must n be so that it saves twice what it costs?
    /// </summary>
    private static long MeasureShare()
    {
        if (Workers.Shared.Threads == 1)
            return long.MaxValue;
        const int rounds = 32, rows = 64, columns = 1_024;
        var nothing = new Nothing();
        float[] weights = new float[rows * columns], x = new float[columns], y = new float[rows];
        double round = double.MaxValue, product = double.MaxValue;
        fixed (float* data = weights, input = x, output = y)
        {
            var matrix = Matrix.Of(data, rows, columns, columns);
            for (int i = 0; i < rounds; i++)
            {
                long start = Stopwatch.GetTimestamp();
                Workers.Shared.Run(nothing);
                long middle = Stopwatch.GetTimestamp();
                Kernels.Best.Rows(matrix, 0, rows, input, output);
                round = Math.Min(round, middle - start);
                product = Math.Min(product, Stopwatch.GetTimestamp() - middle);
            }
        }

        double worth = 4 * round / product * rows * columns;
        return (long)Math.Clamp(worth, 32_768, 4_194_304);
    }

    private static void Require(bool fits, in Matrix matrix, int x, int y)
    {
        if (!fits)
            throw new ArgumentException($"A matrix of {matrix.Rows} x {matrix.Columns} does not fit an input of {x} and an output of {y} floats.");
    }

    private sealed class Nothing : IShared
    {
        public void Do(int part, int parts)
        {
        }
    }
}

/// <summary>What happens between the products, on one token's vector.</summary>
internal static class VectorMath
{
    /// <summary>x / sqrt(mean(x²) + epsilon) * weight.</summary>
    public static void RmsNorm(ReadOnlySpan<float> x, ReadOnlySpan<float> weight, float epsilon, Span<float> y)
    {
        float scale = 1 / MathF.Sqrt((TensorPrimitives.SumOfSquares(x) / x.Length) + epsilon);
        TensorPrimitives.Multiply(x, scale, y);
        TensorPrimitives.Multiply(y, weight, y);
    }

    /// <summary>(x - mean) / sqrt(variance + epsilon) * weight + bias.</summary>
    public static void LayerNorm(ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon, Span<float> y)
    {
        TensorPrimitives.Subtract(x, TensorPrimitives.Sum(x) / x.Length, y);
        float scale = 1 / MathF.Sqrt((TensorPrimitives.SumOfSquares<float>(y) / x.Length) + epsilon);
        TensorPrimitives.Multiply(y, scale, y);
        TensorPrimitives.Multiply(y, weight, y);
        if (!bias.IsEmpty)
            TensorPrimitives.Add(y, bias, y);
    }

    /// <summary>gate = SiLU(gate) * up, where SiLU(z) = z sigmoid(z).</summary>
    public static void SwiGlu(Span<float> gate, ReadOnlySpan<float> up, Span<float> spare)
    {
        TensorPrimitives.Sigmoid<float>(gate, spare);
        TensorPrimitives.Multiply(gate, spare, gate);
        TensorPrimitives.Multiply(gate, up, gate);
    }

    /// <summary>The softmax, in place; the largest is subtracted first, so that nothing overflows.</summary>
    public static void Softmax(Span<float> scores)
    {
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max<float>(scores), scores);
        TensorPrimitives.Exp<float>(scores, scores);
        TensorPrimitives.Divide(scores, TensorPrimitives.Sum<float>(scores), scores);
    }
}
