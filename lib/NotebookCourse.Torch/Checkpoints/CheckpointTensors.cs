using static TorchSharp.torch;

namespace NotebookCourse.Checkpoints;

/// <summary>Moves tensors between checkpoints and torch.</summary>
public static class CheckpointTensors
{
    private const int BytesAtOnce = 1 << 28;

    /// <summary>
    /// Copies a tensor into torch in its own type. Torch's interface here has no FP8: such tensors come as float32,
    /// multiplied by their block scales where the checkpoint has them (see <see cref="BlockScaledWeights"/>).
    /// </summary>
    /// <returns>A tensor of the entry's shape on the CPU, owned by the caller's dispose scope.</returns>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="NotSupportedException">Torch has no such type.</exception>
    public static Tensor ReadTensor(this Checkpoint checkpoint, string name)
    {
        var entry = checkpoint[name];
        long[] shape = [.. entry.Shape];
        if (entry.Type is SafetensorsType.F8_E4M3 or SafetensorsType.F8_E5M2 or SafetensorsType.F8_E8M0)
            return tensor(checkpoint.ReadWeight(name), shape);

        var result = empty(shape, dtype: TorchType(entry));
        for (long first = 0; first < entry.Bytes; first += BytesAtOnce)
        {
            int count = (int)Math.Min(BytesAtOnce, entry.Bytes - first);
            CopyBytes(checkpoint.Span(name, first, count), result, first);
        }

        return result;
    }

    /// <summary>A torch tensor on its way into a file, in its own type. Its bytes are read when it is written.</summary>
    /// <param name="name">The name in the file.</param>
    /// <param name="values">A tensor on any device; must live until the file is written.</param>
    /// <exception cref="NotSupportedException">The file format has no such type.</exception>
    public static TensorToWrite ToWrite(string name, Tensor values)
    {
        var type = FileType(name, values.dtype);
        return new TensorToWrite(name, type, values.shape, stream =>
        {
            using var scope = NewDisposeScope();
            stream.Write(values.detach().cpu().contiguous().bytes);
        });
    }

    private static unsafe void CopyBytes(ReadOnlySpan<byte> source, Tensor destination, long first)
    {
        fixed (byte* start = destination.bytes)
            source.CopyTo(new Span<byte>(start + first, source.Length));
    }

    private static ScalarType TorchType(TensorEntry entry) => entry.Type switch
    {
        SafetensorsType.BOOL => ScalarType.Bool,
        SafetensorsType.U8 => ScalarType.Byte,
        SafetensorsType.I8 => ScalarType.Int8,
        SafetensorsType.I16 => ScalarType.Int16,
        SafetensorsType.I32 => ScalarType.Int32,
        SafetensorsType.I64 => ScalarType.Int64,
        SafetensorsType.F16 => ScalarType.Float16,
        SafetensorsType.BF16 => ScalarType.BFloat16,
        SafetensorsType.F32 => ScalarType.Float32,
        SafetensorsType.F64 => ScalarType.Float64,
        SafetensorsType.C64 => ScalarType.ComplexFloat32,
        _ => throw new NotSupportedException($"{entry}: torch has no type for {entry.Type}. Read it with ReadFloats."),
    };

    private static SafetensorsType FileType(string name, ScalarType type) => type switch
    {
        ScalarType.Bool => SafetensorsType.BOOL,
        ScalarType.Byte => SafetensorsType.U8,
        ScalarType.Int8 => SafetensorsType.I8,
        ScalarType.Int16 => SafetensorsType.I16,
        ScalarType.Int32 => SafetensorsType.I32,
        ScalarType.Int64 => SafetensorsType.I64,
        ScalarType.Float16 => SafetensorsType.F16,
        ScalarType.BFloat16 => SafetensorsType.BF16,
        ScalarType.Float32 => SafetensorsType.F32,
        ScalarType.Float64 => SafetensorsType.F64,
        ScalarType.ComplexFloat32 => SafetensorsType.C64,
        _ => throw new NotSupportedException($"Tensor '{name}' is {type}, which a safetensors file cannot hold."),
    };
}
