using System.Buffers.Binary;
using System.Text;

namespace NotebookCourse.Checkpoints;

/// <summary>
/// Reads a GGUF header by the written specification (version 2 and 3, little-endian). Every count and length is held against the bytes
/// that are left before any memory is taken for it.
/// </summary>
internal unsafe ref struct GgufReader(string file, byte* start, long length)
{
    private const int MaxDepth = 4, MaxNameBytes = 64, MaxKeyBytes = 65_535, MaxDimensions = 4, SmallestEntry = 8 + 4 + 4 + 8, SmallestPair = 8 + 4 + 1;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private long _position;

    /// <summary>Reads everything before the tensors' bytes.</summary>
    /// <exception cref="InvalidDataException">A rule of the format is broken; the message says which and where.</exception>
    public (Dictionary<string, object> Metadata, List<GgufTensor> Tensors) Read()
    {
        if (length < 24 || !new ReadOnlySpan<byte>(start, 4).SequenceEqual("GGUF"u8))
            throw Fault("it does not begin with 'GGUF' and a whole header; this is no GGUF file.");
        _position = 4;
        uint version = UInt32("the version");
        if (version is not (2 or 3))
            throw Fault($"it is of version {version}{(BinaryPrimitives.ReverseEndianness(version) is 2 or 3 ? " read the other way round: a big-endian file" : "")}; this reader knows versions 2 and 3, little-endian.");
        ulong tensorCount = UInt64("the number of tensors"), pairCount = UInt64("the number of metadata pairs");
        Require(tensorCount, SmallestEntry, "tensors");
        Require(pairCount, SmallestPair, "metadata pairs");
        var metadata = new Dictionary<string, object>(StringComparer.Ordinal);
        for (ulong i = 0; i < pairCount; i++)
            ReadPair(metadata);
        return (metadata, Tensors((long)tensorCount, Alignment(metadata)));
    }

    private void ReadPair(Dictionary<string, object> metadata)
    {
        string key = Text("a metadata key", MaxKeyBytes);
        if (key.Length == 0)
            throw Fault("a metadata key is empty.");
        if (!metadata.TryAdd(key, Value(UInt32($"the type of '{key}'"), $"'{key}'", 0)))
            throw Fault($"the metadata key '{key}' stands twice in it.");
    }

    private uint Alignment(Dictionary<string, object> metadata)
    {
        if (!metadata.TryGetValue(GgufFile.AlignmentKey, out object? value))
            return GgufFile.DefaultAlignment;
        return value is uint alignment and >= 8 && alignment % 8 == 0 && alignment <= 1 << 20
            ? alignment
            : throw Fault($"'{GgufFile.AlignmentKey}' is {value}; expected a 32-bit multiple of 8.");
    }

    private List<GgufTensor> Tensors(long count, uint alignment)
    {
        var found = new List<(string Name, uint Type, long[] Shape, ulong Offset)>();
        for (long i = 0; i < count; i++)
        {
            string name = Text("a tensor's name", MaxNameBytes);
            uint dimensions = UInt32($"the number of dimensions of '{name}'");
            if (dimensions is < 1 or > MaxDimensions)
                throw Fault($"tensor '{name}' has {dimensions} dimensions; expected 1 to {MaxDimensions}.");
            var shape = new long[dimensions];
            for (int d = 0; d < shape.Length; d++)
            {
                ulong size = UInt64($"a dimension of '{name}'");
                shape[^(d + 1)] = size is >= 1 and <= long.MaxValue ? (long)size : throw Fault($"tensor '{name}' has a dimension of {size}; expected 1 or more, and what a file can hold.");
            }

            found.Add((name, UInt32($"the type of '{name}'"), shape, UInt64($"the offset of '{name}'")));
        }

        long data = _position + ((alignment - (_position % alignment)) % alignment);
        List<GgufTensor> tensors = [];
        foreach (var (name, type, shape, offset) in found)
            tensors.Add(Tensor(name, type, shape, offset, data, alignment));
        RequireApart(tensors);
        return tensors;
    }

    private readonly GgufTensor Tensor(string name, uint type, long[] shape, ulong offset, long data, uint alignment)
    {
        if (!Enum.IsDefined((GgufType)type))
            throw Fault($"tensor '{name}' is stored as {GgufTypes.NameOf(type)}; this reader knows {string.Join(", ", Enum.GetNames<GgufType>())}.");
        if (offset % alignment != 0)
            throw Fault($"tensor '{name}' begins at {offset}, which is no multiple of the alignment {alignment}.");
        if (offset > (ulong)length || (long)offset > length - data)
            throw Fault($"tensor '{name}' begins at {offset}, behind the end of the file: {Math.Max(0, length - data)} bytes of data are there. Is the download complete?");
        try
        {
            var tensor = new GgufTensor(name, (GgufType)type, shape, data + (long)offset);
            if (shape[^1] % tensor.Type.BlockElements() != 0)
                throw Fault($"{tensor} has rows of {shape[^1]}, which are no whole blocks of {tensor.Type.BlockElements()}.");
            if (tensor.Bytes > length - tensor.Offset)
                throw Fault($"{tensor} needs {tensor.Bytes} bytes from {tensor.Offset} on, but the file ends at {length}. Is the download complete?");
            return tensor;
        }
        catch (OverflowException)
        {
            throw Fault($"tensor '{name}' of shape [{string.Join(", ", shape)}] has more elements than any file can hold.");
        }
    }

    private readonly void RequireApart(List<GgufTensor> tensors)
    {
        if (tensors.GroupBy(tensor => tensor.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
            throw Fault($"the tensor '{twice.Key}' stands twice in it.");
        GgufTensor? before = null;
        foreach (GgufTensor tensor in tensors.OrderBy(tensor => tensor.Offset))
        {
            if (before is not null && before.Offset + before.Bytes > tensor.Offset)
                throw Fault($"{before} and {tensor} share bytes.");
            before = tensor;
        }
    }

    private object Value(uint type, string place, int depth) => type switch
    {
        0 => Take(1, place)[0],
        1 => (sbyte)Take(1, place)[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(Take(2, place)),
        3 => BinaryPrimitives.ReadInt16LittleEndian(Take(2, place)),
        4 => UInt32(place),
        5 => (int)UInt32(place),
        6 => BinaryPrimitives.ReadSingleLittleEndian(Take(4, place)),
        7 => Take(1, place)[0] is <= 1 and byte truth ? truth == 1 : throw Fault($"the truth value of {place} is neither 0 nor 1."),
        8 => Text(place, long.MaxValue),
        9 => Array(place, depth),
        10 => UInt64(place),
        11 => (long)UInt64(place),
        12 => BinaryPrimitives.ReadDoubleLittleEndian(Take(8, place)),
        _ => throw Fault($"{place} has a value of type {type}; the format knows 0 to 12."),
    };

    private object Array(string place, int depth)
    {
        if (depth >= MaxDepth)
            throw Fault($"{place} holds lists within lists, {MaxDepth} deep.");
        uint type = UInt32($"the element type of {place}");
        ulong count = UInt64($"the length of {place}");
        int smallest = type switch { 2 or 3 => 2, 4 or 5 or 6 => 4, 8 or 10 or 11 or 12 => 8, 9 => 12, _ => 1 };
        Require(count, smallest, $"elements in {place}");
        if (count > int.MaxValue / 8)
            throw Fault($"{place} has {count} elements; this reader takes at most {int.MaxValue / 8}.");
        if (type == 8)
        {
            string[] texts = new string[count];
            for (int i = 0; i < texts.Length; i++)
                texts[i] = Text(place, long.MaxValue);
            return texts;
        }

        object[] values = new object[count];
        for (int i = 0; i < values.Length; i++)
            values[i] = Value(type, place, depth + 1);
        return values;
    }

    private string Text(string place, long maxBytes)
    {
        ulong bytes = UInt64($"the length of {place}");
        if (bytes > (ulong)(length - _position))
            throw Fault($"{place} is said to be {bytes} bytes long; {length - _position} are left.");
        if ((long)bytes > maxBytes)
            throw Fault($"{place} is {bytes} bytes long; the format allows {maxBytes}.");
        if (bytes > int.MaxValue / 4)
            throw Fault($"{place} is {bytes} bytes long; this reader takes at most {int.MaxValue / 4}.");
        try
        {
            return Strict.GetString(Take((long)bytes, place));
        }
        catch (DecoderFallbackException)
        {
            throw Fault($"{place} is not UTF-8.");
        }
    }

    private uint UInt32(string place) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, place));

    private ulong UInt64(string place) => BinaryPrimitives.ReadUInt64LittleEndian(Take(8, place));

    private ReadOnlySpan<byte> Take(long bytes, string place)
    {
        if (bytes > length - _position)
            throw Fault($"it ends in the middle of {place}, at byte {length}.");
        var taken = new ReadOnlySpan<byte>(start + _position, (int)bytes);
        _position += bytes;
        return taken;
    }

    private readonly void Require(ulong count, int smallest, string what)
    {
        if (count > (ulong)(length - _position) / (ulong)smallest)
            throw Fault($"it is said to hold {count} {what}; the {length - _position} bytes that are left cannot hold so many.");
    }

    private readonly InvalidDataException Fault(string fault) => new($"{file}: {fault}");
}
