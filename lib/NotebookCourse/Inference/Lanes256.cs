using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NotebookCourse.Inference;

/// <summary>Eight floats: AVX2.</summary>
internal readonly unsafe struct Lanes256(Vector256<float> value) : ILanes<Lanes256>
{
    private readonly Vector256<float> _value = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Fill(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Float32(byte* source) => new(Vector256.Load((float*)source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 BFloat16(byte* source) => new((EightShorts(source) << 16).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Float16(byte* source)
    {
        var bits = EightShorts(source);
        var magnitude = bits & Vector256.Create(0x7FFFu);
        var value = ((magnitude << 13).AsSingle() * SmallFloats.Float16Lift).AsUInt32();
        var special = Vector256.GreaterThan(magnitude, Vector256.Create(SmallFloats.Float16Infinity - 1)) & Vector256.Create(SmallFloats.Float32Infinity);
        return new((value | special | ((bits & Vector256.Create(0x8000u)) << 16)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Float8(byte* source)
    {
        var code = EightBytes(source);
        var magnitude = code & Vector256.Create(0x7Fu);
        var normal = (magnitude + Vector256.Create(SmallFloats.Float8Rebias)) << 20;
        var minNormal = Vector256.Create(SmallFloats.Float8MinNormal);
        var subnormal = (((magnitude << 20) | minNormal).AsSingle() - minNormal.AsSingle()).AsUInt32(); // with a hidden one, and without it again
        var bits = Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256.Create(8u)), subnormal, normal);
        bits |= Vector256.Equals(magnitude, Vector256.Create(0x7Fu)) & Vector256.Create(SmallFloats.Float8Quiet);
        return new((bits | ((code & Vector256.Create(0x80u)) << 24)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Int8(byte* source)
        => new(Vector256.ConvertToSingle(EightSignedBytes(source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 lanes, float* destination) => lanes._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyAdd(Lanes256 left, Lanes256 right, Lanes256 sum) => new(Vector256.MultiplyAddEstimate(left._value, right._value, sum._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes256 lanes) => Vector256.Sum(lanes._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> EightShorts(byte* source) => Avx2.IsSupported
        ? Avx2.ConvertToVector256Int32((ushort*)source).AsUInt32()
        : Vector256.WidenLower(Vector128.Load((ushort*)source).ToVector256Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> EightBytes(byte* source) => Avx2.IsSupported
        ? Avx2.ConvertToVector256Int32(source).AsUInt32()
        : Vector256.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)source).AsByte()).ToVector256Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> EightSignedBytes(byte* source) => Avx2.IsSupported
        ? Avx2.ConvertToVector256Int32((sbyte*)source)
        : Vector256.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)source).AsSByte()).ToVector256Unsafe());
}
