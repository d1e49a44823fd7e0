using System.Text;

namespace NotebookCourse.Figures;

/// <summary>How wide a text is, near enough to leave room for it: no font is read, so the answer is the same everywhere.</summary>
internal static class TextWidth
{
    /// <summary>Width in pixels at a font size in pixels.</summary>
    public static double Of(string text, double size) => text.EnumerateRunes().Sum(Em) * size;

    /// <summary>The text, cut with an ellipsis where it is wider than <paramref name="width"/> pixels.</summary>
    public static string Cut(string text, double size, double width)
    {
        if (Of(text, size) <= width)
            return text;
        var kept = new StringBuilder();
        double used = size;
        foreach (Rune rune in text.EnumerateRunes())
        {
            used += Em(rune) * size;
            if (used > width)
                break;
            kept.Append(rune);
        }

        return kept.Length == 0 ? "" : kept + "…";
    }

    private static double Em(Rune rune) => rune.Value switch
    {
        >= 0x1100 and (<= 0x115F or >= 0x2E80 and <= 0xFFEF) => 1.0,
        > 0xFFFF => 1.05,
        'i' or 'l' or 'j' or '.' or ',' or ':' or ';' or '|' or '\'' or '!' => 0.29,
        'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.86,
        >= 'A' and <= 'Z' => 0.67,
        ' ' or 'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '-' => 0.36,
        >= '0' and <= '9' => 0.62,
        _ => 0.56,
    };
}
