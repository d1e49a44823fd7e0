using System.Text;
using System.Text.Json.Nodes;
using static NotebookCourse.Figures.Pictures.Picture;

namespace NotebookCourse.Figures.Pictures;

/// <summary>Draws the traces that lie in a plane: scatter, bar, heatmap.</summary>
internal static class TracePictures
{
    private const double SmallestText = 9;

    public static void Scatter(SvgCanvas canvas, JsonNode trace, PlotAxis x, PlotAxis y)
    {
        double[] xs = Doubles(trace["x"]), ys = Doubles(trace["y"]);
        string mode = (string?)trace["mode"] ?? "lines";
        if (mode.Contains("lines", StringComparison.Ordinal))
        {
            string data = LineThrough(xs, ys, x, y);
            JsonNode line = trace["line"]!;
            bool filled = (string?)trace["fill"] == "toself";
            canvas.Path(data, filled ? (string)trace["fillcolor"]! : "none", (string)line["color"]!, Double(line["width"]), (string?)line["dash"] ?? "solid");
        }

        if (mode.Contains("markers", StringComparison.Ordinal) && trace["marker"] is { } marker && ((double?)marker["opacity"] ?? 1) > 0)
        {
            for (int i = 0; i < xs.Length; i++)
            {
                if (double.IsFinite(ys[i]))
                    canvas.Mark(x.Pixel(xs[i]), y.Pixel(ys[i]), Double(marker["size"]), (string?)marker["symbol"] ?? "circle", (string)marker["color"]!);
            }
        }
    }

    public static void Bars(SvgCanvas canvas, JsonNode trace, PlotAxis x, PlotAxis y)
    {
        double[] heights = Doubles(trace["y"]);
        string color = (string)trace["marker"]!["color"]!;
        bool touching = trace["marker"]!["line"] is not null;
        for (int i = 0; i < heights.Length; i++)
        {
            if (!double.IsFinite(heights[i]))
                continue;
            var (left, right, bottom, top) = Bar(trace, i, heights[i], x, y);
            canvas.Rectangle(left, Math.Min(bottom, top), right - left, Math.Abs(bottom - top), color, touching ? Palette.Paper : null);
        }
    }

    /// <summary>The numbers over the bars, outside the plot's clip; none where they would run into one another.</summary>
    public static void BarTexts(SvgCanvas canvas, JsonNode trace, PlotAxis x, PlotAxis y)
    {
        if ((string?)trace["type"] != "bar" || trace["text"] is not JsonArray texts)
            return;
        double[] heights = Doubles(trace["y"]);
        double longest = texts.Max(text => TextWidth.Of((string)text!, 1)), room = Math.Abs(x.Pixel(1) - x.Pixel(0));
        double size = Math.Min(12, room / longest);
        if (size < SmallestText)
            return;
        for (int i = 0; i < Math.Min(texts.Count, heights.Length); i++)
        {
            var (left, right, bottom, top) = Bar(trace, i, heights[i], x, y);
            canvas.Text((left + right) / 2, top + (top > bottom ? 9 : -9), (string)texts[i]!, Palette.Ink, size, "middle");
        }
    }

    public static void Heatmap(SvgCanvas canvas, JsonNode trace, PlotAxis x, PlotAxis y)
    {
        double[][] rows = [.. trace["z"]!.AsArray().Select(Doubles)];
        double low = Double(trace["zmin"]), high = Double(trace["zmax"]);
        double x0 = Double(trace["x0"]), dx = Double(trace["dx"]), y0 = Double(trace["y0"]), dy = Double(trace["dy"]);
        string[] scale = [.. trace["colorscale"]!.AsArray().Select(stop => (string)stop![1]!)];
        double left = x.Pixel(x0 - dx / 2), right = x.Pixel(x0 + dx * (rows[0].Length - 0.5));
        double top = y.Pixel(y0 - dy / 2), bottom = y.Pixel(y0 + dy * (rows.Length - 0.5));
        canvas.Image(left, top, right - left, bottom - top, IndexedPng.Encode(rows, low, high, scale));
        if (trace["text"] is not JsonArray texts)
            return;
        for (int r = 0; r < rows.Length; r++)
        {
            for (int c = 0; c < rows[r].Length; c++)
            {
                string color = Palette.TextOn(Palette.At(scale, (rows[r][c] - low) / (high - low)));
                canvas.Text(x.Pixel(x0 + dx * c), y.Pixel(y0 + dy * r), (string)texts[r]![c]!, color, 12, "middle");
            }
        }
    }

    /// <summary>The colour scale at the right of a heatmap, with its ticks and its name.</summary>
    public static void ColorBar(SvgCanvas canvas, JsonNode trace, double left, double top, double bottom)
    {
        const int Steps = 64;
        string[] scale = [.. trace["colorscale"]!.AsArray().Select(stop => (string)stop![1]!)];
        double[][] ramp = [.. Enumerable.Range(0, Steps).Select(i => new[] { 1 - i / (Steps - 1.0) })];
        canvas.Image(left, top, 14, bottom - top, IndexedPng.Encode(ramp, 0, 1, scale));
        var axis = new PlotAxis(new JsonObject { ["range"] = new JsonArray(Double(trace["zmin"]), Double(trace["zmax"])) }, bottom, top);
        foreach (var (place, text) in axis.Ticks)
            canvas.Text(left + 19, place, text, Palette.Muted, 11);
        canvas.Text(left + 66, (top + bottom) / 2, (string)trace["colorbar"]!["title"]!["text"]!, Palette.Ink, 13, "middle", -90);
    }

    private static (double Left, double Right, double Bottom, double Top) Bar(JsonNode trace, int i, double height, PlotAxis x, PlotAxis y)
    {
        double place = Double(trace["x"]![i]) + Double(trace["offset"]);
        double from = trace["base"] is JsonArray bases ? Double(bases[i]) : 0;
        double bottom = y.IsLog ? y.Start : y.Pixel(from);
        return (x.Pixel(place), x.Pixel(place + Double(trace["width"])), bottom, y.Pixel(from + height));
    }

    private static string LineThrough(double[] xs, double[] ys, PlotAxis x, PlotAxis y)
    {
        var data = new StringBuilder();
        bool pen = false;
        for (int i = 0; i < xs.Length; i++)
        {
            if (!double.IsFinite(ys[i]) || !double.IsFinite(xs[i]))
            {
                pen = false;
                continue;
            }

            data.Append(pen ? 'L' : 'M').Append(SvgCanvas.Of(x.Pixel(xs[i]))).Append(' ').Append(SvgCanvas.Of(y.Pixel(ys[i])));
            pen = true;
        }

        return data.ToString();
    }

    private static double[] Doubles(JsonNode? array) => [.. array!.AsArray().Select(Double)];
}
