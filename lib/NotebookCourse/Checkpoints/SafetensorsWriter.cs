using System.Buffers.Binary;
using System.Text.Json;

namespace NotebookCourse.Checkpoints;

/// <summary>Writes safetensors files. A file appears under its name only when it is whole and on disk; a failure leaves what was there before.</summary>
public static class SafetensorsWriter
{
    private const int HeaderAlignment = 8;

    /// <summary>
    /// Writes one file. Tensors are laid down widest elements first, then by name, as the format's own library does,
    /// so that each starts at a multiple of its element size.
    /// </summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <param name="metadata">Notes, text to text. Hugging Face's loaders expect <c>format: pt</c>, the default.</param>
    /// <exception cref="ArgumentException">A name is empty, reserved or used twice; a dimension is negative; or a tensor wrote another number of bytes than its shape needs.</exception>
    public static void Write(string path, IEnumerable<TensorToWrite> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = tensors.OrderByDescending(tensor => tensor.Type.Size()).ThenBy(tensor => tensor.Name, StringComparer.Ordinal).ToList();
        Check(ordered);
        byte[] header = Header(ordered, metadata ?? new Dictionary<string, string> { ["format"] = "pt" });
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[SafetensorsHeader.LengthBytes];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var tensor in ordered)
                WriteTensor(stream, tensor);
        });
    }

    /// <summary>
    /// Writes a folder of shards named <c>model-00001-of-00002.safetensors</c> with their index, or a single
    /// <c>model.safetensors</c> where all fits into one.
    /// </summary>
    /// <param name="folder">Created if need be.</param>
    /// <param name="tensors">The tensors, kept in this order across shards.</param>
    /// <param name="maxShardBytes">The most tensor bytes a shard holds, unless a single tensor is larger. Range: &gt; 0.</param>
    /// <exception cref="ArgumentException">As for <see cref="Write"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxShardBytes"/> is not positive.</exception>
    public static void WriteFolder(string folder, IEnumerable<TensorToWrite> tensors, long maxShardBytes = 5_000_000_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxShardBytes);
        var all = tensors.ToList();
        Check(all);
        var shards = Split(all, maxShardBytes);
        Directory.CreateDirectory(folder);
        if (shards.Count <= 1)
        {
            Write(Path.Combine(folder, Checkpoint.SingleFile), all);
            File.Delete(Path.Combine(folder, Checkpoint.IndexFile));
            return;
        }

        var shardOfTensor = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < shards.Count; i++)
        {
            string name = $"model-{i + 1:00000}-of-{shards.Count:00000}.safetensors";
            Write(Path.Combine(folder, name), shards[i]);
            foreach (var tensor in shards[i])
                shardOfTensor[tensor.Name] = name;
        }

        var index = new { metadata = new { total_size = all.Sum(tensor => tensor.Bytes) }, weight_map = shardOfTensor };
        AtomicFile.Write(Path.Combine(folder, Checkpoint.IndexFile), stream => JsonSerializer.Serialize(stream, index, JsonOptions));
    }

    private static JsonSerializerOptions JsonOptions { get; } = new() { WriteIndented = true };

    private static void Check(List<TensorToWrite> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in tensors)
        {
            if (tensor.Name is "" or SafetensorsHeader.MetadataKey)
                throw new ArgumentException($"A tensor cannot be named '{tensor.Name}': the format keeps {SafetensorsHeader.MetadataKey} for itself, and a name is not empty.");
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"Two tensors are named '{tensor.Name}'; a file holds a name once.");
            if (tensor.Shape.Any(dimension => dimension < 0))
                throw new ArgumentException($"Tensor '{tensor.Name}' has the shape [{string.Join(", ", tensor.Shape)}]; dimensions are not negative.");
        }
    }

    private static List<List<TensorToWrite>> Split(List<TensorToWrite> tensors, long maxShardBytes)
    {
        var shards = new List<List<TensorToWrite>>();
        long filled = 0;
        foreach (var tensor in tensors)
        {
            if (shards.Count == 0 || filled > maxShardBytes - tensor.Bytes)
            {
                shards.Add([]);
                filled = 0;
            }

            shards[^1].Add(tensor);
            filled += tensor.Bytes;
        }

        return shards;
    }

    private static byte[] Header(List<TensorToWrite> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WritePropertyName(SafetensorsHeader.MetadataKey);
                JsonSerializer.Serialize(json, metadata);
            }

            long position = 0;
            foreach (var tensor in tensors)
            {
                json.WritePropertyName(tensor.Name);
                JsonSerializer.Serialize(json, new { dtype = tensor.Type.ToString(), shape = tensor.Shape, data_offsets = new[] { position, position += tensor.Bytes } });
            }

            json.WriteEndObject();
        }

        while (buffer.Length % HeaderAlignment != 0)
            buffer.WriteByte((byte)' ');
        if (buffer.Length > SafetensorsHeader.MaxLength)
            throw new ArgumentException($"{tensors.Count} tensors need a header of {buffer.Length} bytes; the format allows {SafetensorsHeader.MaxLength}. Write several shards.");
        return buffer.ToArray();
    }

    private static void WriteTensor(Stream stream, TensorToWrite tensor)
    {
        long start = stream.Position;
        tensor.WriteTo(stream);
        long written = stream.Position - start;
        if (written != tensor.Bytes)
            throw new ArgumentException($"Tensor '{tensor.Name}' {tensor.Type} [{string.Join(", ", tensor.Shape)}] needs {tensor.Bytes} bytes, but {written} were written for it.");
    }
}
