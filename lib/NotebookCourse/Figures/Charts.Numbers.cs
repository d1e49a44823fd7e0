using System.Globalization;

namespace NotebookCourse.Figures;

public static partial class Charts
{
    /// <summary>The bits of a floating-point number, highest first: sign, exponent, fraction, and the value they spell.</summary>
    /// <param name="title">What the figure shows.</param>
    /// <param name="rows">Each number: its name, its bits (lowest bit last), and how many bits are exponent and fraction.</param>
    /// <param name="alt">What a reader who cannot see the figure should know.</param>
    /// <exception cref="ArgumentException">No rows, more than 64 bits, or no title or alt text.</exception>
    public static Figure FloatBits(string title, IReadOnlyList<FloatLayout> rows, string alt)
    {
        if (rows.Count == 0)
            throw new ArgumentException($"The bit figure \"{title}\" got no rows; expected at least one FloatLayout.");
        const double RowHeight = 62;
        double left = rows.Max(r => TextWidth.Of(r.Name, 13)) + 12;
        double cell = Math.Min(30, (680 - left) / rows.Max(r => r.Bits));
        var builder = new FigureBuilder(title, alt).Margin(left: 16, right: 16, bottom: 8);
        for (int r = 0; r < rows.Count; r++)
            AddBits(builder, rows[r], left, r * RowHeight, cell);
        return Flat(builder, 688, rows.Count * RowHeight);
    }

    /// <summary>Where the parameters are: areas are proportional to counts.</summary>
    /// <param name="title">What the figure shows.</param>
    /// <param name="parts">Each part's name and its size, above 0; equal groups take one colour.</param>
    /// <param name="unit">What a size counts, for example "parameters".</param>
    /// <param name="alt">What a reader who cannot see the figure should know.</param>
    /// <exception cref="ArgumentException">No parts, a size that is not above 0, or no title or alt text.</exception>
    public static Figure ParameterTreemap(string title, IReadOnlyList<(string Name, double Size)> parts, string unit, string alt)
    {
        if (parts.Count == 0 || parts.Any(p => !(p.Size > 0)))
            throw new ArgumentException($"The treemap \"{title}\" needs parts with sizes above 0; got {parts.Count} parts{string.Concat(parts.Where(p => !(p.Size > 0)).Select(p => $", {p.Name} = {p.Size}"))}.");
        const double Width = 688, Height = 330;
        double total = parts.Sum(p => p.Size);
        var builder = new FigureBuilder(title, alt).Margin(left: 16, right: 16, bottom: 34);
        var sorted = parts.OrderByDescending(p => p.Size).ToList();
        var boxes = Treemap.Squarify([.. sorted.Select(p => p.Size)], Width, Height);
        for (int i = 0; i < sorted.Count; i++)
        {
            var (x, y, w, h) = boxes[i];
            builder.Rectangle(x, y, x + w, y + h, Pale(i));
            if (h < 16 || w < 30)
                continue;
            string share = (sorted[i].Size / total * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";
            bool two = h >= 36;
            builder.Text(x + w / 2, y + h / 2 - (two ? 9 : 0), TextWidth.Cut(sorted[i].Name, 13, w - 8), "#1b1f24", 13);
            if (two)
                builder.Text(x + w / 2, y + h / 2 + 9, TextWidth.Cut($"{Number.Short(sorted[i].Size)} · {share}", 12, w - 8), "#1b1f24", 12);
        }

        builder.Text(0, Height + 14, $"{Language.Pick("total", "合计")} {Number.Short(total)} {unit}", Palette.Muted, 12, "left");
        return Flat(builder, Width, Height + 24);
    }

    private static void AddBits(FigureBuilder builder, FloatLayout row, double left, double top, double cell)
    {
        builder.Text(left - 8, top + 16, row.Name, Palette.Ink, 13, "right");
        for (int i = 0; i < row.Bits; i++)
        {
            bool one = (row.Pattern >> (row.Bits - 1 - i) & 1) == 1;
            string color = Palette.Of(i == 0 ? 1 : i <= row.ExponentBits ? 2 : 0);
            string fill = Palette.At([color, "#ffffff"], one ? 0.25 : 0.8);
            builder.Rectangle(left + i * cell, top, left + (i + 1) * cell, top + 32, fill);
            if (cell >= 10)
                builder.Text(left + (i + 0.5) * cell, top + 16, one ? "1" : "0", "#1b1f24", Math.Min(15, cell * 0.7));
        }

        string parts = Language.Pick(
            $"sign 1 · exponent {row.ExponentBits} · fraction {row.FractionBits}", $"符号 1 · 指数 {row.ExponentBits} · 尾数 {row.FractionBits}");
        string value = row.Value is { } v ? "  =  " + v.ToString("G9", CultureInfo.InvariantCulture) : "";
        builder.Text(left, top + 44, parts + value, Palette.Muted, 12, "left");
    }
}
