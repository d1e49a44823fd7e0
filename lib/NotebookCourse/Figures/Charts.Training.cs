namespace NotebookCourse.Figures;

public static partial class Charts
{
    /// <summary>Losses over training steps; the loss axis is logarithmic, so that equal drops are equal ratios.</summary>
    /// <param name="title">What the figure shows.</param>
    /// <param name="curves">One line a run: x in steps, y the loss.</param>
    /// <param name="alt">What a reader who cannot see the figure should know.</param>
    /// <param name="unit">The loss's unit; nats per token if null.</param>
    /// <exception cref="ArgumentException">No curves, a loss that is not above 0, or no title or alt text.</exception>
    public static Figure LossCurves(string title, IReadOnlyList<Series> curves, string alt, string? unit = null) => Lines(
        title,
        Axis.Of(Language.Pick("training step", "训练步"), Language.Pick("updates", "次更新")),
        Axis.Of(Language.Pick("loss", "损失"), unit ?? Language.Pick("nats per token", "奈特/词元")) with { Log = true },
        curves,
        alt);

    /// <summary>How much of the work each expert got, step by step: one row an expert, one column a step.</summary>
    /// <param name="title">What the figure shows.</param>
    /// <param name="load">Shares at [expert, step]; an even share is 1 / experts.</param>
    /// <param name="alt">What a reader who cannot see the figure should know.</param>
    /// <param name="stepsPerColumn">Training steps from one column to the next.</param>
    /// <exception cref="ArgumentException">The matrix is empty, or there is no title or alt text.</exception>
    public static Figure ExpertLoad(string title, double[,] load, string alt, int stepsPerColumn = 1)
    {
        int experts = load.GetLength(0), columns = load.GetLength(1);
        var relative = new double[experts, columns];
        for (int e = 0; e < experts; e++)
        {
            for (int s = 0; s < columns; s++)
                relative[e, s] = Math.Min(load[e, s] * experts, 4);
        }

        return Field(title,
            Axis.Of(Language.Pick("training step", "训练步"), Language.Pick("updates", "次更新")),
            Axis.Plain(Language.Pick("expert", "专家")),
            relative,
            Axis.Of(Language.Pick("load", "负载"), Language.Pick("× even share, cut at 4", "× 平均份额，4 封顶")) with { Min = 0, Max = 4 },
            alt, diverging: false, numbers: false, columnWidth: stepsPerColumn);
    }
}
