
namespace NotebookCourse.Scaling;

/// <summary>
/// One budget of compute, spent on models of different sizes: loss against log N is close to a parabola, and its lowest
/// point says which size the budget wants (Hoffmann et al. 2022, approach 2, section 3.2).
/// </summary>
/// <param name="Compute">The budget, floating-point operations.</param>
/// <param name="Curvature">c2 in loss = c0 + c1 ln N + c2 (ln N)^2. Range: above 0, or there is no lowest point.</param>
/// <param name="BestParameters">N at the lowest point.</param>
/// <param name="BestLoss">Loss there, nats per token.</param>
/// <param name="Bracketed">Whether runs lie on both sides of the lowest point; otherwise it is extrapolated.</param>
public sealed record IsoFlop(double Compute, double Curvature, double BestParameters, double BestLoss, bool Bracketed)
{
    /// <summary>D at the lowest point: the budget divided by 6 N.</summary>
    public double BestTokens => Compute / (6 * BestParameters);

    /// <summary>The parabola through runs of one budget.</summary>
    /// <param name="runs">At least three sizes; their budgets may differ by 25% and are averaged.</param>
    /// <exception cref="ArgumentException">Fewer than three sizes that logarithms tell apart, budgets too far apart, or a run that is no number.</exception>
    /// <exception cref="InvalidOperationException">The parabola opens downwards: these runs show no best size.</exception>
    public static IsoFlop Fit(IReadOnlyList<RunPoint> runs)
    {
        RunPoint.Require(runs);
        int sizes = LogScale.Distinct(runs.Select(run => run.Parameters));
        if (sizes < 3)
            throw new ArgumentException($"A parabola needs runs of at least three sizes; the {runs.Count} runs that were given have {sizes}.", nameof(runs));
        double smallest = runs.Min(run => run.Compute), largest = runs.Max(run => run.Compute);
        if (largest > 1.25 * smallest)
            throw new ArgumentException($"The runs' budgets go from {smallest:g3} to {largest:g3} operations; an isoFLOP curve needs one budget.", nameof(runs));

        double centre = runs.Average(run => Math.Log(run.Parameters));
        double[] x = [.. runs.Select(run => Math.Log(run.Parameters) - centre)];
        double[] c = MathNet.Numerics.Fit.Polynomial(x, [.. runs.Select(run => run.Loss)], 2);
        if (!(c[2] > 0))
            throw new InvalidOperationException("The loss does not curve upwards over these sizes, so there is no best one among them: add smaller or larger models.");
        double lowest = -c[1] / (2 * c[2]);
        return new IsoFlop(
            runs.Average(run => run.Compute),
            c[2],
            Math.Exp(lowest + centre),
            c[0] + c[1] * lowest + c[2] * lowest * lowest,
            x.Min() < lowest && lowest < x.Max());
    }
}
