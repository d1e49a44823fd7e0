using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using NotebookCourse.Precision;

namespace NotebookCourse.Checkpoints;

/// <summary>Reads tensors of any number type as floats, without torch.</summary>
public static class CheckpointFloats
{
    private const int BytesAtOnce = 1 << 20;

    /// <summary>
    /// All elements in order, as floats. Integers and 64-bit floats are rounded to the nearest float; FP8 codes are
    /// decoded without their block scales.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="NotSupportedException">The tensor holds complex numbers, or more elements than one array can.</exception>
    public static float[] ReadFloats(this Checkpoint checkpoint, string name)
    {
        var entry = checkpoint[name];
        if (entry.Elements > Array.MaxLength)
            throw new NotSupportedException($"{entry} has {entry.Elements} elements; one array holds at most {Array.MaxLength}. Read it in parts with Span.");
        float[] values = new float[entry.Elements];
        int perStep = BytesAtOnce / entry.Type.Size();
        for (int first = 0; first < values.Length; first += perStep)
        {
            int count = Math.Min(perStep, values.Length - first);
            var bytes = checkpoint.Span(name, (long)first * entry.Type.Size(), count * entry.Type.Size());
            Decode(entry.Type, bytes, values.AsSpan(first, count));
        }

        return values;
    }

    /// <summary>All elements of an I64 tensor in order.</summary>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="NotSupportedException">The tensor is of another type.</exception>
    public static long[] ReadInt64s(this Checkpoint checkpoint, string name)
    {
        var entry = checkpoint[name];
        if (entry.Type != SafetensorsType.I64)
            throw new NotSupportedException($"{entry} was asked for as 64-bit integers; it is {entry.Type}.");
        return MemoryMarshal.Cast<byte, long>(checkpoint.Span(name, 0, checked((int)entry.Bytes))).ToArray();
    }

    private static void Decode(SafetensorsType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (type)
        {
            case SafetensorsType.F32: MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values); break;
            case SafetensorsType.BF16: BFloat16Codec.Decode(MemoryMarshal.Cast<byte, ushort>(bytes), values); break;
            case SafetensorsType.F16: TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), values); break;
            case SafetensorsType.F64: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(bytes), values); break;
            case SafetensorsType.F8_E4M3: Float8.Decode(Float8Format.E4M3, bytes, values); break;
            case SafetensorsType.F8_E5M2: Float8.Decode(Float8Format.E5M2, bytes, values); break;
            case SafetensorsType.F8_E8M0: PowerOfTwoScale.Decode(bytes, values); break;
            case SafetensorsType.BOOL or SafetensorsType.U8: TensorPrimitives.ConvertTruncating(bytes, values); break;
            case SafetensorsType.I8: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(bytes), values); break;
            case SafetensorsType.I16: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, short>(bytes), values); break;
            case SafetensorsType.U16: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, ushort>(bytes), values); break;
            case SafetensorsType.I32: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, int>(bytes), values); break;
            case SafetensorsType.U32: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, uint>(bytes), values); break;
            case SafetensorsType.I64: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, long>(bytes), values); break;
            case SafetensorsType.U64: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, ulong>(bytes), values); break;
            default: throw new NotSupportedException($"{type} elements are not single real numbers and have no float.");
        }
    }
}
