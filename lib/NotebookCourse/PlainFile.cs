using System.Text;

namespace NotebookCourse;

/// <summary>
/// Reads files that a person named. A device or a pipe never ends, and a file may be larger than memory: both are refused before a byte is read.
/// </summary>
internal static class PlainFile
{
    /// <summary>Larger than any configuration, list or notebook of the course.</summary>
    public const long MostTextBytes = 256 << 20;

    /// <summary>The longest text and tokenizer.</summary>
    public const long MostCorpusBytes = 1 << 30;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Requires a plain file with something in it.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <param name="mostBytes">The longest it may be.</param>
    /// <returns>Its length in bytes.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is empty, a device, a pipe, or too long.</exception>
    public static long Require(string path, long mostBytes = long.MaxValue)
    {
        var named = new FileInfo(path);
        FileInfo file = named.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? named;
        if (!file.Exists)
            throw new FileNotFoundException($"There is no file '{path}'.", path);
        if (file.Length == 0) // what the system says of devices and pipes too
            throw new InvalidDataException($"'{path}' is empty, or no plain file but a device or a pipe. Give a file with something in it.");
        if (file.Length > mostBytes)
            throw new InvalidDataException($"'{path}' is {file.Length:N0} bytes long; expected at most {mostBytes:N0}. Is it the right file?");
        return file.Length;
    }

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="Require"/>.</exception>
    public static byte[] ReadBytes(string path, long mostBytes = MostTextBytes)
    {
        byte[] bytes = new byte[Require(path, mostBytes)];
        using FileStream stream = File.OpenRead(path);
        int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return count == bytes.Length ? bytes : bytes[..count];
    }

    /// <summary>The text of a UTF-8 file, without a byte order mark.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="Require"/>, or it is not UTF-8.</exception>
    public static string ReadText(string path, long mostBytes = MostTextBytes)
    {
        byte[] bytes = ReadBytes(path, mostBytes);
        try
        {
            return Strict.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException error)
        {
            int line = 1 + bytes.AsSpan(0, error.Index).Count((byte)'\n');
            throw new InvalidDataException($"'{path}' is not UTF-8 text: line {line}, byte {error.Index} is 0x{bytes[error.Index]:X2}. Save it as UTF-8.", error);
        }
    }
}
