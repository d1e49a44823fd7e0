using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace NotebookCourse.Checkpoints;

/// <summary>
/// The head of a safetensors file: eight bytes of length, then JSON that names every tensor with its type, shape
/// and place. Reading checks all of the format's rules, so that whatever is read later lies inside the file.
/// </summary>
/// <param name="Entries">The tensors in the order of their bytes.</param>
/// <param name="Metadata">The file's own notes (<c>__metadata__</c>), text to text.</param>
internal sealed record SafetensorsHeader(IReadOnlyList<TensorEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    public const string MetadataKey = "__metadata__";

    /// <summary>The format's own limit: no header is longer than 100 MB.</summary>
    public const long MaxLength = 100_000_000;

    public const int LengthBytes = 8;

    /// <summary>Reads and checks the head of an open file.</summary>
    /// <exception cref="SafetensorsException">The file breaks a rule of the format.</exception>
    public static SafetensorsHeader Read(string file, Stream stream)
    {
        long fileLength = stream.Length;
        Span<byte> lengthField = stackalloc byte[LengthBytes];
        if (fileLength < LengthBytes)
            throw new SafetensorsException(file, $"{fileLength} bytes long, but a safetensors file starts with an 8-byte header length. Is it complete?");
        stream.ReadExactly(lengthField);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthField);
        if (length > MaxLength)
            throw new SafetensorsException(file, $"its first eight bytes give a header of {length} bytes; the format allows {MaxLength}. Is it a safetensors file?");
        if ((long)length > fileLength - LengthBytes)
            throw new SafetensorsException(file, $"its header should be {length} bytes, but the file ends {fileLength - LengthBytes} bytes after the length. Is the download complete?");

        byte[] json = new byte[length];
        stream.ReadExactly(json);
        return Parse(file, json, fileLength);
    }

    /// <summary>Checks header JSON against the length of the file it came from.</summary>
    /// <exception cref="SafetensorsException">The header breaks a rule of the format.</exception>
    public static SafetensorsHeader Parse(string file, ReadOnlyMemory<byte> json, long fileLength)
    {
        if (json.Length == 0 || json.Span[0] != (byte)'{')
            throw new SafetensorsException(file, "its header does not start with '{': it is not safetensors JSON.");
        try
        {
            var reader = new Utf8JsonReader(json.Span);
            var parser = new SafetensorsHeaderParser(file, LengthBytes + json.Length);
            var header = parser.Parse(ref reader);
            CheckLayout(file, header.Entries, LengthBytes + json.Length, fileLength);
            return header;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            throw new SafetensorsException(file, $"its header is not the JSON the format asks for: {fault.Message}");
        }
    }

    // Tensors fill the rest of the file one after the other: no overlap, no hole, nothing after the last.
    private static void CheckLayout(string file, IReadOnlyList<TensorEntry> entries, long dataStart, long fileLength)
    {
        long position = dataStart;
        string previous = "the header";
        foreach (var entry in entries)
        {
            if (entry.Offset < position)
                throw new SafetensorsException(file, $"tensor '{entry.Name}' starts at data byte {entry.Offset - dataStart}, inside {previous}, which ends at {position - dataStart}.");
            if (entry.Offset > position)
                throw new SafetensorsException(file, $"{entry.Offset - position} bytes between {previous} and tensor '{entry.Name}' belong to no tensor; the format allows no holes.");
            position += entry.Bytes;
            previous = $"tensor '{entry.Name}'";
        }

        if (position > fileLength)
            throw new SafetensorsException(file, $"its tensors need {position} bytes, but the file has {fileLength}. Is the download complete?");
        if (position < fileLength)
            throw new SafetensorsException(file, $"{fileLength - position} bytes after {previous} belong to no tensor.");
    }
}
