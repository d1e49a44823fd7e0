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

    /// <summary>
    /// Where the parameters are: areas are proportional to counts. A part whose rectangle is too small for its name and
    /// size is named in a key below, largest first.
    /// </summary>
    /// <param name="title">What the figure shows.</param>
    /// <param name="parts">Each part's name and its size, above 0. Up to sixteen parts have colours of their own.</param>
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
        var key = new List<(string Text, string Fill)>();
        for (int i = 0; i < sorted.Count; i++)
        {
            var (x, y, w, h) = boxes[i];
            string size = Number.Large(sorted[i].Size), share = (sorted[i].Size / total * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";
            builder.Rectangle(x, y, x + w, y + h, Palette.Pale(i));
            string[] wide = [sorted[i].Name, $"{size} · {share}"], narrow = [sorted[i].Name, size, share];
            if (new[] { wide, narrow }.FirstOrDefault(lines => h >= 18 * lines.Length && w >= 8 + lines.Max(line => TextWidth.Of(line, 13))) is { } fitting)
            {
                for (int line = 0; line < fitting.Length; line++)
                    builder.Text(x + w / 2, y + h / 2 + 18 * (line - (fitting.Length - 1) / 2.0), fitting[line], "#1b1f24", line == 0 ? 13 : 12);
            }
            else
            {
                key.Add(($"{sorted[i].Name} {wide[1]}", Palette.Pale(i)));
            }
        }

        double bottom = AddKey(builder, key, Height + 14, Width);
        builder.Text(0, bottom, $"{Language.Pick("total", "合计")} {Number.Large(total)}{Language.Pick(" ", "")}{unit}", Palette.Muted, 12, "left");
        return Flat(builder, Width, bottom + 10);
    }

    /// <summary>Names beside squares of their colour, in as many lines as they need; returns the height of the line below.</summary>
    private static double AddKey(FigureBuilder builder, List<(string Text, string Fill)> entries, double top, double width)
    {
        double x = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            double needed = 18 + TextWidth.Of(entries[i].Text, 12) + 32;
            if (x > 0 && x + needed > width)
                (x, top) = (0, top + 20);
            builder.Rectangle(x, top - 6, x + 12, top + 6, entries[i].Fill, Palette.Muted);
            builder.Text(x + 18, top, entries[i].Text, Palette.Ink, 12, "left");
            x += needed;
        }

        return entries.Count == 0 ? top : top + 20;
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
