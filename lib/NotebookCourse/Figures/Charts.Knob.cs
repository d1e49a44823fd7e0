using System.Text.Json.Nodes;

namespace NotebookCourse.Figures;

public static partial class Charts
{
    /// <summary>
    /// One figure with a knob: a slider that shows, without a kernel, what each setting gives. The picture has a panel
    /// for each setting.
    /// </summary>
    /// <param name="title">What the figure shows.</param>
    /// <param name="knob">What the knob sets; written before its value.</param>
    /// <param name="settings">Each value of the knob and the figure it gives, all made by the same chart. Linear value axes are drawn over one range, so that heights compare.</param>
    /// <param name="alt">What a reader who cannot see the figure should know, of all settings.</param>
    /// <exception cref="ArgumentException">Fewer than two settings, figures of different kinds, or no title or alt text.</exception>
    public static Figure Knob(string title, string knob, IReadOnlyList<(string Value, Figure Figure)> settings, string alt)
    {
        if (settings.Count < 2)
            throw new ArgumentException($"The knob \"{knob}\" got {settings.Count} settings; expected at least two.");
        if (settings.Select(s => Kinds(s.Figure)).Distinct().Count() > 1)
            throw new ArgumentException($"The knob \"{knob}\" got figures of different kinds ({string.Join("; ", settings.Select(s => Kinds(s.Figure)).Distinct())}); make all with the same chart.");

        settings = OnOneScale(settings);
        var content = settings[0].Figure.Content.DeepClone().AsObject();
        var layout = content["layout"]!.AsObject();
        layout["title"]!["text"] = FigureBuilder.Escape(title);
        layout["height"] = layout["height"]!.GetValue<double>() + 90;
        layout["margin"]!["b"] = layout["margin"]!["b"]!.GetValue<double>() + 90;
        layout["sliders"] = new JsonArray(Slider(knob, settings));
        content["frames"] = new JsonArray([.. settings.Select(s => (JsonNode)new JsonObject
        {
            ["name"] = s.Value,
            ["data"] = s.Figure.Content["data"]!.DeepClone(),
            ["layout"] = Changing(s.Figure.Content["layout"]!.AsObject()),
        })]);
        return new Figure(content, title, alt);
    }

    private static IReadOnlyList<(string Value, Figure Figure)> OnOneScale(IReadOnlyList<(string Value, Figure Figure)> settings)
    {
        var axes = settings.Select(s => s.Figure.Content["layout"]!["yaxis"]).ToList();
        if (axes.Any(axis => axis?["type"]?.GetValue<string>() != "linear" || axis["range"] is null))
            return settings;
        var ranges = axes.Select(axis => axis!["range"]!.AsArray().Select(end => end!.GetValue<double>()).ToArray()).ToList();
        if (ranges.Any(range => range[0] > range[1]))
            return settings; // rows of a field, counted from the top
        return [.. settings.Select(s =>
        {
            var content = s.Figure.Content.DeepClone().AsObject();
            content["layout"]!["yaxis"]!["range"] = new JsonArray(ranges.Min(range => range[0]), ranges.Max(range => range[1]));
            return (s.Value, new Figure(content, s.Figure.Title, s.Figure.Alt));
        })];
    }

    private static JsonObject Slider(string knob, IReadOnlyList<(string Value, Figure Figure)> settings) => new()
    {
        ["active"] = 0,
        ["pad"] = new JsonObject { ["t"] = 50, ["b"] = 8 },
        ["currentvalue"] = new JsonObject { ["prefix"] = knob + " = " },
        ["steps"] = new JsonArray([.. settings.Select(s => (JsonNode)new JsonObject
        {
            ["label"] = s.Value,
            ["method"] = "animate",
            ["args"] = new JsonArray(new JsonArray(s.Value), new JsonObject
            {
                ["mode"] = "immediate",
                ["frame"] = new JsonObject { ["duration"] = 0, ["redraw"] = true },
                ["transition"] = new JsonObject { ["duration"] = 0 },
            }),
        })]),
    };

    private static JsonObject Changing(JsonObject layout)
    {
        var changing = new JsonObject();
        foreach (string name in (string[])["annotations", "shapes", "xaxis", "yaxis"])
        {
            if (layout[name] is { } value)
                changing[name] = value.DeepClone();
        }

        return changing;
    }

    private static string Kinds(Figure figure) =>
        string.Join(", ", figure.Content["data"]!.AsArray().Select(trace => trace!["type"]!.GetValue<string>()));
}
