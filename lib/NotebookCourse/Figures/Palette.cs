namespace NotebookCourse.Figures;

/// <summary>
/// The course's colours. The series colours keep a contrast of at least 3 : 1 on white and on the dark page, and
/// differ under the common kinds of colour blindness; dashes and marks differ too, so colour is never alone.
/// </summary>
public static class Palette
{
    /// <summary>Series colours, in the order they are given out.</summary>
    public static IReadOnlyList<string> Series { get; } =
        ["#2f7fd6", "#d9631e", "#1a9476", "#b565a7", "#a3801a", "#7c8590", "#c2477f", "#2a97b8"];

    /// <summary>From none (dark violet) through green to most (yellow): viridis, even in lightness.</summary>
    public static IReadOnlyList<string> Sequential { get; } =
        ["#440154", "#482878", "#3e4989", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6ece58", "#b5de2b", "#fde725"];

    /// <summary>Below (blue), zero (near white), above (orange).</summary>
    public static IReadOnlyList<string> Diverging { get; } =
        ["#1d4f91", "#4b83c0", "#93b8de", "#d3e2f0", "#f7f7f7", "#f8dcc0", "#eeac6e", "#d0741f", "#8f4405"];

    /// <summary>Text on a light page.</summary>
    internal const string Ink = "#1f2328";

    /// <summary>Second text on a light page.</summary>
    internal const string Muted = "#59636e";

    /// <summary>Grid lines on a light page.</summary>
    internal const string Grid = "#e3e6ea";

    /// <summary>The light page.</summary>
    internal const string Paper = "#ffffff";

    /// <summary>The colour of series number <paramref name="index"/>; they repeat after the last.</summary>
    public static string Of(int index) => Series[index % Series.Count];

    /// <summary>A pale version of series colour number <paramref name="index"/>, for black text; a second round is paler still.</summary>
    internal static string Pale(int index) => At([Of(index), "#ffffff"], index / Series.Count % 2 == 0 ? 0.68 : 0.86);

    /// <summary>A colour of a scale.</summary>
    /// <param name="scale"><see cref="Sequential"/> or <see cref="Diverging"/>.</param>
    /// <param name="position">From 0 to 1; values outside are cut.</param>
    internal static string At(IReadOnlyList<string> scale, double position)
    {
        double place = Math.Clamp(double.IsNaN(position) ? 0 : position, 0, 1) * (scale.Count - 1);
        int left = Math.Min((int)place, scale.Count - 2);
        var (r, g, b) = Parse(scale[left]);
        var (r2, g2, b2) = Parse(scale[left + 1]);
        double t = place - left;
        return $"#{Mix(r, r2, t):x2}{Mix(g, g2, t):x2}{Mix(b, b2, t):x2}";
    }

    /// <summary>Black or white, whichever reads better on <paramref name="background"/>.</summary>
    internal static string TextOn(string background) => Luminance(background) > 0.18 ? "#000000" : "#ffffff";

    /// <summary>Relative luminance, 0 to 1 (WCAG 2.2).</summary>
    internal static double Luminance(string color)
    {
        var (r, g, b) = Parse(color);
        return 0.2126 * Linear(r) + 0.7152 * Linear(g) + 0.0722 * Linear(b);
    }

    /// <summary>Red, green and blue, 0 to 255, of <c>#rrggbb</c>.</summary>
    internal static (byte R, byte G, byte B) Parse(string color)
    {
        int value = Convert.ToInt32(color[1..], 16);
        return ((byte)(value >> 16), (byte)(value >> 8), (byte)value);
    }

    private static int Mix(byte from, byte to, double t) => (int)Math.Round(from + (to - from) * t);

    private static double Linear(byte channel)
    {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
