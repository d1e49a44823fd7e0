using System.Buffers;
using System.Text;

namespace NotebookCourse.Text;

/// <summary>Where a file stops being UTF-8. A decoder only knows the place within the block that it was given.</summary>
public static class Utf8Fault
{
    private const int BlockBytes = 1 << 16;

    /// <summary>What is wrong with a file that could not be decoded, by its byte and line.</summary>
    /// <param name="path">The file.</param>
    public static string Message(string path)
    {
        using var file = File.OpenRead(path);
        return Find(file) is var (position, line, value)
            ? $"'{path}' is not UTF-8: byte {position} (line {line}) is 0x{value:X2}, which cannot stand there. Convert it first, for example with iconv -f GB18030 -t UTF-8."
            : $"'{path}' was not UTF-8 when it was read, and is now: something else writes it. Try again.";
    }

    /// <summary>The first byte that cannot stand where it does: its position from 0, its line from 1, its value; null if all is UTF-8.</summary>
    /// <param name="stream">Read from where it stands.</param>
    public static (long Position, long Line, byte Value)? Find(Stream stream)
    {
        byte[] block = new byte[BlockBytes];
        int kept = 0;
        long before = 0, line = 1;
        while (true)
        {
            int read = stream.ReadAtLeast(block.AsSpan(kept), block.Length - kept, throwOnEndOfStream: false);
            ReadOnlySpan<byte> bytes = block.AsSpan(0, kept + read);
            bool last = bytes.Length < block.Length;
            int good = Prefix(bytes, last, out bool isWhole);
            line += bytes[..good].Count((byte)'\n');
            if (!isWhole)
                return (before + good, line, bytes[good]);
            if (last)
                return null;
            kept = bytes.Length - good;
            before += good;
            bytes[good..].CopyTo(block);
        }
    }

    // How many of the first bytes are whole characters; a character that the block cuts in two is not wrong yet.
    private static int Prefix(ReadOnlySpan<byte> bytes, bool isLast, out bool isWhole)
    {
        int position = 0;
        isWhole = true;
        while (position < bytes.Length)
        {
            var status = Rune.DecodeFromUtf8(bytes[position..], out _, out int length);
            if (status == OperationStatus.NeedMoreData && !isLast)
                return position;
            if (status != OperationStatus.Done)
            {
                isWhole = false;
                return position;
            }

            position += length;
        }

        return position;
    }
}
