using System.Globalization;
using System.Net;
using System.Text;

namespace NotebookCourse.Figures.Pictures;

/// <summary>Writes SVG elements; pixels, y downwards. The same calls give the same bytes.</summary>
internal sealed class SvgCanvas(double width, double height)
{
    private readonly StringBuilder _text = new();

    public double Width { get; } = width;

    public double Height { get; } = height;

    /// <summary>A number with at most two decimals, the same in every culture.</summary>
    public static string Of(double value)
    {
        string text = value.ToString("0.##", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    public void Rectangle(double x, double y, double width, double height, string fill, string? stroke = null, double opacity = 1) =>
        _text.Append($"<rect x=\"{Of(x)}\" y=\"{Of(y)}\" width=\"{Of(Math.Max(0, width))}\" height=\"{Of(Math.Max(0, height))}\" fill=\"{Paint(fill)}\"")
            .Append(stroke is null ? "" : $" stroke=\"{Paint(stroke)}\"").Append(opacity < 1 ? $" fill-opacity=\"{Of(opacity)}\"" : "").Append("/>\n");

    /// <summary>A rectangle with rounded corners; its fill may let the page through.</summary>
    public void Rounded(double x, double y, double width, double height, string fill, double fillOpacity, string stroke, double strokeWidth, bool dashed, double corner = 5) =>
        _text.Append($"<rect x=\"{Of(x)}\" y=\"{Of(y)}\" width=\"{Of(width)}\" height=\"{Of(height)}\" rx=\"{Of(corner)}\" fill=\"{Paint(fill)}\"")
            .Append(fillOpacity < 1 ? $" fill-opacity=\"{Of(fillOpacity)}\"" : "")
            .Append($" stroke=\"{Paint(stroke)}\" stroke-width=\"{Of(strokeWidth)}\"").Append(dashed ? " stroke-dasharray=\"6 4\"" : "").Append("/>\n");

    /// <summary>Draws <paramref name="content"/> so faintly that the page shows through.</summary>
    public void Faded(double opacity, Action content)
    {
        _text.Append($"<g opacity=\"{Of(opacity)}\">\n");
        content();
        _text.Append("</g>\n");
    }

    public void Line(double x1, double y1, double x2, double y2, string stroke) =>
        _text.Append($"<path d=\"M{Of(x1)} {Of(y1)}L{Of(x2)} {Of(y2)}\" stroke=\"{Paint(stroke)}\"/>\n");

    public void Path(string data, string fill, string? stroke = null, double strokeWidth = 2, string dash = "solid")
    {
        _text.Append($"<path d=\"{data}\" fill=\"{Paint(fill)}\"");
        if (stroke is not null)
            _text.Append($" stroke=\"{Paint(stroke)}\" stroke-width=\"{Of(strokeWidth)}\" stroke-linejoin=\"round\"");
        string? pattern = dash switch { "dash" => "8 5", "dot" => "2 4", _ => null };
        _text.Append(pattern is null ? "" : $" stroke-dasharray=\"{pattern}\"").Append("/>\n");
    }

    /// <summary>A mark of plotly.js's name, <paramref name="size"/> pixels across.</summary>
    public void Mark(double x, double y, double size, string symbol, string fill)
    {
        double r = size / 2;
        string data = symbol switch
        {
            "square" => $"M{Of(x - r)} {Of(y - r)}h{Of(size)}v{Of(size)}h{Of(-size)}z",
            "diamond" => $"M{Of(x)} {Of(y - r)}L{Of(x + r)} {Of(y)}L{Of(x)} {Of(y + r)}L{Of(x - r)} {Of(y)}z",
            "triangle-up" => $"M{Of(x)} {Of(y - r)}L{Of(x + r)} {Of(y + r)}L{Of(x - r)} {Of(y + r)}z",
            _ => $"M{Of(x - r)} {Of(y)}a{Of(r)} {Of(r)} 0 1 0 {Of(size)} 0a{Of(r)} {Of(r)} 0 1 0 {Of(-size)} 0z",
        };
        _text.Append($"<path d=\"{data}\" fill=\"{Paint(fill)}\"/>\n");
    }

    /// <summary>A text whose middle height is at <paramref name="y"/>. <paramref name="anchor"/>: start, middle or end.</summary>
    public void Text(double x, double y, string text, string fill = Palette.Ink, double size = 13, string anchor = "start", double rotate = 0, bool bold = false)
    {
        string turn = rotate == 0 ? "" : $" transform=\"rotate({Of(rotate)} {Of(x)} {Of(y)})\"";
        _text.Append($"<text x=\"{Of(x)}\" y=\"{Of(y + size * 0.36)}\" fill=\"{Paint(fill)}\" font-size=\"{Of(size)}\" text-anchor=\"{anchor}\"")
            .Append(bold ? " font-weight=\"600\"" : "").Append(turn).Append('>').Append(WebUtility.HtmlEncode(text)).Append("</text>\n");
    }

    /// <summary>A picture stretched over a rectangle without smoothing.</summary>
    public void Image(double x, double y, double width, double height, byte[] png) =>
        _text.Append($"<image x=\"{Of(x)}\" y=\"{Of(y)}\" width=\"{Of(width)}\" height=\"{Of(height)}\" preserveAspectRatio=\"none\" ")
            .Append($"style=\"image-rendering:pixelated\" href=\"data:image/png;base64,{Convert.ToBase64String(png)}\"/>\n");

    /// <summary>Draws <paramref name="content"/> and shows only what lies inside a rectangle.</summary>
    public void Clip(double x, double y, double width, double height, Action content) => Window(x, y, width, height, x, y, width, height, content);

    /// <summary>Draws <paramref name="content"/>, made for a canvas of the inner size, into a rectangle.</summary>
    public void Inset(double x, double y, double width, double height, double innerWidth, double innerHeight, Action content) =>
        Window(x, y, width, height, 0, 0, innerWidth, innerHeight, content);

    private void Window(double x, double y, double width, double height, double fromX, double fromY, double fromWidth, double fromHeight, Action content)
    {
        _text.Append($"<svg x=\"{Of(x)}\" y=\"{Of(y)}\" width=\"{Of(width)}\" height=\"{Of(height)}\" viewBox=\"{Of(fromX)} {Of(fromY)} {Of(fromWidth)} {Of(fromHeight)}\">\n");
        content();
        _text.Append("</svg>\n");
    }

    /// <summary>The document. Its four page colours turn dark when <c>data-theme="light"</c> becomes <c>"dark"</c>.</summary>
    public string Document(string title, string description) => $$"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Of(Width)}} {{Of(Height)}}" width="{{Of(Width)}}" height="{{Of(Height)}}" role="img" data-theme="light" font-family="system-ui,'Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif">
        <title>{{WebUtility.HtmlEncode(title)}}</title><desc>{{WebUtility.HtmlEncode(description)}}</desc>
        <style>svg{--ink:{{Palette.Ink}};--muted:{{Palette.Muted}};--grid:{{Palette.Grid}};--paper:{{Palette.Paper}}}svg[data-theme=dark]{--ink:#e6edf3;--muted:#a5b0bb;--grid:#343b44;--paper:#14181d}svg svg{--ink:inherit;--muted:inherit;--grid:inherit;--paper:inherit}</style>
        <rect width="100%" height="100%" rx="6" fill="var(--paper)"/>
        {{_text}}</svg>
        """;

    private static string Paint(string color) => color switch
    {
        Palette.Ink => "var(--ink)",
        Palette.Muted => "var(--muted)",
        Palette.Grid => "var(--grid)",
        Palette.Paper => "var(--paper)",
        _ => color,
    };
}
