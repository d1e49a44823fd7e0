using System.Runtime.Intrinsics;

namespace NotebookCourse.Precision;

/// <summary>
/// Encodes and decodes spans in the eight-bit formats with the widest vectors the processor has. Equal to
/// <see cref="Float8Format.Encode(float, Overflow)"/> and <see cref="Float8Format.Decode"/> for every float and code.
/// </summary>
public static class Float8
{
    /// <summary>Encodes every element, rounding to nearest, ties to even; NaN becomes 0x7F.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Encode(Float8Format format, ReadOnlySpan<float> values, Span<byte> codes, Overflow overflow = Overflow.Saturate) =>
        EncodeScaled(format, values, codes, factor: 1, overflow);

    /// <summary>Encodes every element multiplied by a factor, such as one over a block's scale.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void EncodeScaled(Float8Format format, ReadOnlySpan<float> values, Span<byte> codes, float factor, Overflow overflow = Overflow.Saturate)
    {
        SpanLengths.Require(values.Length, codes.Length);
        int done = format == Float8Format.E4M3
            ? EncodeVectors<E4M3Layout>(values, codes, overflow, factor)
            : EncodeVectors<E5M2Layout>(values, codes, overflow, factor);
        for (; done < values.Length; done++)
            codes[done] = format.Encode(values[done] * factor, overflow);
    }

    /// <summary>Decodes every element. Exact.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Decode(Float8Format format, ReadOnlySpan<byte> codes, Span<float> values)
    {
        SpanLengths.Require(codes.Length, values.Length);
        int done = format == Float8Format.E4M3 ? DecodeVectors<E4M3Layout>(codes, values) : DecodeVectors<E5M2Layout>(codes, values);
        for (; done < codes.Length; done++)
            values[done] = format.Decode(codes[done]);
    }

    /// <summary>Rounds every element to the nearest value of the format, saturating. Source and destination may be the same.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Round(Float8Format format, ReadOnlySpan<float> values, Span<float> rounded)
    {
        SpanLengths.Require(values.Length, rounded.Length);
        Span<byte> codes = stackalloc byte[1024];
        for (int first = 0; first < values.Length; first += codes.Length)
        {
            int count = Math.Min(codes.Length, values.Length - first);
            Encode(format, values.Slice(first, count), codes[..count]);
            Decode(format, codes[..count], rounded.Slice(first, count));
        }
    }

    /// <summary>Encodes every element with stochastic rounding (see <see cref="Float8Format.EncodeStochastic"/>).</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void EncodeStochastic(Float8Format format, ReadOnlySpan<float> values, Span<byte> codes, Random random, Overflow overflow = Overflow.Saturate)
    {
        SpanLengths.Require(values.Length, codes.Length);
        for (int i = 0; i < values.Length; i++)
            codes[i] = format.EncodeStochastic(values[i], random.NextDouble(), overflow);
    }

    private static int EncodeVectors<TLayout>(ReadOnlySpan<float> values, Span<byte> codes, Overflow overflow, float factor)
        where TLayout : struct, IFloat8Layout =>
        Vector512.IsHardwareAccelerated ? Float8Vector512.Encode<TLayout>(values, codes, overflow, factor)
        : Vector256.IsHardwareAccelerated ? Float8Vector256.Encode<TLayout>(values, codes, overflow, factor)
        : 0;

    private static int DecodeVectors<TLayout>(ReadOnlySpan<byte> codes, Span<float> values)
        where TLayout : struct, IFloat8Layout =>
        Float8Vector512.CanDecode ? Float8Vector512.Decode<TLayout>(codes, values)
        : Vector256.IsHardwareAccelerated ? Float8Vector256.Decode<TLayout>(codes, values)
        : 0;
}
