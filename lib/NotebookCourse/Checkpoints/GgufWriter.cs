using System.Text;

namespace NotebookCourse.Checkpoints;

/// <summary>A tensor on its way into a GGUF file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions, outermost first.</param>
/// <param name="WriteTo">Writes exactly the elements' bytes, in row order.</param>
public sealed record GgufTensorToWrite(string Name, GgufType Type, IReadOnlyList<long> Shape, Action<Stream> WriteTo)
{
    internal long Bytes => new GgufTensor(Name, Type, Shape, 0).Bytes;
}

/// <summary>Writes GGUF files, version 3. A file appears under its name only when it is whole and on disk.</summary>
public static class GgufWriter
{
    private const int MaxNameBytes = 63; // llama.cpp's own limit; the format's is 64

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="metadata">Pairs, written in this order: uint, int, float, bool, string, string[], int[] or float[].</param>
    /// <param name="tensors">Its tensors, in this order.</param>
    /// <exception cref="ArgumentException">A name is too long or used twice, a value is of another kind, rows are no whole blocks, or a tensor wrote another number of bytes than its shape needs.</exception>
    /// <exception cref="IOException">The disk is full, for example; what was there before stays.</exception>
    public static void Write(string path, IReadOnlyList<KeyValuePair<string, object>> metadata, IReadOnlyList<GgufTensorToWrite> tensors)
    {
        Check(metadata, tensors);
        using var header = new MemoryStream();
        using (var writer = new BinaryWriter(header, Encoding.UTF8, leaveOpen: true))
            WriteHeader(writer, metadata, tensors);
        AtomicFile.Write(path, stream =>
        {
            header.WriteTo(stream);
            Pad(stream);
            foreach (GgufTensorToWrite tensor in tensors)
            {
                long start = stream.Position;
                tensor.WriteTo(stream);
                if (stream.Position - start != tensor.Bytes)
                    throw new ArgumentException($"Tensor '{tensor.Name}' {tensor.Type} [{string.Join(", ", tensor.Shape)}] needs {tensor.Bytes} bytes, but {stream.Position - start} were written for it.");
                Pad(stream);
            }
        });
    }

    private static void WriteHeader(BinaryWriter writer, IReadOnlyList<KeyValuePair<string, object>> metadata, IReadOnlyList<GgufTensorToWrite> tensors)
    {
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)tensors.Count);
        writer.Write((ulong)metadata.Count);
        foreach (var (key, value) in metadata)
        {
            WriteText(writer, key);
            WriteValue(writer, key, value);
        }

        long offset = 0;
        foreach (GgufTensorToWrite tensor in tensors)
        {
            WriteText(writer, tensor.Name);
            writer.Write((uint)tensor.Shape.Count);
            foreach (long dimension in tensor.Shape.Reverse())
                writer.Write((ulong)dimension);
            writer.Write((uint)tensor.Type);
            writer.Write((ulong)offset);
            offset = Aligned(offset + tensor.Bytes);
        }
    }

    private static void WriteValue(BinaryWriter writer, string key, object value)
    {
        switch (value)
        {
            case uint number: writer.Write(4u); writer.Write(number); break;
            case int number: writer.Write(5u); writer.Write(number); break;
            case float number: writer.Write(6u); writer.Write(number); break;
            case bool truth: writer.Write(7u); writer.Write(truth); break;
            case string text: writer.Write(8u); WriteText(writer, text); break;
            case string[] texts: WriteList(writer, 8, texts, text => WriteText(writer, text)); break;
            case int[] numbers: WriteList(writer, 5, numbers, writer.Write); break;
            case float[] numbers: WriteList(writer, 6, numbers, writer.Write); break;
            default: throw new ArgumentException($"The value of '{key}' is a {value.GetType().Name}; expected uint, int, float, bool, string, or an array of texts, ints or floats.");
        }
    }

    private static void WriteList<T>(BinaryWriter writer, uint type, T[] values, Action<T> write)
    {
        writer.Write(9u);
        writer.Write(type);
        writer.Write((ulong)values.Length);
        foreach (T value in values)
            write(value);
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static void Check(IReadOnlyList<KeyValuePair<string, object>> metadata, IReadOnlyList<GgufTensorToWrite> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in metadata.Select(pair => pair.Key).Concat(tensors.Select(tensor => tensor.Name)))
        {
            if (name.Length == 0 || !names.Add(name))
                throw new ArgumentException($"The name '{name}' is empty or used twice; a file holds a name once.");
        }

        foreach (GgufTensorToWrite tensor in tensors)
        {
            if (Encoding.UTF8.GetByteCount(tensor.Name) > MaxNameBytes)
                throw new ArgumentException($"The tensor name '{tensor.Name}' is longer than {MaxNameBytes} bytes.");
            if (tensor.Shape.Count is < 1 or > 4 || tensor.Shape.Any(dimension => dimension < 1) || tensor.Shape[^1] % tensor.Type.BlockElements() != 0)
                throw new ArgumentException($"Tensor '{tensor.Name}' has the shape [{string.Join(", ", tensor.Shape)}]; expected 1 to 4 dimensions of 1 or more, and rows of whole blocks of {tensor.Type.BlockElements()}.");
        }
    }

    private static void Pad(Stream stream)
    {
        for (long missing = Aligned(stream.Position) - stream.Position; missing > 0; missing--)
            stream.WriteByte(0);
    }

    private static long Aligned(long position) => (position + GgufFile.DefaultAlignment - 1) / GgufFile.DefaultAlignment * GgufFile.DefaultAlignment;
}
