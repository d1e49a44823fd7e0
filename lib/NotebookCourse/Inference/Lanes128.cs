using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NotebookCourse.Inference;

/// <summary>Four floats: SSE, NEON, WebAssembly.</summary>
internal readonly unsafe struct Lanes128(Vector128<float> value) : ILanes<Lanes128>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Fill(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Float32(byte* source) => new(Vector128.Load((float*)source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 BFloat16(byte* source) => new((FourShorts(source) << 16).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Float16(byte* source)
    {
        var bits = FourShorts(source);
        var magnitude = bits & Vector128.Create(0x7FFFu);
        var value = ((magnitude << 13).AsSingle() * SmallFloats.Float16Lift).AsUInt32();
        var special = Vector128.GreaterThan(magnitude, Vector128.Create(SmallFloats.Float16Infinity - 1)) & Vector128.Create(SmallFloats.Float32Infinity);
        return new((value | special | ((bits & Vector128.Create(0x8000u)) << 16)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Float8(byte* source)
    {
        var code = Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(uint*)source).AsByte()));
        var magnitude = code & Vector128.Create(0x7Fu);
        var normal = (magnitude + Vector128.Create(SmallFloats.Float8Rebias)) << 20;
        var minNormal = Vector128.Create(SmallFloats.Float8MinNormal);
        var subnormal = (((magnitude << 20) | minNormal).AsSingle() - minNormal.AsSingle()).AsUInt32(); // with a hidden one, and without it again
        var bits = Vector128.ConditionalSelect(Vector128.LessThan(magnitude, Vector128.Create(8u)), subnormal, normal);
        bits |= Vector128.Equals(magnitude, Vector128.Create(0x7Fu)) & Vector128.Create(SmallFloats.Float8Quiet);
        return new((bits | ((code & Vector128.Create(0x80u)) << 24)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Int8(byte* source)
        => new(Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(uint*)source).AsSByte()))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128 lanes, float* destination) => lanes._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 MultiplyAdd(Lanes128 left, Lanes128 right, Lanes128 sum) => new(Vector128.MultiplyAddEstimate(left._value, right._value, sum._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes128 lanes) => Vector128.Sum(lanes._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> FourShorts(byte* source) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)source).AsUInt16());
}
