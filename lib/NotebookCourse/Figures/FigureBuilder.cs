using System.Globalization;
using System.Text.Json.Nodes;
using Newtonsoft.Json;
using Plotly.NET;

namespace NotebookCourse.Figures;

/// <summary>Collects traces, axes, rectangles and texts, and makes them into a Plotly.NET chart with the course's look.</summary>
internal sealed class FigureBuilder(string title, string alt)
{
    /// <summary>Plotly.NET's own settings; an array that stands in two places is written twice.</summary>
    private static readonly JsonSerializerSettings AsPlotlyWrites = new() { ReferenceLoopHandling = ReferenceLoopHandling.Serialize };

    private readonly List<Trace> _traces = [];
    private readonly List<object> _shapes = [];
    private readonly List<object> _annotations = [];
    private readonly Dictionary<string, object> _layout = new()
    {
        ["title"] = Map(("text", title), ("x", 0.01), ("xanchor", "left"), ("font", Map(("size", 16)))),
        ["font"] = Map(("family", "system-ui, \"Noto Sans CJK SC\", \"PingFang SC\", \"Microsoft YaHei\", sans-serif"), ("size", 13), ("color", Palette.Ink)),
        ["paper_bgcolor"] = Palette.Paper,
        ["plot_bgcolor"] = Palette.Paper,
        ["height"] = 400,
        ["showlegend"] = false,
        ["hovermode"] = "closest",
    };

    private (double Left, double Right, double Top, double Bottom) _margin = (64, 24, 52, 56);

    /// <summary>Height of the picture in pixels; the width of the static one is 720.</summary>
    public FigureBuilder Height(int pixels) => Set("height", pixels);

    /// <summary>Room around the plot, in pixels; null leaves a side as it is.</summary>
    public FigureBuilder Margin(double? left = null, double? right = null, double? top = null, double? bottom = null)
    {
        _margin = (left ?? _margin.Left, right ?? _margin.Right, top ?? _margin.Top, bottom ?? _margin.Bottom);
        return this;
    }

    public FigureBuilder Set(string name, object value)
    {
        _layout[name] = value;
        return this;
    }

    /// <summary>Pixels between the lowest and the highest value of the vertical axis.</summary>
    public double PlotHeight => Convert.ToDouble(_layout["height"], CultureInfo.InvariantCulture) - _margin.Top - _margin.Bottom;

    /// <summary>Adds a trace: its type and its properties as plotly.js names them.</summary>
    public FigureBuilder Add(string type, params (string Name, object? Value)[] properties)
    {
        var trace = new Trace(type);
        foreach (var (name, value) in properties)
        {
            if (value is not null)
                trace.SetProperty(name, value);
        }

        _traces.Add(trace);
        return this;
    }

    /// <summary>Sets one axis: <c>xaxis</c> or <c>yaxis</c>, with the range it shows (low may be above high).</summary>
    public FigureBuilder SetAxis(string which, Axis axis, (double Low, double High) range)
    {
        double[] shown = axis.Log ? [Math.Log10(range.Low), Math.Log10(range.High)] : [range.Low, range.High];
        var map = Map(
            ("title", Map(("text", axis.Title))), ("type", axis.Log ? "log" : "linear"), ("range", Round(shown)),
            ("gridcolor", Palette.Grid), ("zeroline", false), ("automargin", true));
        if (axis.Labels is { } labels)
        {
            map["tickvals"] = Enumerable.Range(0, labels.Count).ToArray();
            map["ticktext"] = labels.ToArray();
        }

        return Set(which, map);
    }

    /// <summary>Hides both axes: for figures whose positions mean nothing by themselves.</summary>
    public FigureBuilder NoAxes((double Low, double High) x, (double Low, double High) y)
    {
        Set("xaxis", Map(("visible", false), ("range", Round([x.Low, x.High]))));
        return Set("yaxis", Map(("visible", false), ("range", Round([y.Low, y.High]))));
    }

    /// <summary>A filled rectangle in data coordinates.</summary>
    public FigureBuilder Rectangle(double x0, double y0, double x1, double y1, string fill, string line = Palette.Paper)
    {
        _shapes.Add(Map(("type", "rect"), ("x0", Round(x0)), ("y0", Round(y0)), ("x1", Round(x1)), ("y1", Round(y1)),
            ("fillcolor", fill), ("line", Map(("width", 1), ("color", line)))));
        return this;
    }

    /// <summary>A text at data coordinates (<paramref name="reference"/> "data") or at fractions of the plot ("paper").</summary>
    public FigureBuilder Text(double x, double y, string text, string color = Palette.Ink, double size = 13, string anchor = "center", string reference = "data")
    {
        bool paper = reference == "paper";
        _annotations.Add(Map(("x", Round(x)), ("y", Round(y)), ("text", Escape(text)), ("showarrow", false), ("xanchor", anchor), ("yanchor", "middle"),
            ("xref", paper ? "paper" : "x"), ("yref", paper ? "paper" : "y"), ("font", Map(("size", size), ("color", color)))));
        return this;
    }

    public Figure Build()
    {
        var layout = new Layout();
        foreach (var (name, value) in _layout)
            layout.SetProperty(name, value);
        layout.SetProperty("margin", Map(("l", _margin.Left), ("r", _margin.Right), ("t", _margin.Top), ("b", _margin.Bottom)));
        if (_shapes.Count > 0)
            layout.SetProperty("shapes", _shapes);
        if (_annotations.Count > 0)
            layout.SetProperty("annotations", _annotations);
        var config = new Config();
        config.SetProperty("responsive", true);
        config.SetProperty("displaylogo", false);

        // Not GenericChart.toFigureJson: it needs one FSharp.Core for Plotly.NET and what that leans on, and a kernel that
        // brings an older one (Microsoft's) gives them two.
        string json = JsonConvert.SerializeObject(new { data = _traces, layout, config }, AsPlotlyWrites);
        return new Figure(JsonNode.Parse(json)!.AsObject(), title, alt);
    }

    /// <summary>An object of plotly.js.</summary>
    public static Dictionary<string, object> Map(params (string Name, object? Value)[] properties) =>
        properties.Where(p => p.Value is not null).ToDictionary(p => p.Name, p => p.Value!);

    /// <summary>Numbers with as many significant digits as a picture can show; null for what is not finite.</summary>
    public static double?[] Round(IEnumerable<double> values, int digits = 7) => [.. values.Select(value => Round(value, digits))];

    public static double? Round(double value, int digits = 7) => double.IsFinite(value)
        ? double.Parse(value.ToString("G" + digits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : null;

    /// <summary>Text that plotly.js must not read as its small HTML.</summary>
    public static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;");
}
