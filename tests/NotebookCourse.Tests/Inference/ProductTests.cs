using System.Runtime.InteropServices;
using NotebookCourse.Inference;
using NotebookCourse.Precision;

namespace NotebookCourse.Tests.Inference;

/// <summary>The vector products against sums written out, for every width of register, stored type and raggedness.</summary>
public sealed unsafe class ProductTests
{
    public static TheoryData<int, StoredType, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, StoredType, int, int>();
            foreach (int width in new[] { 128, 256, 512 })
            {
                foreach (StoredType type in Enum.GetValues<StoredType>())
                {
                    foreach (var (rows, columns) in new[] { (1, 32), (4, 64), (7, 32), (9, 288), (18, 160), (131, 96) })
                        cases.Add(width, type, rows, columns);
                    if (type != StoredType.Q8_0)
                        cases.Add(width, type, 6, 1);
                    if (type != StoredType.Q8_0)
                        cases.Add(width, type, 5, 259);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Products_equal_their_sums(int width, StoredType type, int rows, int columns)
    {
        using var stored = new StoredMatrix(type, rows, columns, seed: (rows * 1_000) + columns);
        Kernels kernels = Kernels.OfWidth(width);
        Assert.Equal(width, kernels.Width);
        float[] x = Random(columns, 1), byRow = Random(rows, 2), y = new float[rows], sums = Random(columns, 3), decoded = new float[columns];
        float[] before = [.. sums];
        fixed (float* input = x, output = y, factors = byRow, sum = sums, row = decoded)
        {
            kernels.Rows(stored.Matrix, 0, rows, input, output);
            kernels.Columns(stored.Matrix, 0, columns, factors, sum);
            for (int i = 0; i < rows; i++)
            {
                kernels.Decode(stored.Matrix, i, row);
                Assert.Equal(stored.Values[(i * columns)..((i + 1) * columns)], decoded);
            }
        }

        for (int i = 0; i < rows; i++)
            AssertSum(Enumerable.Range(0, columns).Select(j => (double)stored.Values[(i * columns) + j] * x[j]), y[i]);
        for (int j = 0; j < columns; j++)
            AssertSum(Enumerable.Range(0, rows).Select(i => (double)stored.Values[(i * columns) + j] * byRow[i]).Append(before[j]), sums[j]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(23, 1)]
    [InlineData(23, 3)]
    public void Many_inputs_give_what_each_gives_alone(int tokens, int threads)
    {
        foreach (StoredType type in Enum.GetValues<StoredType>())
        {
            using var stored = new StoredMatrix(type, 53, 96, seed: tokens);
            var algebra = new LinearAlgebra(threads == 1 ? null : new Workers(threads), Kernels.Best, 96);
            float[] x = Random(tokens * 96, 5), together = new float[tokens * 53], alone = new float[53];
            algebra.Multiply(stored.Matrix, x, together, tokens);
            for (int token = 0; token < tokens; token++)
            {
                algebra.Multiply(stored.Matrix, x.AsSpan(token * 96, 96), alone);
                Assert.Equal(alone, together[(token * 53)..((token + 1) * 53)], (p, q) => Math.Abs(p - q) < 1e-4);
            }
        }
    }

    [Fact]
    public void Every_code_of_eight_bits_decodes_to_its_value_in_every_width()
    {
        byte[] codes = [.. Enumerable.Range(0, 256).Select(code => (byte)code)];
        float[] scales = [0.5f, 2], decoded = new float[256];
        fixed (byte* data = codes)
        {
            fixed (float* scale = scales, output = decoded)
            {
                var matrix = new Matrix(StoredType.Float8, 1, 256, data, scale);
                foreach (int width in new[] { 128, 256, 512 })
                {
                    Kernels.OfWidth(width).Decode(matrix, 0, output);
                    for (int code = 0; code < 256; code++)
                        Assert.Equal(Float8Format.E4M3.Decode((byte)code) * scales[code / 128], decoded[code]);
                }
            }
        }
    }

    [Fact]
    public void Every_half_decodes_to_its_value_in_every_width()
    {
        ushort[] codes = [.. Enumerable.Range(0, 65_536).Select(code => (ushort)code)];
        float[] decoded = new float[65_536];
        fixed (ushort* data = codes)
        {
            fixed (float* output = decoded)
            {
                foreach (int width in new[] { 128, 256, 512 })
                {
                    Kernels.OfWidth(width).Decode(new Matrix(StoredType.Float16, 1, 65_536, (byte*)data), 0, output);
                    for (int code = 0; code < 65_536; code++)
                        Assert.Equal((float)BitConverter.UInt16BitsToHalf((ushort)code), decoded[code]);
                }
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.3, 0.3286267594591274)]
    [InlineData(-1.5, -0.9661051464753108)]
    [InlineData(2.6, 0.9997639655834707)]
    [InlineData(-4, -0.9999999845827421)]
    [InlineData(7, 1)]
    public void The_error_function_is_exact(double x, double expected) => Assert.Equal(expected, Gelu.Erf(x), 1e-14);

    [Fact]
    public void A_fault_on_another_thread_reaches_the_caller_and_the_pool_goes_on()
    {
        var workers = new Workers(3);
        var work = new Counting(parts: 3);
        workers.Run(work);
        Assert.Equal([1, 1, 1], work.Done);
        Assert.Contains("part 2", Assert.Throws<AggregateException>(() => workers.Run(new Failing())).InnerException!.Message);
        workers.Run(work);
        Assert.Equal([2, 2, 2], work.Done);
    }

    private static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }

    private static void AssertSum(IEnumerable<double> terms, float actual)
    {
        double sum = 0, size = 0;
        foreach (double term in terms)
            (sum, size) = (sum + term, size + Math.Abs(term));
        Assert.True(Math.Abs(sum - actual) <= 1e-6 * size + 1e-30, $"{actual}, expected {sum}");
    }

    private sealed class Counting(int parts) : IShared
    {
        public int[] Done { get; } = new int[parts];

        public void Do(int part, int parts) => Done[part]++;
    }

    private sealed class Failing : IShared
    {
        public void Do(int part, int parts)
        {
            if (part == 2)
                throw new InvalidOperationException($"part {part}");
        }
    }

    /// <summary>A matrix in some stored type, and the floats its bytes stand for, decoded one by one.</summary>
    private sealed class StoredMatrix : IDisposable
    {
        private readonly byte* _data;
        private readonly float* _scales;

        public StoredMatrix(StoredType type, int rows, int columns, int seed)
        {
            float[] values = Random(rows * columns, seed);
            Values = new float[values.Length];
            _data = (byte*)NativeMemory.AllocZeroed((nuint)(rows * Matrix.RowBytes(type, columns)));
            int blocks = (columns + 127) / 128;
            _scales = (float*)NativeMemory.Alloc((nuint)(((rows + 127) / 128) * blocks), sizeof(float));
            for (int i = 0; i < ((rows + 127) / 128) * blocks; i++)
                _scales[i] = 0.25f + i;
            Matrix = new Matrix(type, rows, columns, _data, type == StoredType.Float8 ? _scales : null);
            for (int i = 0; i < values.Length; i++)
                Values[i] = Put(type, i / columns, i % columns, columns, values[i], blocks);
        }

        public Matrix Matrix { get; }

        public float[] Values { get; }

        public void Dispose()
        {
            NativeMemory.Free(_data);
            NativeMemory.Free(_scales);
        }

        private float Put(StoredType type, int row, int column, int columns, float value, int blocks)
        {
            byte* start = _data + (row * Matrix.RowBytes(type, columns));
            switch (type)
            {
                case StoredType.Float32:
                    return ((float*)start)[column] = value;
                case StoredType.Float16:
                    return (float)(((Half*)start)[column] = (Half)value);
                case StoredType.BFloat16:
                    return BFloat16Codec.Decode(((ushort*)start)[column] = BFloat16Codec.Encode(value));
                case StoredType.Float8:
                    return Float8Format.E4M3.Decode(start[column] = Float8Format.E4M3.Encode(value)) * _scales[(row / 128 * blocks) + (column / 128)];
                default:
                    byte* block = start + (column / 32 * 34);
                    *(Half*)block = (Half)0.0078f;
                    return (sbyte)(block[2 + (column % 32)] = (byte)(sbyte)(value * 127)) * (float)*(Half*)block;
            }
        }
    }
}
