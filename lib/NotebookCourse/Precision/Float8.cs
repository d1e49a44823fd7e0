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
    public static void Encode(Float8Format format, ReadOnlySpan<float> values, Span<byte> codes, Overflow overflow = Overflow.Saturate)
    {
        SpanLengths.Require(values.Length, codes.Length);
        int done = Vector512.IsHardwareAccelerated ? Float8Vector512.Encode(new Float8Bits(format, overflow), values, codes)
            : Vector256.IsHardwareAccelerated ? Float8Vector256.Encode(new Float8Bits(format, overflow), values, codes)
            : 0;
        EncodeScalar(format, values[done..], codes[done..], overflow);
    }

    /// <summary>Decodes every element. Exact.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Decode(Float8Format format, ReadOnlySpan<byte> codes, Span<float> values)
    {
        SpanLengths.Require(codes.Length, values.Length);
        int done = Vector512.IsHardwareAccelerated ? Float8Vector512.Decode(new Float8Bits(format, Overflow.Saturate), codes, values)
            : Vector256.IsHardwareAccelerated ? Float8Vector256.Decode(new Float8Bits(format, Overflow.Saturate), codes, values)
            : 0;
        DecodeScalar(format, codes[done..], values[done..]);
    }

    /// <summary>Rounds every element to the nearest value of the format, saturating.</summary>
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

    internal static void EncodeScalar(Float8Format format, ReadOnlySpan<float> values, Span<byte> codes, Overflow overflow)
    {
        for (int i = 0; i < values.Length; i++)
            codes[i] = format.Encode(values[i], overflow);
    }

    internal static void DecodeScalar(Float8Format format, ReadOnlySpan<byte> codes, Span<float> values)
    {
        for (int i = 0; i < codes.Length; i++)
            values[i] = format.Decode(codes[i]);
    }
}
