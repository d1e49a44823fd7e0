using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NotebookCourse.Inference;

/// <summary>Sixteen floats: AVX-512.</summary>
internal readonly unsafe struct Lanes512(Vector512<float> value) : ILanes<Lanes512>
{
    private readonly Vector512<float> _value = value;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Fill(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Float32(byte* source) => new(Vector512.Load((float*)source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 BFloat16(byte* source) => new((SixteenShorts(source) << 16).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Float16(byte* source)
    {
        var bits = SixteenShorts(source);
        var magnitude = bits & Vector512.Create(0x7FFFu);
        var value = ((magnitude << 13).AsSingle() * SmallFloats.Float16Lift).AsUInt32();
        var special = Vector512.GreaterThan(magnitude, Vector512.Create(SmallFloats.Float16Infinity - 1)) & Vector512.Create(SmallFloats.Float32Infinity);
        return new((value | special | ((bits & Vector512.Create(0x8000u)) << 16)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Float8(byte* source)
    {
        var code = SixteenBytes(source);
        var magnitude = code & Vector512.Create(0x7Fu);
        var normal = (magnitude + Vector512.Create(SmallFloats.Float8Rebias)) << 20;
        var minNormal = Vector512.Create(SmallFloats.Float8MinNormal);
        var subnormal = (((magnitude << 20) | minNormal).AsSingle() - minNormal.AsSingle()).AsUInt32(); // with a hidden one, and without it again
        var bits = Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(8u)), subnormal, normal);
        bits |= Vector512.Equals(magnitude, Vector512.Create(0x7Fu)) & Vector512.Create(SmallFloats.Float8Quiet);
        return new((bits | ((code & Vector512.Create(0x80u)) << 24)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Int8(byte* source)
        => new(Vector512.ConvertToSingle(SixteenSignedBytes(source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512 lanes, float* destination) => lanes._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MultiplyAdd(Lanes512 left, Lanes512 right, Lanes512 sum) => new(Vector512.MultiplyAddEstimate(left._value, right._value, sum._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes512 lanes) => Vector512.Sum(lanes._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> SixteenShorts(byte* source) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector512UInt32(Vector256.Load((ushort*)source))
        : Vector512.WidenLower(Vector256.Load((ushort*)source).ToVector512Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> SixteenBytes(byte* source) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector512UInt32(Vector128.Load(source))
        : Vector512.WidenLower(Vector256.WidenLower(Vector128.Load(source).ToVector256Unsafe()).ToVector512Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> SixteenSignedBytes(byte* source) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector512Int32(Vector128.Load((sbyte*)source))
        : Vector512.WidenLower(Vector256.WidenLower(Vector128.Load((sbyte*)source).ToVector256Unsafe()).ToVector512Unsafe());
}
