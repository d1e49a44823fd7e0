using System.Runtime.InteropServices;
using NotebookCourse.Checkpoints;
using NotebookCourse.Precision;

namespace NotebookCourse.Inference;

/// <summary>Writes rows of floats in the type of a file.</summary>
internal static class WeightEncoder
{
    /// <summary>The type a matrix gets: Q8_0 asks for rows of whole blocks, and where they are not the matrix stays in floats.</summary>
    public static GgufType TypeFor(GgufType wanted, int columns) => columns % wanted.BlockElements() == 0 ? wanted : GgufType.F32;

    /// <summary>Writes the rows of a matrix one after another, decoded and encoded again.</summary>
    public static unsafe void Write(Stream stream, in Matrix matrix, GgufType type)
    {
        float[] row = new float[matrix.Columns];
        for (int i = 0; i < matrix.Rows; i++)
        {
            fixed (float* destination = row)
                Kernels.Best.Decode(matrix, i, destination);
            Write(stream, row, type);
        }
    }

    /// <summary>Writes some floats.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="values">For Q8_0, whole blocks.</param>
    /// <param name="type">The type.</param>
    public static void Write(Stream stream, ReadOnlySpan<float> values, GgufType type)
    {
        switch (type)
        {
            case GgufType.F32:
                stream.Write(MemoryMarshal.AsBytes(values));
                break;
            case GgufType.BF16:
                ushort[] codes = new ushort[values.Length];
                BFloat16Codec.Encode(values, codes);
                stream.Write(MemoryMarshal.AsBytes<ushort>(codes));
                break;
            case GgufType.Q8_0:
                WriteBlocks(stream, values);
                break;
            default:
                throw new NotSupportedException($"Weights are written as F32, BF16 or Q8_0, not as {type}.");
        }
    }

    /// <summary>Q8_0 by GGML's definition: the largest magnitude of 32 becomes 127, and everything else is rounded in its steps, halves away from 0.</summary>
    private static void WriteBlocks(Stream stream, ReadOnlySpan<float> values)
    {
        Span<byte> block = stackalloc byte[Q8Stored.BlockBytes];
        for (int start = 0; start < values.Length; start += Q8Stored.Columns)
        {
            ReadOnlySpan<float> part = values.Slice(start, Q8Stored.Columns);
            float largest = 0;
            foreach (float value in part)
                largest = float.IsFinite(value) ? Math.Max(largest, Math.Abs(value)) : throw new InvalidDataException($"A weight is {value}; a scale needs finite values.");
            float scale = largest / 127, inverse = scale == 0 ? 0 : 1 / scale;
            MemoryMarshal.Write(block, (Half)scale);
            for (int i = 0; i < part.Length; i++)
                block[2 + i] = (byte)(sbyte)Math.Round(part[i] * inverse, MidpointRounding.AwayFromZero);
            stream.Write(block);
        }
    }
}
