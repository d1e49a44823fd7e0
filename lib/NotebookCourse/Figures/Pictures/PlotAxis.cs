using System.Text.Json.Nodes;

namespace NotebookCourse.Figures.Pictures;

/// <summary>One axis of a picture: from values to pixels, and where its ticks stand.</summary>
internal sealed class PlotAxis
{
    private readonly double _low;
    private readonly double _high;
    private readonly double _start;
    private readonly double _end;

    /// <summary>Reads an axis of plotly.js and lays it from pixel <paramref name="start"/> (low) to <paramref name="end"/> (high).</summary>
    public PlotAxis(JsonNode? axis, double start, double end)
    {
        double[] range = axis?["range"] is JsonArray given ? [.. given.Select(v => v!.GetValue<double>())] : [0, 1];
        (_low, _high, _start, _end) = (range[0], range[1], start, end);
        IsLog = (string?)axis?["type"] == "log";
        IsVisible = (bool?)axis?["visible"] ?? true;
        Title = (string?)axis?["title"]?["text"] ?? "";
        Ticks = Choose(axis);
    }

    public bool IsLog { get; }

    public bool IsVisible { get; }

    public string Title { get; }

    public IReadOnlyList<(double Place, string Text)> Ticks { get; }

    /// <summary>The pixel of a value; on a logarithmic axis a value that has no logarithm lies at the low end.</summary>
    public double Pixel(double value)
    {
        double place = IsLog ? (value > 0 ? Math.Log10(value) : _low) : value;
        return _start + (place - _low) / (_high - _low) * (_end - _start);
    }

    /// <summary>The low end's pixel, where bars on a logarithmic axis stand.</summary>
    public double Start => _start;

    private List<(double Place, string Text)> Choose(JsonNode? axis)
    {
        if (axis?["tickvals"] is JsonArray values && axis["ticktext"] is JsonArray texts)
            return [.. values.Zip(texts, (v, t) => (Pixel(v!.GetValue<double>()), (string)t!))];
        return IsLog ? LogTicks() : LinearTicks();
    }

    private List<(double, string)> LinearTicks() => At(Steps(Math.Min(_low, _high), Math.Max(_low, _high)));

    /// <summary>Powers of ten where there are several; within fewer, their multiples; within a part of one, equal steps.</summary>
    private List<(double, string)> LogTicks()
    {
        int first = (int)Math.Floor(_low), last = (int)Math.Ceiling(_high);
        int every = Math.Max(1, (last - first) / 8);
        foreach (double[] digits in (double[][])[[1], [1, 2, 5]])
        {
            double[] values = [.. Enumerable.Range(first, last - first + 1).Where(power => (power - first) % every == 0)
                .SelectMany(power => digits.Select(digit => digit * Math.Pow(10, power))).Where(Shows)];
            if (values.Length >= (digits.Length == 1 ? 4 : 3))
                return At(values);
        }

        return At(Steps(Math.Pow(10, _low), Math.Pow(10, _high)).Where(value => value > 0));
    }

    private bool Shows(double value) => Math.Log10(value) >= _low - 1e-9 && Math.Log10(value) <= _high + 1e-9;

    private List<(double, string)> At(IEnumerable<double> values) => [.. values.Select(value => (Pixel(value), Number.Short(value)))];

    /// <summary>Round numbers between two values, about 75 pixels apart.</summary>
    private IEnumerable<double> Steps(double low, double high)
    {
        double rough = (high - low) / Math.Max(2, Math.Abs(_end - _start) / 75);
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * (rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
        for (long i = (long)Math.Ceiling(low / step - 1e-9); i * step <= high + step * 1e-9; i++)
            yield return i * step;
    }
}
