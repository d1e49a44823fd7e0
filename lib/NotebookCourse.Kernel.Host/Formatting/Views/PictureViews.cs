using System.Reflection;

namespace NotebookCourse.Kernel.Formatting.Views;

/// <summary>Pictures: encoded ones by their first bytes, those of libraries by the method that encodes them.</summary>
internal static class PictureViews
{
    private const int Width = 600; // pixels of what has no size of its own, such as a plot
    private const int Height = 400;
    private const int Quality = 100; // percent; a PNG loses nothing anyway

    /// <summary>The value as a picture, or as the HTML that it writes itself; null if it is neither.</summary>
    public static ValueView? View(object value)
    {
        byte[]? bytes = value switch
        {
            byte[] array => array,
            ReadOnlyMemory<byte> memory => memory.ToArray(),
            Memory<byte> memory => memory.ToArray(),
            ArraySegment<byte> segment => [.. segment],
            _ => Encode(value),
        };
        return bytes is not null && Picture.Read(bytes) is { } picture ? new PictureView(picture) : null;
    }

    private static byte[]? Encode(object value)
    {
        var type = value.GetType();
        return type.Namespace?.Split('.')[0] switch
        {
            null or "System" => DuckType.Is(value, "System.Drawing.Image") ? Saved(value) : null,
            "SkiaSharp" => Skia(value),
            "SixLabors" => ImageSharp(value),
            "OpenCvSharp" => DuckType.Method(type, "ToBytes", isStatic: false, parameter => parameter.ParameterType == typeof(string) ? ".png" : null)?.Invoke(value) as byte[],
            "ImageMagick" => DuckType.Method(type, "ToByteArray", isStatic: false, PngOnly, parameters: 1)?.Invoke(value) as byte[],
            _ => DuckType.Method(type, "GetImageBytes", isStatic: false, Argument)?.Invoke(value) as byte[], // ScottPlot
        };
    }

    private static byte[]? Skia(object value)
    {
        object? image = DuckType.Is(value, "SkiaSharp.SKSurface") ? DuckType.Call(value, "Snapshot") : value;
        if (image is null || (!DuckType.Is(image, "SkiaSharp.SKImage", "SkiaSharp.SKBitmap", "SkiaSharp.SKPixmap", "SkiaSharp.SKData")))
            return null;
        object? data = DuckType.Is(image, "SkiaSharp.SKData") ? image
            : DuckType.Method(image.GetType(), "Encode", isStatic: false, Argument, parameters: 2)?.Invoke(image);
        return data is null ? null : DuckType.Call(data, "ToArray") as byte[];
    }

    // System.Drawing: Save(Stream, ImageFormat), where ImageFormat.Png is a static property.
    private static byte[]? Saved(object value)
    {
        using var stream = new MemoryStream();
        DuckType.Method(value.GetType(), "Save", isStatic: false, parameter =>
            parameter.ParameterType == typeof(Stream) ? stream : parameter.ParameterType.GetProperty("Png", BindingFlags.Static | BindingFlags.Public)?.GetValue(null), parameters: 2)?.Invoke(value);
        return stream.ToArray();
    }

    // ImageSharp: ImageExtensions.SaveAsPng(this Image, Stream).
    private static byte[]? ImageSharp(object value)
    {
        if (!DuckType.Is(value, "SixLabors.ImageSharp.Image"))
            return null;
        using var stream = new MemoryStream();
        var extensions = value.GetType().Assembly.GetType("SixLabors.ImageSharp.ImageExtensions");
        DuckType.Method(extensions!, "SaveAsPng", isStatic: true, parameter =>
            parameter.ParameterType == typeof(Stream) ? stream : parameter.ParameterType.IsInstanceOfType(value) ? value : null)?.Invoke(null);
        return stream.ToArray();
    }

    private static object? Argument(ParameterInfo parameter) => parameter switch
    {
        { ParameterType.IsEnum: true } => PngOnly(parameter),
        _ when parameter.ParameterType != typeof(int) => null,
        { Name: "width" } => Width,
        { Name: "height" } => Height,
        { Name: "quality" } => Quality,
        _ => null,
    };

    private static object? PngOnly(ParameterInfo parameter) =>
        parameter.ParameterType.IsEnum && Enum.TryParse(parameter.ParameterType, "Png", out object? png) ? png : null;
}
