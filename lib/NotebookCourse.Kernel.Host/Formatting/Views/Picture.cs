using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace NotebookCourse.Kernel.Formatting.Views;

/// <summary>An encoded picture.</summary>
/// <param name="MediaType">Such as <c>image/png</c>.</param>
/// <param name="Content">What the media type carries: base64, or the text of an SVG.</param>
/// <param name="Description">What stands in its place where only text is shown.</param>
internal sealed record Picture(string MediaType, string Content, string Description)
{
    private const int ShortestFile = 24; // bytes: a header alone is no picture

    /// <summary>Whether every front end shows this media type; the others need HTML around it.</summary>
    public bool IsShownEverywhere => MediaType is "image/png" or "image/jpeg" or "image/svg+xml";

    /// <summary>The picture as a part of HTML.</summary>
    public string Html => MediaType == "image/svg+xml" ? Content : $"<img src=\"data:{MediaType};base64,{Content}\" alt=\"{Description}\">";

    /// <summary>The picture that these bytes are, by how they begin; null if they are none.</summary>
    public static Picture? Read(byte[] bytes)
    {
        ReadOnlySpan<byte> start = bytes;
        if (bytes.Length < ShortestFile)
            return null;
        if (start[0] == 0x89 && start[1..].StartsWith("PNG\r\n\u001a\n"u8) && start[12..].StartsWith("IHDR"u8))
            return Encoded("PNG", bytes, BinaryPrimitives.ReadInt32BigEndian(start[16..]), BinaryPrimitives.ReadInt32BigEndian(start[20..]));
        if (start[0] == 0xFF && start[1] == 0xD8 && start[2] == 0xFF && start[3] >= 0xC0)
            return Encoded("JPEG", bytes, null, null);
        if (start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8))
            return Encoded("GIF", bytes, BinaryPrimitives.ReadUInt16LittleEndian(start[6..]), BinaryPrimitives.ReadUInt16LittleEndian(start[8..]));
        if (start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8))
            return Encoded("WebP", bytes, null, null);
        if (start.StartsWith("BM"u8) && BinaryPrimitives.ReadInt32LittleEndian(start[2..]) == bytes.Length)
            return Encoded("BMP", bytes, null, null);
        return IsSvg(bytes) ? Svg(Encoding.UTF8.GetString(bytes)) : null;
    }

    /// <summary>A drawing in SVG.</summary>
    public static Picture Svg(string text) => new("image/svg+xml", text.TrimStart('\uFEFF'), string.Create(CultureInfo.InvariantCulture, $"SVG image, {text.Length:N0} characters"));

    private static Picture Encoded(string name, byte[] bytes, int? width, int? height)
    {
        string size = width is null || height is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{width} x {height} pixels, ");
        return new Picture($"image/{name.ToLowerInvariant()}", Convert.ToBase64String(bytes), string.Create(CultureInfo.InvariantCulture, $"{name} image, {size}{bytes.Length:N0} bytes"));
    }

    private static bool IsSvg(byte[] bytes)
    {
        string start = Encoding.UTF8.GetString(bytes, 0, Math.Min(bytes.Length, 1000)).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        string end = Encoding.UTF8.GetString(bytes, Math.Max(0, bytes.Length - 100), Math.Min(bytes.Length, 100)).TrimEnd();
        return end.EndsWith("</svg>", StringComparison.Ordinal)
            && (start.StartsWith("<svg", StringComparison.Ordinal) || (start.StartsWith('<') && start.Contains("<svg", StringComparison.Ordinal)));
    }
}
