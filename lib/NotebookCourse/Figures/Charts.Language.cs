namespace NotebookCourse.Figures;

public static partial class Charts
{
    /// <summary>Which position looks at which: rows ask (queries), columns answer (keys), each row sums to 1.</summary>
    /// <param name="title">What the figure shows.</param>
    /// <param name="weights">Attention weights, [query, key], each from 0 to 1.</param>
    /// <param name="tokens">The text of each position; numbers if null. Either one list for both sides or none.</param>
    /// <param name="alt">What a reader who cannot see the figure should know.</param>
    /// <exception cref="ArgumentException">The tokens are not as many as the keys, or there is no title or alt text.</exception>
    public static Figure AttentionMap(string title, double[,] weights, IReadOnlyList<string>? tokens, string alt)
    {
        int queries = weights.GetLength(0), keys = weights.GetLength(1);
        if (tokens is not null && (tokens.Count != keys || tokens.Count < queries))
            throw new ArgumentException($"The attention map \"{title}\" got {tokens.Count} tokens for weights [{queries}, {keys}]; expected one token for each key.");
        return Heatmap(title,
            Axis.Plain(Language.Pick("key: position looked at", "键：被看的位置")) with { Labels = tokens?.Select(Visible).ToArray() },
            Axis.Plain(Language.Pick("query: position that looks", "查询：在看的位置")) with { Labels = tokens?.Take(queries).Select(Visible).ToArray() },
            weights,
            Axis.Plain(Language.Pick("attention weight", "注意力权重")) with { Min = 0 },
            alt,
            numbers: keys <= 10);
    }

    /// <summary>The most probable of many outcomes as bars with their numbers, most probable first.</summary>
    /// <param name="title">What the figure shows.</param>
    /// <param name="outcomes">Each outcome and its probability, 0 to 1.</param>
    /// <param name="alt">What a reader who cannot see the figure should know.</param>
    /// <param name="most">How many to show; the rest become one bar.</param>
    /// <exception cref="ArgumentException">No outcomes, a probability outside 0 to 1, or no title or alt text.</exception>
    public static Figure Distribution(string title, IEnumerable<(string Outcome, double Probability)> outcomes, string alt, int most = 12)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var all = outcomes.OrderByDescending(o => o.Probability).ToList();
        if (all.Count == 0 || all.Any(o => !(o.Probability >= 0 && o.Probability <= 1 + 1e-6)))
            throw new ArgumentException($"The distribution \"{title}\" needs at least one outcome, each with a probability from 0 to 1; got {all.Count} outcomes{(all.Count == 0 ? "" : $", the largest {all[0].Probability}, the smallest {all[^1].Probability}")}.");
        var shown = all.Take(most).Select(o => (Name: Visible(o.Outcome), o.Probability)).ToList();
        if (all.Count > most)
            shown.Add((Language.Pick($"{all.Count - most} others", $"其余 {all.Count - most} 个"), all.Skip(most).Sum(o => o.Probability)));
        return Bars(title,
            Axis.Plain(Language.Pick("next", "下一个")) with { Labels = [.. shown.Select(o => o.Name)] },
            Axis.Plain(Language.Pick("probability", "概率")),
            [Series.Of(title, shown.Select(o => o.Probability))],
            alt,
            values: shown.Count <= 14);
    }

    /// <summary>A text cut into its tokens: one box for each, coloured by turns, with an id or another number under it.</summary>
    /// <param name="title">What the figure shows.</param>
    /// <param name="tokens">Each token's text and the note under it (an id, a probability), or an empty note.</param>
    /// <param name="alt">What a reader who cannot see the figure should know.</param>
    /// <exception cref="ArgumentException">No tokens, more than 200, or no title or alt text.</exception>
    public static Figure TokenStrip(string title, IReadOnlyList<(string Text, string Note)> tokens, string alt)
    {
        if (tokens.Count is 0 or > 200)
            throw new ArgumentException($"The token strip \"{title}\" got {tokens.Count} tokens; expected 1 to 200.");
        const double LineWidth = 680, LineHeight = 58;
        var builder = new FigureBuilder(title, alt).Margin(left: 16, right: 16, bottom: 8);
        double x = 0, line = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            string text = Visible(tokens[i].Text);
            double width = Math.Max(TextWidth.Of(text, 16), TextWidth.Of(tokens[i].Note, 11)) + 14;
            if (x > 0 && x + width > LineWidth)
                (x, line) = (0, line + 1);
            string fill = Pale(i);
            builder.Rectangle(x, line * LineHeight, x + width, line * LineHeight + 30, fill)
                .Text(x + width / 2, line * LineHeight + 15, text, "#1b1f24", 16)
                .Text(x + width / 2, line * LineHeight + 41, tokens[i].Note, Palette.Muted, 11);
            x += width + 2;
        }

        return Flat(builder, LineWidth + 8, (line + 1) * LineHeight);
    }

    /// <summary>Pale versions of the first six series colours, for black text.</summary>
    private static string Pale(int index) => Palette.At([Palette.Of(index % 6), "#ffffff"], 0.68);

    /// <summary>Makes spaces, tabs and line ends visible.</summary>
    private static string Visible(string text) => text.Replace(' ', '␣').Replace("\n", "⏎").Replace("\t", "⇥");

    /// <summary>A figure of rectangles and texts in pixels, y downwards, with nothing to measure.</summary>
    private static Figure Flat(FigureBuilder builder, double width, double height)
    {
        builder.Add("scatter", ("x", new[] { 0, width }), ("y", new[] { 0, height }), ("mode", "markers"), ("hoverinfo", "skip"),
            ("marker", FigureBuilder.Map(("size", 1), ("opacity", 0), ("color", Palette.Paper))));
        return builder.NoAxes((0, width), (height, 0)).Height((int)height + 60).Build();
    }
}
