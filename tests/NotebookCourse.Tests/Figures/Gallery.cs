using NotebookCourse.Figures;

namespace NotebookCourse.Tests.Figures;

/// <summary>One figure of every kind, with Chinese text and values that are not finite among them.</summary>
internal static class Gallery
{
    private static readonly Axis Steps = Axis.Of("step", "updates");
    private static readonly Axis Loss = Axis.Of("损失", "nats");
    private static readonly string[] Words = ["今天", "天气", " 很", "好\n"];

    public static IReadOnlyDictionary<string, Func<Figure>> All { get; } = new Dictionary<string, Func<Figure>>
    {
        ["lines"] = () => Charts.Lines("线", Steps, Loss, [Series.Of("GPT", [1, 2.5, double.NaN, 3]), Series.Function("theory", x => x * x, 0, 3) with { Reference = true }], "alt", marks: true),
        ["scatter"] = () => Charts.Scatter("points", Steps, Loss, [Series.Of("a", [1, 2, 3]), Series.Of("b", [3f, 1, 2])], "alt"),
        ["bars"] = () => Charts.Bars("bars", Axis.Plain("word") with { Labels = Words }, Loss, [Series.Of("a", [1, -2, 3, 4]), Series.Of("b", [3, 1])], "alt", values: true),
        ["stacked"] = () => Charts.Bars("stack", Axis.Plain("word") with { Labels = Words }, Loss, [Series.Of("a", [1, 2, 3, 4]), Series.Of("b", [3, 1, 1, 1])], "alt", stacked: true),
        ["histogram"] = () => Charts.Histogram("counts", Axis.Of("score", "nats"), Enumerable.Range(0, 1000).Select(i => Math.Sin(i)), "alt"),
        ["heatmap"] = () => Charts.Heatmap("field", Steps, Steps, Field(200, 300), Axis.Of("value", "σ"), "alt", diverging: true),
        ["surface"] = () => Charts.Surface("surface", Steps, Steps, Loss, [.. Enumerable.Range(0, 40)], [.. Enumerable.Range(0, 30)], Field(30, 40), "alt"),
        ["knob"] = () => Charts.Knob("knob", "T", [.. new[] { 0.5, 2 }.Select(t => (t.ToString(System.Globalization.CultureInfo.InvariantCulture), Charts.Bars("T", Steps, Loss, [Series.Of("p", [t, 1])], "alt")))], "alt"),
        ["attention"] = () => Charts.AttentionMap("谁看谁", new double[,] { { 1, 0 }, { 0.4, 0.6 } }, ["今天", "天气"], "alt"),
        ["distribution"] = () => Charts.Distribution("今天天气很", Enumerable.Range(0, 30).Select(i => ($"词{i}", 1 / 30.0)), "alt"),
        ["tokens"] = () => Charts.TokenStrip("词元", [.. Words.Select((word, i) => (word, $"{i}"))], "alt"),
        ["losses"] = () => Charts.LossCurves("loss", [Series.Of("a", [5.5, 3.2, 2.1])], "alt"),
        ["experts"] = () => Charts.ExpertLoad("load", Field(8, 20), "alt"),
        ["bits"] = () => Charts.FloatBits("bits", [FloatLayout.Of(0.1f), FloatLayout.Of((Half)0.1), new FloatLayout("E4M3", 0x3C, 4, 3, 1.5)], "alt"),
        ["treemap"] = () => Charts.ParameterTreemap("where", [("专家", 653e9), ("attention", 11e9), ("head", 0.9e9)], "parameters", "alt"),
    };

    private static double[,] Field(int rows, int columns)
    {
        var field = new double[rows, columns];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
                field[r, c] = Math.Sin(r * 0.3) * Math.Cos(c * 0.2);
        }

        field[0, 0] = double.NaN;
        return field;
    }
}
