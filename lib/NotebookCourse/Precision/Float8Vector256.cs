using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NotebookCourse.Precision;

/// <summary>The eight-bit formats on 8 floats at a time. Each method returns how many elements it did; the rest is the caller's.</summary>
internal static class Float8Vector256
{
    private const int Step = 4 * 8;

    /// <summary>Encodes values, each multiplied by <paramref name="factor"/> first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Encode<TLayout>(ReadOnlySpan<float> values, Span<byte> codes, Overflow overflow, float factor)
        where TLayout : struct, IFloat8Layout
    {
        ref float source = ref MemoryMarshal.GetReference(values);
        ref byte destination = ref MemoryMarshal.GetReference(codes);
        var limit = Vector256.Create(Float8Bits<TLayout>.Limit(overflow));
        var minNormal = Vector256.Create(Float8Bits<TLayout>.MinNormal);
        var lift = Vector256.Create(Float8Bits<TLayout>.Lift);
        var factors = Vector256.Create(factor);
        nuint done = 0;
        for (; done + Step <= (nuint)values.Length; done += Step)
        {
            var first = Code<TLayout>(Vector256.LoadUnsafe(ref source, done) * factors, limit, minNormal, lift);
            var second = Code<TLayout>(Vector256.LoadUnsafe(ref source, done + 8) * factors, limit, minNormal, lift);
            var third = Code<TLayout>(Vector256.LoadUnsafe(ref source, done + 2 * 8) * factors, limit, minNormal, lift);
            var fourth = Code<TLayout>(Vector256.LoadUnsafe(ref source, done + 3 * 8) * factors, limit, minNormal, lift);
            Pack(first, second, third, fourth).StoreUnsafe(ref destination, done);
        }

        return (int)done;
    }

    /// <summary>Decodes codes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decode<TLayout>(ReadOnlySpan<byte> codes, Span<float> values)
        where TLayout : struct, IFloat8Layout
    {
        ref byte source = ref MemoryMarshal.GetReference(codes);
        ref float destination = ref MemoryMarshal.GetReference(values);
        nuint done = 0;
        for (; done + Step <= (nuint)codes.Length; done += Step)
        {
            for (nuint part = 0; part < Step; part += 8)
                Value<TLayout>(Unpack(ref Unsafe.Add(ref source, done + part))).StoreUnsafe(ref destination, done + part);
        }

        return (int)done;
    }

    // The significand in units of its last bit, plus the exponent at its place: Float8Format.Encode has the same lines.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Code<TLayout>(Vector256<float> value, Vector256<float> limit, Vector256<uint> minNormal, Vector256<uint> lift)
        where TLayout : struct, IFloat8Layout
    {
        var bits = value.AsUInt32();
        var magnitude = Vector256.MinNative(limit, (bits & Vector256.Create(Float8Bits<TLayout>.Magnitude)).AsSingle());
        var exponent = Vector256.Max(magnitude.AsUInt32() & Vector256.Create(Float8Bits<TLayout>.Infinity), minNormal);

        // In the sum, the float's last fraction bit is worth the format's last: the processor's own rounding does the work.
        var anchor = exponent + lift;
        var steps = (magnitude + anchor.AsSingle()).AsUInt32() - anchor;
        var code = steps + ((exponent - minNormal) >> Float8Bits<TLayout>.Shift);
        code |= (bits >> 24) & Vector256.Create(0x80u);
        return Vector256.ConditionalSelect(Vector256.Equals(value, value).AsUInt32(), code, Vector256.Create((uint)Float8Format.NotANumber));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Value<TLayout>(Vector256<uint> code)
        where TLayout : struct, IFloat8Layout
    {
        var magnitude = code & Vector256.Create(0x7Fu);
        var bits = (magnitude + Vector256.Create(Float8Bits<TLayout>.Rebias)) << Float8Bits<TLayout>.Shift;

        // A subnormal has no hidden one: read it as if it had, one exponent up, and take the one away.
        var isSubnormal = Vector256.LessThan(magnitude, Vector256.Create(Float8Bits<TLayout>.FirstNormalCode));
        var minNormal = Vector256.Create(Float8Bits<TLayout>.MinNormal).AsSingle();
        var subnormal = (magnitude << Float8Bits<TLayout>.Shift | minNormal.AsUInt32()).AsSingle() - minNormal;
        bits = Vector256.ConditionalSelect(isSubnormal, subnormal.AsUInt32(), bits);
        if (TLayout.HasInfinity)
            bits = Vector256.ConditionalSelect(Vector256.Equals(magnitude, Vector256.Create(Float8Bits<TLayout>.InfinityCode)), Vector256.Create(Float8Bits<TLayout>.Infinity), bits);
        var firstNotANumber = Vector256.Create(TLayout.HasInfinity ? Float8Bits<TLayout>.InfinityCode : Float8Bits<TLayout>.MaxFiniteCode);
        bits = Vector256.ConditionalSelect(Vector256.GreaterThan(magnitude, firstNotANumber), Vector256.Create(Float8Bits<TLayout>.Quiet), bits);
        return (bits | ((code & Vector256.Create(0x80u)) << 24)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Pack(Vector256<uint> first, Vector256<uint> second, Vector256<uint> third, Vector256<uint> fourth)
    {
        if (!Avx2.IsSupported)
            return Vector256.Narrow(Vector256.Narrow(first, second), Vector256.Narrow(third, fourth));

        // The packing instructions work within lanes of 128 bits; groups of four codes then stand in this order.
        var lower = Avx2.PackUnsignedSaturate(first.AsInt32(), second.AsInt32());
        var upper = Avx2.PackUnsignedSaturate(third.AsInt32(), fourth.AsInt32());
        var packed = Avx2.PackUnsignedSaturate(lower.AsInt16(), upper.AsInt16());
        return Avx2.PermuteVar8x32(packed.AsInt32(), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Unpack(ref byte codes)
    {
        var eight = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref codes)).AsByte();
        return Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(eight).AsUInt32()
            : Vector256.WidenLower(Vector128.WidenLower(eight).ToVector256());
    }
}
