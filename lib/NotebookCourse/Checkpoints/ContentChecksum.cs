using System.Security.Cryptography;
using System.Text;

namespace NotebookCourse.Checkpoints;

/// <summary>
/// The SHA-256 of all that a safetensors file of ours holds, kept among its notes: the format itself would not notice a flipped bit.
/// </summary>
internal static class ContentChecksum
{
    /// <summary>The note's name.</summary>
    public const string Key = "checksum";

    private const int Chunk = 1 << 20;

    /// <summary>Writes a file with its checksum.</summary>
    /// <param name="path">The file; replaced if it exists, when the new one is whole.</param>
    /// <param name="tensors">Its tensors; each is asked for its bytes twice.</param>
    /// <param name="notes">Its other notes.</param>
    public static void Write(string path, IReadOnlyList<TensorToWrite> tensors, IReadOnlyDictionary<string, string> notes)
    {
        string checksum = Of(notes, tensors.Select(tensor => (Head(tensor.Name, tensor.Type, tensor.Shape), tensor.WriteTo)));
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string>(notes) { [Key] = checksum });
    }

    /// <summary>Requires that a file is as it was written. One that others wrote, without a checksum, passes.</summary>
    /// <returns>Whether it has a checksum.</returns>
    /// <exception cref="SafetensorsException">It has changed.</exception>
    public static bool Require(SafetensorsFile file)
    {
        if (!file.Metadata.TryGetValue(Key, out string? expected))
            return false;
        string actual = Of(file.Metadata, file.Entries.Select(entry => (Head(entry.Name, entry.Type, entry.Shape), (Action<Stream>)(stream => Copy(file, entry, stream)))));
        return actual == expected
            ? true
            : throw new SafetensorsException(file.Path, $"its content has changed since it was written: its SHA-256 is {actual[..12]}..., expected {expected[..Math.Min(12, expected.Length)]}.... Restore it from a copy, or train again.");
    }

    private static string Of(IReadOnlyDictionary<string, string> notes, IEnumerable<(string Head, Action<Stream> WriteTo)> tensors)
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        {
            foreach ((string key, string value) in notes.Where(note => note.Key != Key).OrderBy(note => note.Key, StringComparer.Ordinal))
                stream.Write(Encoding.UTF8.GetBytes($"{key}\0{value}\0"));
            foreach ((string head, Action<Stream> writeTo) in tensors.OrderBy(tensor => tensor.Head, StringComparer.Ordinal))
            {
                stream.Write(Encoding.UTF8.GetBytes(head));
                writeTo(stream);
            }
        }

        return Convert.ToHexStringLower(hash.Hash!);
    }

    private static string Head(string name, SafetensorsType type, IReadOnlyList<long> shape) => $"{name}\0{type} {string.Join(' ', shape)}\0";

    private static void Copy(SafetensorsFile file, TensorEntry entry, Stream stream)
    {
        for (long start = 0; start < entry.Bytes; start += Chunk)
            stream.Write(file.Span(entry, start, (int)Math.Min(Chunk, entry.Bytes - start)));
    }
}
