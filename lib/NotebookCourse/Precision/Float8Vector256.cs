using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NotebookCourse.Precision;

/// <summary>The eight-bit formats on 8 floats at a time. Each method returns how many elements it did; the rest is the caller's.</summary>
internal static class Float8Vector256
{
    private const int Step = 4 * 8;

    public static int Encode(Float8Bits format, ReadOnlySpan<float> values, Span<byte> codes)
    {
        ref uint source = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<float, uint>(values));
        ref byte destination = ref MemoryMarshal.GetReference(codes);
        nuint done = 0;
        for (; done + Step <= (nuint)values.Length; done += Step)
        {
            var first = Code(format, Vector256.LoadUnsafe(ref source, done));
            var second = Code(format, Vector256.LoadUnsafe(ref source, done + 8));
            var third = Code(format, Vector256.LoadUnsafe(ref source, done + 2 * 8));
            var fourth = Code(format, Vector256.LoadUnsafe(ref source, done + 3 * 8));
            Vector256.Narrow(Vector256.Narrow(first, second), Vector256.Narrow(third, fourth)).StoreUnsafe(ref destination, done);
        }

        return (int)done;
    }

    public static int Decode(Float8Bits format, ReadOnlySpan<byte> codes, Span<float> values)
    {
        ref byte source = ref MemoryMarshal.GetReference(codes);
        ref float destination = ref MemoryMarshal.GetReference(values);
        nuint done = 0;
        for (; done + Step <= (nuint)codes.Length; done += Step)
        {
            var (lower, upper) = Vector256.Widen(Vector256.LoadUnsafe(ref source, done));
            var (first, second) = Vector256.Widen(lower);
            var (third, fourth) = Vector256.Widen(upper);
            Value(format, first).StoreUnsafe(ref destination, done);
            Value(format, second).StoreUnsafe(ref destination, done + 8);
            Value(format, third).StoreUnsafe(ref destination, done + 2 * 8);
            Value(format, fourth).StoreUnsafe(ref destination, done + 3 * 8);
        }

        return (int)done;
    }

    private static Vector256<uint> Code(Float8Bits format, Vector256<uint> bits)
    {
        var magnitude = bits & Vector256.Create(Float8Bits.Magnitude);

        // Normal: add just under half of the last kept bit, plus one where that bit is odd, then drop what is below it.
        var odd = (magnitude >> format.Shift) & Vector256<uint>.One;
        var normal = ((magnitude + odd + Vector256.Create((1u << (format.Shift - 1)) - 1)) >> format.Shift) - Vector256.Create(format.Rebias);

        // Subnormal: the sum's fraction is the number of smallest steps, rounded by the processor.
        var anchor = Vector256.Create(format.SubnormalAnchor);
        var subnormal = (magnitude.AsSingle() + anchor.AsSingle()).AsUInt32() - anchor;

        var code = Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256.Create(format.MinNormal)), subnormal, normal);
        code = Vector256.ConditionalSelect(Vector256.GreaterThan(code, Vector256.Create(format.MaxFiniteCode)), Vector256.Create(format.BeyondCode), code);
        code |= (bits & Vector256.Create(~Float8Bits.Magnitude)) >> 24;
        var isNotANumber = Vector256.GreaterThan(magnitude, Vector256.Create(Float8Bits.Infinity));
        return Vector256.ConditionalSelect(isNotANumber, Vector256.Create((uint)Float8Format.NotANumber), code);
    }

    private static Vector256<float> Value(Float8Bits format, Vector256<uint> code)
    {
        var magnitude = code & Vector256.Create(0x7Fu);
        var normal = (magnitude + Vector256.Create(format.Rebias)) << format.Shift;
        var subnormal = (Vector256.ConvertToSingle(magnitude.AsInt32()) * format.SmallestStep).AsUInt32();
        var bits = Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256.Create(format.FirstNormalCode)), subnormal, normal);
        bits = Vector256.ConditionalSelect(Vector256.Equals(magnitude, Vector256.Create(format.InfinityCode)), Vector256.Create(Float8Bits.Infinity), bits);
        var isNotANumber = Vector256.GreaterThanOrEqual(magnitude, Vector256.Create(format.FirstNotANumberCode));
        bits = Vector256.ConditionalSelect(isNotANumber, Vector256.Create(BitConverter.SingleToUInt32Bits(float.NaN) & Float8Bits.Magnitude), bits);
        return (bits | ((code & Vector256.Create(0x80u)) << 24)).AsSingle();
    }
}
