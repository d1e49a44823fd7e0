using System.Globalization;

namespace NotebookCourse.Figures;

/// <summary>Numbers as a figure writes them.</summary>
internal static class Number
{
    /// <summary>Three significant digits; thousands, millions, billions as k, M, B, T; very small ones as 1e-7.</summary>
    public static string Short(double value)
    {
        double size = Math.Abs(value);
        if (!double.IsFinite(value))
            return "";
        if (value == 0)
            return "0";
        if (size is < 1e-4 or >= 1e15)
            return value.ToString("0.##e0", CultureInfo.InvariantCulture);
        (double scale, string suffix) = size switch
        {
            >= 999.5e9 => (1e12, "T"),
            >= 999.5e6 => (1e9, "B"),
            >= 999.5e3 => (1e6, "M"),
            >= 9999.5 => (1e3, "k"),
            _ => (1.0, ""),
        };
        double scaled = value / scale;
        int before = Math.Max(0, (int)Math.Floor(Math.Log10(Math.Abs(scaled))) + 1);
        string text = size < 1
            ? double.Parse(scaled.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString("0.########", CultureInfo.InvariantCulture)
            : scaled.ToString(before >= 3 ? "0" : "0." + new string('#', 3 - before), CultureInfo.InvariantCulture);
        return text + suffix;
    }

    /// <summary>A large count in the units of the notebook's language: 654B, 6539 亿.</summary>
    public static string Large(double value) => Language.Current == Language.Chinese ? InMyriads(value) : Short(value);

    /// <summary>Four significant digits and 万, 亿 or 万亿.</summary>
    internal static string InMyriads(double value)
    {
        (double scale, string unit) = Math.Abs(value) switch
        {
            >= 9999.5e8 => (1e12, " 万亿"),
            >= 9999.5e4 => (1e8, " 亿"),
            >= 9999.5 => (1e4, " 万"),
            _ => (1.0, ""),
        };
        double scaled = double.Parse((value / scale).ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return scaled.ToString("0.####", CultureInfo.InvariantCulture) + unit;
    }
}
