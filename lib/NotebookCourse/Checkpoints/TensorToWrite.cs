using System.Runtime.InteropServices;
using NotebookCourse.Precision;

namespace NotebookCourse.Checkpoints;

/// <summary>A tensor on its way into a safetensors file. Its bytes are asked for only when their turn comes.</summary>
/// <param name="Name">Its name. Not empty, and not <c>__metadata__</c>.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions, outermost first. Range: each &gt;= 0.</param>
/// <param name="WriteTo">Writes exactly the elements' bytes, little end first, in row order.</param>
public sealed record TensorToWrite(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, Action<Stream> WriteTo)
{
    /// <summary>The number of bytes <see cref="WriteTo"/> must write.</summary>
    public long Bytes => Shape.Aggregate((long)Type.Size(), (product, dimension) => checked(product * dimension));

    /// <summary>A tensor whose bytes are at hand.</summary>
    public static TensorToWrite Of(string name, SafetensorsType type, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes) =>
        new(name, type, shape, stream => stream.Write(bytes.Span));

    /// <summary>Floats as F32.</summary>
    public static TensorToWrite Of(string name, IReadOnlyList<long> shape, ReadOnlyMemory<float> values) =>
        new(name, SafetensorsType.F32, shape, stream => stream.Write(MemoryMarshal.AsBytes(values.Span)));

    /// <summary>64-bit integers as I64.</summary>
    public static TensorToWrite Of(string name, IReadOnlyList<long> shape, ReadOnlyMemory<long> values) =>
        new(name, SafetensorsType.I64, shape, stream => stream.Write(MemoryMarshal.AsBytes(values.Span)));

    /// <summary>Floats rounded to BF16.</summary>
    public static TensorToWrite OfBFloat16(string name, IReadOnlyList<long> shape, ReadOnlyMemory<float> values) =>
        new(name, SafetensorsType.BF16, shape, stream =>
        {
            ushort[] codes = new ushort[values.Length];
            BFloat16Codec.Encode(values.Span, codes);
            stream.Write(MemoryMarshal.AsBytes<ushort>(codes));
        });
}
