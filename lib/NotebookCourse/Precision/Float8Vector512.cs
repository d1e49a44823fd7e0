using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NotebookCourse.Precision;

/// <summary>The eight-bit formats on 16 floats at a time. Each method returns how many elements it did; the rest is the caller's.</summary>
internal static class Float8Vector512
{
    private const int Step = 4 * 16;

    public static int Encode(Float8Bits format, ReadOnlySpan<float> values, Span<byte> codes)
    {
        ref uint source = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<float, uint>(values));
        ref byte destination = ref MemoryMarshal.GetReference(codes);
        nuint done = 0;
        for (; done + Step <= (nuint)values.Length; done += Step)
        {
            var first = Code(format, Vector512.LoadUnsafe(ref source, done));
            var second = Code(format, Vector512.LoadUnsafe(ref source, done + 16));
            var third = Code(format, Vector512.LoadUnsafe(ref source, done + 2 * 16));
            var fourth = Code(format, Vector512.LoadUnsafe(ref source, done + 3 * 16));
            Vector512.Narrow(Vector512.Narrow(first, second), Vector512.Narrow(third, fourth)).StoreUnsafe(ref destination, done);
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
            var (lower, upper) = Vector512.Widen(Vector512.LoadUnsafe(ref source, done));
            var (first, second) = Vector512.Widen(lower);
            var (third, fourth) = Vector512.Widen(upper);
            Value(format, first).StoreUnsafe(ref destination, done);
            Value(format, second).StoreUnsafe(ref destination, done + 16);
            Value(format, third).StoreUnsafe(ref destination, done + 2 * 16);
            Value(format, fourth).StoreUnsafe(ref destination, done + 3 * 16);
        }

        return (int)done;
    }

    private static Vector512<uint> Code(Float8Bits format, Vector512<uint> bits)
    {
        var magnitude = bits & Vector512.Create(Float8Bits.Magnitude);

        // Normal: add just under half of the last kept bit, plus one where that bit is odd, then drop what is below it.
        var odd = (magnitude >> format.Shift) & Vector512<uint>.One;
        var normal = ((magnitude + odd + Vector512.Create((1u << (format.Shift - 1)) - 1)) >> format.Shift) - Vector512.Create(format.Rebias);

        // Subnormal: the sum's fraction is the number of smallest steps, rounded by the processor.
        var anchor = Vector512.Create(format.SubnormalAnchor);
        var subnormal = (magnitude.AsSingle() + anchor.AsSingle()).AsUInt32() - anchor;

        var code = Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(format.MinNormal)), subnormal, normal);
        code = Vector512.ConditionalSelect(Vector512.GreaterThan(code, Vector512.Create(format.MaxFiniteCode)), Vector512.Create(format.BeyondCode), code);
        code |= (bits & Vector512.Create(~Float8Bits.Magnitude)) >> 24;
        var isNotANumber = Vector512.GreaterThan(magnitude, Vector512.Create(Float8Bits.Infinity));
        return Vector512.ConditionalSelect(isNotANumber, Vector512.Create((uint)Float8Format.NotANumber), code);
    }

    private static Vector512<float> Value(Float8Bits format, Vector512<uint> code)
    {
        var magnitude = code & Vector512.Create(0x7Fu);
        var normal = (magnitude + Vector512.Create(format.Rebias)) << format.Shift;
        var subnormal = (Vector512.ConvertToSingle(magnitude.AsInt32()) * format.SmallestStep).AsUInt32();
        var bits = Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(format.FirstNormalCode)), subnormal, normal);
        bits = Vector512.ConditionalSelect(Vector512.Equals(magnitude, Vector512.Create(format.InfinityCode)), Vector512.Create(Float8Bits.Infinity), bits);
        var isNotANumber = Vector512.GreaterThanOrEqual(magnitude, Vector512.Create(format.FirstNotANumberCode));
        bits = Vector512.ConditionalSelect(isNotANumber, Vector512.Create(BitConverter.SingleToUInt32Bits(float.NaN) & Float8Bits.Magnitude), bits);
        return (bits | ((code & Vector512.Create(0x80u)) << 24)).AsSingle();
    }
}
