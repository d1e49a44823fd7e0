using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NotebookCourse.Precision;

/// <summary>The eight-bit formats on 64 floats at a time. Each method returns how many elements it did; the rest is the caller's.</summary>
internal static unsafe class Float8Vector512
{
    private const int Step = 4 * 16;
    private const int Ahead = 8192; // floats; the processor's own fetching ahead stops at every page of memory

    /// <summary>Whether the processor looks 64 bytes up in a table of 128 at once, as <see cref="Decode"/> needs.</summary>
    public static bool CanDecode => Avx512Vbmi.IsSupported;

    /// <summary>Encodes values, each multiplied by <paramref name="factor"/> first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Encode<TLayout>(ReadOnlySpan<float> values, Span<byte> codes, Overflow overflow, float factor)
        where TLayout : struct, IFloat8Layout
    {
        var limit = Vector512.Create(Float8Bits<TLayout>.Limit(overflow));
        var minNormal = Vector512.Create(Float8Bits<TLayout>.MinNormal);
        var lift = Vector512.Create(Float8Bits<TLayout>.Lift);
        var factors = Vector512.Create(factor);
        int done = 0;
        fixed (float* source = values)
        fixed (byte* destination = codes)
        {
            bool pastCaches = PastCaches.Pays(destination, codes.Length);
            int next = pastCaches ? PastCaches.FirstAligned(destination) : Step;
            for (; done + Step <= values.Length; done = next, next += Step)
            {
                float* from = source + done;
                Fetch(from + Ahead);
                var first = Code<TLayout>(Vector512.Load(from) * factors, limit, minNormal, lift);
                var second = Code<TLayout>(Vector512.Load(from + 16) * factors, limit, minNormal, lift);
                var third = Code<TLayout>(Vector512.Load(from + 2 * 16) * factors, limit, minNormal, lift);
                var fourth = Code<TLayout>(Vector512.Load(from + 3 * 16) * factors, limit, minNormal, lift);
                var all = Vector512.Narrow(Vector512.Narrow(first, second), Vector512.Narrow(third, fourth));
                if (pastCaches && done > 0)
                    all.StoreAlignedNonTemporal(destination + done);
                else
                    all.Store(destination + done);
            }

            if (pastCaches)
                PastCaches.Finish();
        }

        return done;
    }

    /// <summary>
    /// Decodes codes by looking them up: every value is a BF16 value too, so that two tables of 128 bytes hold all of a
    /// float that is not zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decode<TLayout>(ReadOnlySpan<byte> codes, Span<float> values)
        where TLayout : struct, IFloat8Layout
    {
        ReadOnlySpan<byte> upperBytes = Float8Bytes<TLayout>.Upper, lowerBytes = Float8Bytes<TLayout>.Lower;
        Vector512<byte> upperBelow64 = Vector512.Create(upperBytes), upperFrom64 = Vector512.Create(upperBytes[64..]);
        Vector512<byte> lowerBelow64 = Vector512.Create(lowerBytes), lowerFrom64 = Vector512.Create(lowerBytes[64..]);
        var sign = Vector512.Create((byte)0x80);

        // The unpacking instructions work within lanes of 128 bits: each lane gets the codes whose values it will give.
        var lanes = Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
        int done = 0;
        fixed (byte* source = codes)
        fixed (float* destination = values)
        {
            bool pastCaches = PastCaches.Pays(destination, values.Length);
            int next = pastCaches ? PastCaches.FirstAligned(destination) : Step;
            for (; done + Step <= codes.Length; done = next, next += Step)
            {
                var code = Avx512F.PermuteVar16x32(Vector512.Load(source + done).AsInt32(), lanes).AsByte();
                var upper = Avx512Vbmi.PermuteVar64x8x2(upperBelow64, code, upperFrom64) | (code & sign); // the look-up passes over the sign
                var lower = Avx512Vbmi.PermuteVar64x8x2(lowerBelow64, code, lowerFrom64);
                var firstHalf = Avx512BW.UnpackLow(lower, upper).AsUInt16();
                var secondHalf = Avx512BW.UnpackHigh(lower, upper).AsUInt16();
                var first = Avx512BW.UnpackLow(Vector512<ushort>.Zero, firstHalf).AsSingle();
                var second = Avx512BW.UnpackHigh(Vector512<ushort>.Zero, firstHalf).AsSingle();
                var third = Avx512BW.UnpackLow(Vector512<ushort>.Zero, secondHalf).AsSingle();
                var fourth = Avx512BW.UnpackHigh(Vector512<ushort>.Zero, secondHalf).AsSingle();
                float* to = destination + done;
                if (pastCaches && done > 0)
                {
                    first.StoreAlignedNonTemporal(to);
                    second.StoreAlignedNonTemporal(to + 16);
                    third.StoreAlignedNonTemporal(to + 2 * 16);
                    fourth.StoreAlignedNonTemporal(to + 3 * 16);
                }
                else
                {
                    first.Store(to);
                    second.Store(to + 16);
                    third.Store(to + 2 * 16);
                    fourth.Store(to + 3 * 16);
                }
            }

            if (pastCaches)
                PastCaches.Finish();
        }

        return done;
    }

    // A hint, which does nothing where there is no memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(float* step)
    {
        if (!Sse.IsSupported)
            return;
        Sse.Prefetch1(step);
        Sse.Prefetch1(step + 16);
        Sse.Prefetch1(step + 2 * 16);
        Sse.Prefetch1(step + 3 * 16);
    }

    // The significand in units of its last bit, plus the exponent at its place: Float8Format.Encode has the same lines.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Code<TLayout>(Vector512<float> value, Vector512<float> limit, Vector512<uint> minNormal, Vector512<uint> lift)
        where TLayout : struct, IFloat8Layout
    {
        var bits = value.AsUInt32();
        var magnitude = Vector512.MinNative(limit, (bits & Vector512.Create(Float8Bits<TLayout>.Magnitude)).AsSingle());
        var exponent = Vector512.Max(magnitude.AsUInt32() & Vector512.Create(Float8Bits<TLayout>.Infinity), minNormal);

        // In the sum, the float's last fraction bit is worth the format's last: the processor's own rounding does the work.
        var anchor = exponent + lift;
        var steps = (magnitude + anchor.AsSingle()).AsUInt32() - anchor;
        var code = steps + ((exponent - minNormal) >> Float8Bits<TLayout>.Shift);
        code |= (bits >> 24) & Vector512.Create(0x80u);
        return Vector512.ConditionalSelect(Vector512.Equals(value, value).AsUInt32(), code, Vector512.Create((uint)Float8Format.NotANumber));
    }
}
