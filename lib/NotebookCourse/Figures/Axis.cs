namespace NotebookCourse.Figures;

/// <summary>What an axis (or a colour bar) measures. Made by <see cref="Of"/> or <see cref="Plain"/>, so that a unit is never forgotten.</summary>
public sealed record Axis
{
    private readonly string _name;
    private readonly string? _unit;

    private Axis(string name, string? unit) => (_name, _unit) = (name, unit);

    /// <summary>The text beside the axis: its name, its unit, and that it is logarithmic where it is.</summary>
    public string Title
    {
        get
        {
            string[] notes = [.. new[] { _unit, Log ? Language.Pick("log scale", "对数刻度") : null }.OfType<string>()];
            return notes.Length == 0 ? _name : Language.Pick($"{_name} ({string.Join(", ", notes)})", $"{_name}（{string.Join("，", notes)}）");
        }
    }

    /// <summary>Whether equal steps are equal ratios; every value must then be above 0.</summary>
    public bool Log { get; init; }

    /// <summary>The lowest value shown; taken from the data if null.</summary>
    public double? Min { get; init; }

    /// <summary>The highest value shown; taken from the data if null.</summary>
    public double? Max { get; init; }

    /// <summary>Names for the positions 0, 1, 2 ...; numbers are written if null.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>An axis in a unit, for example <c>Axis.Of("loss", "nats per token")</c>.</summary>
    /// <exception cref="ArgumentException">The name or the unit is empty.</exception>
    public static Axis Of(string name, string unit)
    {
        if (string.IsNullOrWhiteSpace(name) || string.IsNullOrWhiteSpace(unit))
        {
            throw new ArgumentException($"Axis.Of(\"{name}\", \"{unit}\"): expected a name and a unit, such as (\"loss\", \"nats per token\"). "
                + "For a count or a name without a unit, say Axis.Plain(\"layer\").");
        }

        return new Axis(name, unit);
    }

    /// <summary>An axis of positions, counts or names, which has no unit: <c>Axis.Plain("layer")</c>.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static Axis Plain(string name) => string.IsNullOrWhiteSpace(name)
        ? throw new ArgumentException("Axis.Plain: expected a name for the axis, such as \"layer\", and got an empty one.")
        : new Axis(name, null);

    /// <summary>The range to show for <paramref name="values"/>: nice room around them, or what the axis fixes.</summary>
    /// <exception cref="ArgumentException">The axis is logarithmic and a value is not above 0.</exception>
    internal (double Low, double High) RangeOf(IEnumerable<double> values, bool fromZero = false)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values.Where(double.IsFinite))
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        if (double.IsInfinity(low))
            (low, high) = (Log ? 1 : 0, Log ? 10 : 1);
        if (fromZero && !Log)
            (low, high) = (Math.Min(0, low), Math.Max(0, high));
        if (Log && (Min ?? low) <= 0)
        {
            throw new ArgumentException($"The axis \"{Title}\" is logarithmic, and {Min ?? low} has no logarithm: "
                + "leave such values out, or set Log = false.");
        }

        double room = Log ? (Math.Log10(high) - Math.Log10(low)) * 0.04 : (high - low) * 0.04;
        if (room == 0)
            room = Log ? 0.1 : Math.Max(Math.Abs(high) * 0.1, 0.5);
        double below = fromZero && low == 0 ? 0 : room;
        return Log
            ? (Min ?? Math.Pow(10, Math.Log10(low) - below), Max ?? Math.Pow(10, Math.Log10(high) + room))
            : (Min ?? low - below, Max ?? (fromZero && high == 0 ? 0 : high + room));
    }
}
