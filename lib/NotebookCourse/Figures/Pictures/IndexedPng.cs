using System.Buffers.Binary;

namespace NotebookCourse.Figures.Pictures;

/// <summary>
/// A matrix as a PNG of one byte a pixel and a palette. The pixels are stored, not compressed, so that every
/// machine writes the same bytes. Source: W3C PNG (third edition), sections 5 and 11; RFC 1950, RFC 1951 section 3.2.4.
/// </summary>
internal static class IndexedPng
{
    private const int Levels = 255;

    /// <summary>Encodes the values between <paramref name="low"/> and <paramref name="high"/>; others are cut, NaN is see-through.</summary>
    public static byte[] Encode(double[][] rows, double low, double high, IReadOnlyList<string> scale)
    {
        int width = rows[0].Length, height = rows.Length;
        var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 3); // eight bits, palette
        Chunk(file, "IHDR"u8, header);

        byte[] palette = new byte[256 * 3];
        for (int i = 0; i < Levels; i++)
            (palette[i * 3], palette[i * 3 + 1], palette[i * 3 + 2]) = Palette.Parse(Palette.At(scale, i / (Levels - 1.0)));
        Chunk(file, "PLTE"u8, palette);
        byte[] opacity = new byte[256];
        opacity.AsSpan(0, Levels).Fill(255);
        Chunk(file, "tRNS"u8, opacity);

        byte[] pixels = new byte[height * (width + 1)]; // each row starts with its filter, 0
        for (int r = 0; r < height; r++)
        {
            for (int c = 0; c < width; c++)
                pixels[r * (width + 1) + 1 + c] = Level(rows[r][c], low, high);
        }

        Chunk(file, "IDAT"u8, Stored(pixels));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte Level(double value, double low, double high) =>
        double.IsNaN(value) ? (byte)Levels : (byte)Math.Round(Math.Clamp((value - low) / (high - low), 0, 1) * (Levels - 1));

    private static byte[] Stored(byte[] data)
    {
        var stream = new MemoryStream();
        stream.Write([0x78, 0x01]);
        int start = 0;
        byte[] lengths = new byte[4];
        do
        {
            int length = Math.Min(65535, data.Length - start);
            stream.WriteByte(start + length == data.Length ? (byte)1 : (byte)0);
            BinaryPrimitives.WriteUInt16LittleEndian(lengths, (ushort)length);
            BinaryPrimitives.WriteUInt16LittleEndian(lengths.AsSpan(2), (ushort)~length);
            stream.Write(lengths);
            stream.Write(data, start, length);
            start += length;
        }
        while (start < data.Length);

        byte[] check = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(check, Adler32(data));
        stream.Write(check);
        return stream.ToArray();
    }

    private static uint Adler32(byte[] data)
    {
        uint a = 1, b = 0;
        foreach (byte value in data)
        {
            a = (a + value) % 65521;
            b = (b + a) % 65521;
        }

        return (b << 16) | a;
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> name, byte[] data)
    {
        byte[] number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] body = [.. name, .. data];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(body));
        file.Write(number);
    }

    private static uint Crc32(byte[] data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
