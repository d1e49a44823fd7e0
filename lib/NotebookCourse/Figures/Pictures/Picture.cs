using System.Text.Json.Nodes;

namespace NotebookCourse.Figures.Pictures;

/// <summary>Draws a chart in Plotly's JSON as SVG, for readers without JavaScript: the traces and parts that <see cref="Charts"/> makes.</summary>
internal sealed class Picture
{
    private const double Width = 720;

    private readonly JsonObject _layout;
    private readonly JsonArray _data;
    private readonly SvgCanvas _canvas;
    private readonly double _left;
    private readonly double _top;
    private readonly double _right;
    private readonly double _bottom;
    private readonly PlotAxis _x;
    private readonly PlotAxis _y;

    private Picture(JsonObject content)
    {
        _layout = content["layout"]!.AsObject();
        _data = content["data"]!.AsArray();
        bool knob = _layout["sliders"] is not null;
        JsonNode margin = _layout["margin"]!;
        double height = Double(_layout["height"]) - (knob ? 70 : 0);
        _canvas = new SvgCanvas(Width, height);
        (_left, _top) = (Double(margin["l"]), Double(margin["t"]));
        (_right, _bottom) = (Width - Double(margin["r"]), height - Double(margin["b"]) + (knob ? 70 : 0));
        _x = new PlotAxis(_layout["xaxis"], _left, _right);
        _y = new PlotAxis(_layout["yaxis"], _bottom, _top);
    }

    /// <summary>The SVG document of a figure.</summary>
    /// <exception cref="NotSupportedException">The chart has a trace of a type that <see cref="Charts"/> does not make.</exception>
    public static string Draw(JsonObject content, string title, string alt)
    {
        var picture = new Picture(content);
        picture._canvas.Text(12, 24, title, Palette.Ink, 16, bold: true);
        if (picture._data.Any(trace => (string?)trace!["type"] == "surface"))
            SurfacePicture.Draw(picture._canvas, picture._data[0]!, picture._layout["scene"]!, picture._top, picture._bottom);
        else
            picture.DrawPlane();
        if (picture._layout["sliders"]?[0] is { } knob)
            picture._canvas.Text(picture._left, picture._canvas.Height - 16, $"{knob["currentvalue"]!["prefix"]}{knob["steps"]![0]!["label"]}", Palette.Muted);
        return picture._canvas.Document(title, alt);
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
            _canvas.Text(_left - 8, place, TextWidth.Cut(text, 12, Math.Max(36, _left - 30)), Palette.Muted, 12, "end");
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
