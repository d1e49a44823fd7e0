using System.Text.Json.Nodes;

namespace NotebookCourse.Figures.Pictures;

/// <summary>What a knob would show one after the other, side by side: a picture cannot be turned.</summary>
internal static class Panels
{
    private const double Scale = 0.8;
    private const double Top = 44;
    private const double Gap = 12;
    private const double LeastHeight = 190;

    /// <summary>Draws one panel for each frame, named as the slider names it.</summary>
    /// <param name="content">The figure, with its slider.</param>
    /// <param name="frames">The settings: each with its data and what it changes in the layout.</param>
    /// <param name="width">The picture's width.</param>
    public static SvgCanvas Draw(JsonObject content, JsonArray frames, double width)
    {
        JsonObject layout = content["layout"]!.AsObject();
        int columns = Math.Min(frames.Count, frames.Count <= 4 ? 2 : 3), rows = (frames.Count + columns - 1) / columns;
        double panelWidth = (width - Gap * (columns + 1)) / columns;
        double panelHeight = Math.Max(LeastHeight, Picture.Double(layout["height"]) / Math.Max(rows, columns));
        var canvas = new SvgCanvas(width, Top + rows * (panelHeight + Gap));
        string prefix = (string)layout["sliders"]![0]!["currentvalue"]!["prefix"]!;
        for (int i = 0; i < frames.Count; i++)
        {
            JsonNode frame = frames[i]!;
            double x = Gap + i % columns * (panelWidth + Gap), y = Top + i / columns * (panelHeight + Gap);
            canvas.Inset(x, y, panelWidth, panelHeight, panelWidth / Scale, panelHeight / Scale, () =>
            {
                canvas.Text(8, 14, $"{prefix}{frame["name"]}", Palette.Ink, 14, bold: true);
                Picture.Draw(canvas, Setting(layout, frame), panelWidth / Scale, panelHeight / Scale);
            });
        }

        return canvas;
    }

    /// <summary>The figure at one setting, with less room around the plot.</summary>
    private static JsonObject Setting(JsonObject layout, JsonNode frame)
    {
        JsonObject own = layout.DeepClone().AsObject();
        foreach (var (name, value) in frame["layout"]!.AsObject())
            own[name] = value?.DeepClone();
        own["margin"]!["t"] = 34.0;
        own["margin"]!["b"] = 56.0;
        return new JsonObject { ["layout"] = own, ["data"] = frame["data"]!.DeepClone() };
    }
}
