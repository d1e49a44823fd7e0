using System.Text.Json.Nodes;

namespace NotebookCourse.Figures.Pictures;

/// <summary>Draws a chart in Plotly's JSON as SVG, for readers without JavaScript: the traces and parts that <see cref="Charts"/> makes.</summary>
internal sealed class Picture
{
    private const double Width = 720;
    private const double MostLabelWidth = 160;

    private readonly JsonObject _layout;
    private readonly JsonArray _data;
    private readonly SvgCanvas _canvas;
    private readonly double _left;
    private readonly double _top;
    private readonly double _right;
    private readonly double _bottom;
    private readonly PlotAxis _x;
    private readonly PlotAxis _y;

    /// <summary>Lays a chart into a canvas of the given size.</summary>
    private Picture(SvgCanvas canvas, JsonObject content, double width, double height)
    {
        _canvas = canvas;
        _layout = content["layout"]!.AsObject();
        _data = content["data"]!.AsArray();
        JsonNode margin = _layout["margin"]!;
        (_top, _right, _bottom) = (Double(margin["t"]), width - Double(margin["r"]), height - Double(margin["b"]));
        _y = new PlotAxis(_layout["yaxis"], _bottom, _top);
        double longest = _y.IsVisible ? _y.Ticks.Select(tick => TextWidth.Of(tick.Text, 12)).DefaultIfEmpty(0).Max() : 0;
        _left = Math.Max(Double(margin["l"]), Math.Min(longest, MostLabelWidth) + 40); // the title and a gap beside the longest tick
        _x = new PlotAxis(_layout["xaxis"], _left, _right);
    }

    /// <summary>The SVG document of a figure; of one with a knob, a panel for each setting.</summary>
    /// <exception cref="NotSupportedException">The chart has a trace of a type that <see cref="Charts"/> does not make.</exception>
    public static string Draw(JsonObject content, string title, string alt)
    {
        SvgCanvas canvas = content["frames"] is JsonArray { Count: > 0 } frames ? Panels.Draw(content, frames, Width) : One(content);
        canvas.Text(12, 24, title, Palette.Ink, 16, bold: true);
        return canvas.Document(title, alt);
    }

    /// <summary>Draws a chart without its title.</summary>
    internal static void Draw(SvgCanvas canvas, JsonObject content, double width, double height)
    {
        var picture = new Picture(canvas, content, width, height);
        if (picture._data.Any(trace => (string?)trace!["type"] == "surface"))
            SurfacePicture.Draw(canvas, picture._data[0]!, picture._layout["scene"]!, picture._top, picture._bottom);
        else
            picture.DrawPlane();
    }

    private static SvgCanvas One(JsonObject content)
    {
        var canvas = new SvgCanvas(Width, Double(content["layout"]!["height"]));
        Draw(canvas, content, canvas.Width, canvas.Height);
        return canvas;
    }

    private void DrawPlane()
    {
        if (_x.IsVisible)
            DrawHorizontalAxis();
        if (_y.IsVisible)
            DrawVerticalAxis();
        _canvas.Clip(_left, _top, _right - _left, _bottom - _top, () =>
        {
            foreach (JsonNode? shape in _layout["shapes"]?.AsArray() ?? [])
                DrawRectangle(shape!);
            foreach (JsonNode? trace in _data)
                DrawTrace(trace!);
        });
        foreach (JsonNode? trace in _data)
            TracePictures.BarTexts(_canvas, trace!, _x, _y);
        foreach (JsonNode? annotation in _layout["annotations"]?.AsArray() ?? [])
            DrawAnnotation(annotation!);
        if (_data.FirstOrDefault(trace => trace!["colorbar"] is not null) is { } colored)
            TracePictures.ColorBar(_canvas, colored, _right + 14, _top, _bottom);
    }

    private void DrawTrace(JsonNode trace)
    {
        switch ((string?)trace["type"])
        {
            case "scatter":
                TracePictures.Scatter(_canvas, trace, _x, _y);
                break;
            case "bar":
                TracePictures.Bars(_canvas, trace, _x, _y);
                break;
            case "heatmap":
                TracePictures.Heatmap(_canvas, trace, _x, _y);
                break;
            default:
                throw new NotSupportedException($"No picture is drawn for a trace of type \"{trace["type"]}\"; expected scatter, bar, heatmap or surface.");
        }
    }

    private void DrawHorizontalAxis()
    {
        double longest = _x.Ticks.Select(t => TextWidth.Of(t.Text, 12)).DefaultIfEmpty(0).Max();
        double room = (_right - _left) / Math.Max(1, _x.Ticks.Count);
        bool turned = longest > room - 4;
        foreach (var (place, text) in _x.Ticks)
        {
            _canvas.Line(place, _top, place, _bottom, Palette.Grid);
            if (turned && room >= 11)
                _canvas.Text(place, _bottom + 12, TextWidth.Cut(text, 12, 60), Palette.Muted, 12, "end", -45);
            else if (!turned)
                _canvas.Text(place, _bottom + 14, text, Palette.Muted, 12, "middle");
        }

        _canvas.Text((_left + _right) / 2, _bottom + (turned ? 46 : 38), _x.Title, Palette.Ink, 13, "middle");
    }

    private void DrawVerticalAxis()
    {
        double last = double.PositiveInfinity;
        foreach (var (place, text) in _y.Ticks.OrderByDescending(t => t.Place))
        {
            _canvas.Line(_left, place, _right, place, Palette.Grid);
            if (last - place < 12)
                continue;
            _canvas.Text(_left - 8, place, TextWidth.Cut(text, 12, _left - 36), Palette.Muted, 12, "end");
            last = place;
        }

        _canvas.Text(16, (_top + _bottom) / 2, _y.Title, Palette.Ink, 13, "middle", -90);
    }

    private void DrawRectangle(JsonNode shape)
    {
        double x0 = _x.Pixel(Double(shape["x0"])), x1 = _x.Pixel(Double(shape["x1"]));
        double y0 = _y.Pixel(Double(shape["y0"])), y1 = _y.Pixel(Double(shape["y1"]));
        _canvas.Rectangle(Math.Min(x0, x1), Math.Min(y0, y1), Math.Abs(x1 - x0), Math.Abs(y1 - y0), (string)shape["fillcolor"]!, (string?)shape["line"]?["color"]);
    }

    private void DrawAnnotation(JsonNode annotation)
    {
        double x = Double(annotation["x"]), y = Double(annotation["y"]);
        bool paper = (string?)annotation["xref"] == "paper";
        string anchor = (string?)annotation["xanchor"] switch { "left" => "start", "right" => "end", _ => "middle" };
        string text = ((string)annotation["text"]!).Replace("&lt;", "<").Replace("&amp;", "&");
        _canvas.Text(paper ? _left + x * (_right - _left) : _x.Pixel(x), paper ? _bottom - y * (_bottom - _top) : _y.Pixel(y), text,
            (string)annotation["font"]!["color"]!, Double(annotation["font"]!["size"]), anchor);
    }

    /// <summary>A number of the JSON, NaN where it is null or missing.</summary>
    internal static double Double(JsonNode? node) => node?.GetValue<double>() ?? double.NaN;
}
