using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NotebookCourse.Precision;

/// <summary>The eight-bit formats on 16 floats at a time. Each method returns how many elements it did; the rest is the caller's.</summary>
internal static class Float8Vector512
{
    private const int Step = 4 * 16;

    /// <summary>Encodes values, each multiplied by <paramref name="factor"/> first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Encode<TLayout>(ReadOnlySpan<float> values, Span<byte> codes, Overflow overflow, float factor)
        where TLayout : struct, IFloat8Layout
    {
        ref float source = ref MemoryMarshal.GetReference(values);
        ref byte destination = ref MemoryMarshal.GetReference(codes);
        var limit = Vector512.Create(Float8Bits<TLayout>.Limit(overflow));
        var factors = Vector512.Create(factor);
        nuint done = 0;
        for (; done + Step <= (nuint)values.Length; done += Step)
        {
            var first = Code<TLayout>(Vector512.LoadUnsafe(ref source, done) * factors, limit);
            var second = Code<TLayout>(Vector512.LoadUnsafe(ref source, done + 16) * factors, limit);
            var third = Code<TLayout>(Vector512.LoadUnsafe(ref source, done + 2 * 16) * factors, limit);
            var fourth = Code<TLayout>(Vector512.LoadUnsafe(ref source, done + 3 * 16) * factors, limit);
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
            for (nuint part = 0; part < Step; part += 16)
                Value<TLayout>(Unpack(ref Unsafe.Add(ref source, done + part))).StoreUnsafe(ref destination, done + part);
        }

        return (int)done;
    }

    // The significand in units of its last bit, plus the exponent at its place: Float8Format.Encode has the same lines.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Code<TLayout>(Vector512<float> value, Vector512<float> limit)
        where TLayout : struct, IFloat8Layout
    {
        var bits = value.AsUInt32();
        var magnitude = Vector512.MinNative(limit, (bits & Vector512.Create(Float8Bits<TLayout>.Magnitude)).AsSingle());
        var exponent = Vector512.Max(magnitude.AsUInt32() & Vector512.Create(Float8Bits<TLayout>.Infinity), Vector512.Create(Float8Bits<TLayout>.MinNormal));

        // In the sum, the float's last fraction bit is worth the format's last: the processor's own rounding does the work.
        var anchor = exponent + Vector512.Create(Float8Bits<TLayout>.Lift);
        var steps = (magnitude + anchor.AsSingle()).AsUInt32() - anchor;
        var code = steps + ((exponent - Vector512.Create(Float8Bits<TLayout>.MinNormal)) >> Float8Bits<TLayout>.Shift);
        code |= (bits >> 24) & Vector512.Create(0x80u);
        return Vector512.ConditionalSelect(Vector512.Equals(value, value).AsUInt32(), code, Vector512.Create((uint)Float8Format.NotANumber));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Value<TLayout>(Vector512<uint> code)
        where TLayout : struct, IFloat8Layout
    {
        var magnitude = code & Vector512.Create(0x7Fu);
        var bits = (magnitude + Vector512.Create(Float8Bits<TLayout>.Rebias)) << Float8Bits<TLayout>.Shift;

        // A subnormal has no hidden one: read it as if it had, one exponent up, and take the one away.
        var isSubnormal = Vector512.LessThan(magnitude, Vector512.Create(Float8Bits<TLayout>.FirstNormalCode));
        var minNormal = Vector512.Create(Float8Bits<TLayout>.MinNormal).AsSingle();
        var subnormal = (magnitude << Float8Bits<TLayout>.Shift | minNormal.AsUInt32()).AsSingle() - minNormal;
        bits = Vector512.ConditionalSelect(isSubnormal, subnormal.AsUInt32(), bits);
        if (TLayout.HasInfinity)
            bits = Vector512.ConditionalSelect(Vector512.Equals(magnitude, Vector512.Create(Float8Bits<TLayout>.InfinityCode)), Vector512.Create(Float8Bits<TLayout>.Infinity), bits);
        var firstNotANumber = Vector512.Create(TLayout.HasInfinity ? Float8Bits<TLayout>.InfinityCode : Float8Bits<TLayout>.MaxFiniteCode);
        bits = Vector512.ConditionalSelect(Vector512.GreaterThan(magnitude, firstNotANumber), Vector512.Create(Float8Bits<TLayout>.Quiet), bits);
        return (bits | ((code & Vector512.Create(0x80u)) << 24)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Pack(Vector512<uint> first, Vector512<uint> second, Vector512<uint> third, Vector512<uint> fourth)
    {
        if (!Avx512BW.IsSupported)
            return Vector512.Narrow(Vector512.Narrow(first, second), Vector512.Narrow(third, fourth));

        // The packing instructions work within lanes of 128 bits; groups of four codes then stand in this order.
        var lower = Avx512BW.PackUnsignedSaturate(first.AsInt32(), second.AsInt32());
        var upper = Avx512BW.PackUnsignedSaturate(third.AsInt32(), fourth.AsInt32());
        var packed = Avx512BW.PackUnsignedSaturate(lower.AsInt16(), upper.AsInt16());
        return Avx512F.PermuteVar16x32(packed.AsInt32(), Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Unpack(ref byte codes)
    {
        var sixteen = Vector128.LoadUnsafe(ref codes);
        if (Avx512F.IsSupported)
            return Avx512F.ConvertToVector512UInt32(sixteen);
        var (lower, upper) = Vector128.Widen(sixteen);
        return Vector512.Create(Vector256.WidenLower(lower.ToVector256()), Vector256.WidenLower(upper.ToVector256()));
    }
}
