using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using NotebookCourse.Precision;

namespace NotebookCourse.Workshop;

/// <summary>Turns lines of float bits (8 hexadecimal digits) into lines of codes (2), a few thousand at a time.</summary>
internal static class Float8CodeListing
{
    private const int LinesAtOnce = 1 << 15;
    private const int BytesAtOnce = 1 << 20;

    /// <summary>Reads all lines of <paramref name="source"/> and writes a code for each.</summary>
    /// <exception cref="FormatException">A line is not 8 hexadecimal digits; the message has file and line. Codes of earlier lines are written.</exception>
    public static void Write(Float8Format format, string file, Stream source, Stream destination)
    {
        var batch = new Batch(format, destination);
        byte[] buffer = new byte[BytesAtOnce];
        int held = 0, read;
        long line = 1;
        try
        {
            while ((read = source.Read(buffer, held, buffer.Length - held)) > 0)
            {
                held += read;
                int used = TakeLines(buffer.AsSpan(0, held), file, ref line, batch);
                if (used == 0 && held == buffer.Length)
                    throw Fault(file, line, buffer);
                buffer.AsSpan(used, held - used).CopyTo(buffer);
                held -= used;
            }

            if (held > 0)
                batch.Add(Parse(buffer.AsSpan(0, held), file, line));
        }
        finally
        {
            batch.Flush();
        }
    }

    private static int TakeLines(ReadOnlySpan<byte> text, string file, ref long line, Batch batch)
    {
        int start = 0;
        for (int length; (length = text[start..].IndexOf((byte)'\n')) >= 0; start += length + 1, line++)
            batch.Add(Parse(text.Slice(start, length), file, line));
        return start;
    }

    private static float Parse(ReadOnlySpan<byte> text, string file, long line)
    {
        if (text is [.. var withoutReturn, (byte)'\r'])
            text = withoutReturn;
        Span<byte> bits = stackalloc byte[4];
        if (text.Length != 8 || Convert.FromHexString(text, bits, out _, out _) != OperationStatus.Done)
            throw Fault(file, line, text);
        return BinaryPrimitives.ReadSingleBigEndian(bits);
    }

    private static FormatException Fault(string file, long line, ReadOnlySpan<byte> text)
    {
        string shown = text.Length <= 40 ? Encoding.UTF8.GetString(text) : $"{Encoding.UTF8.GetString(text[..40])}...";
        return new FormatException($"{file}:{line}: '{shown}' is not the bits of a float32; expected 8 hexadecimal digits such as 4048f5c3 for 3.14.");
    }

    private sealed class Batch(Float8Format format, Stream destination)
    {
        private readonly float[] _values = new float[LinesAtOnce];
        private readonly byte[] _codes = new byte[LinesAtOnce];
        private readonly byte[] _text = new byte[3 * LinesAtOnce];
        private int _count;

        public void Add(float value)
        {
            _values[_count++] = value;
            if (_count == LinesAtOnce)
                Flush();
        }

        public void Flush()
        {
            Float8.Encode(format, _values.AsSpan(0, _count), _codes.AsSpan(0, _count));
            for (int i = 0; i < _count; i++)
            {
                _text[3 * i] = "0123456789abcdef"u8[_codes[i] >> 4];
                _text[3 * i + 1] = "0123456789abcdef"u8[_codes[i] & 15];
                _text[3 * i + 2] = (byte)'\n';
            }

            destination.Write(_text, 0, 3 * _count);
            _count = 0;
        }
    }
}
