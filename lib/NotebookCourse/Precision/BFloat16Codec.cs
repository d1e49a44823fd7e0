using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NotebookCourse.Precision;

/// <summary>
/// BF16, the upper sixteen bits of a 32-bit float: 1 sign, 8 exponent, 7 fraction bits. The range of a float with a
/// relative rounding error of at most 1/257 (0.39 %).
/// </summary>
public static class BFloat16Codec
{
    private const uint NotANumber = 0x7FC0;

    /// <summary>The sixteen bits nearest to <paramref name="value"/>, ties to even. NaN becomes 0x7FC0, the quiet one.</summary>
    public static ushort Encode(float value)
    {
        if (float.IsNaN(value))
            return (ushort)NotANumber;
        uint bits = BitConverter.SingleToUInt32Bits(value);
        uint tieToEven = 0x7FFF + ((bits >> 16) & 1); // just under half of the last kept bit, plus one where that bit is odd
        return (ushort)((bits + tieToEven) >> 16);
    }

    /// <summary>The float with these upper sixteen bits. Exact.</summary>
    public static float Decode(ushort code) => BitConverter.UInt32BitsToSingle((uint)code << 16);

    /// <summary>The BF16 value nearest to <paramref name="value"/>, as a float.</summary>
    public static float Round(float value) => Decode(Encode(value));

    /// <summary>Encodes every element.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Encode(ReadOnlySpan<float> values, Span<ushort> codes)
    {
        SpanLengths.Require(values.Length, codes.Length);
        int done = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; done <= values.Length - 32; done += 32)
                Vector512.Narrow(Codes(values[done..]), Codes(values[(done + 16)..])).CopyTo(codes[done..]);
        }

        for (; done < values.Length; done++)
            codes[done] = Encode(values[done]);
    }

    /// <summary>Decodes every element.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Decode(ReadOnlySpan<ushort> codes, Span<float> values)
    {
        SpanLengths.Require(codes.Length, values.Length);
        int done = 0;
        var bits = MemoryMarshal.Cast<float, uint>(values);
        for (; Vector256.IsHardwareAccelerated && done <= codes.Length - 16; done += 16)
        {
            var (lower, upper) = Vector256.Widen(Vector256.Create(codes[done..]));
            (lower << 16).CopyTo(bits[done..]);
            (upper << 16).CopyTo(bits[(done + 8)..]);
        }

        for (; done < codes.Length; done++)
            values[done] = Decode(codes[done]);
    }

    private static Vector512<uint> Codes(ReadOnlySpan<float> values)
    {
        var value = Vector512.Create(values);
        var bits = value.AsUInt32();
        var rounded = (bits + Vector512.Create(0x7FFFu) + ((bits >> 16) & Vector512<uint>.One)) >> 16;
        return Vector512.ConditionalSelect(Vector512.IsNaN(value).AsUInt32(), Vector512.Create(NotANumber), rounded);
    }
}
