using MathNet.Numerics.LinearAlgebra;

namespace NotebookCourse.Scaling;

/// <summary>
/// <c>loss(x) = Floor + Coefficient * x^-Exponent</c>: how a loss falls with one resource (parameters, tokens, compute).
/// With <see cref="Floor"/> 0 it is the pure power law of Kaplan et al. 2020 (arXiv 2001.08361, Eq. 1.1-1.3): a straight
/// line on log-log paper. With a floor it bends towards what no amount of the resource removes.
/// </summary>
/// <param name="Coefficient">Height above the floor at x = 1, in the loss's unit (nats per token). Range: above 0.</param>
/// <param name="Exponent">Steepness: ten times x divides the part above the floor by 10^Exponent.</param>
/// <param name="Floor">The irreducible loss E. Range: 0 or above.</param>
public sealed record PowerLaw(double Coefficient, double Exponent, double Floor = 0)
{
    /// <summary>The loss the law gives at <paramref name="x"/>. Range: x above 0.</summary>
    public double Predict(double x) => Floor + Coefficient * Math.Pow(x, -Exponent);

    /// <summary>
    /// The x at which the law reaches <paramref name="loss"/>; positive infinity if the loss is at or below the floor.
    /// </summary>
    public double XFor(double loss) =>
        loss <= Floor ? double.PositiveInfinity : Math.Pow((loss - Floor) / Coefficient, -1 / Exponent);

    /// <summary>Largest relative error |predicted - measured| / measured over the points.</summary>
    public double WorstRelativeError(IReadOnlyList<double> x, IReadOnlyList<double> loss) =>
        x.Zip(loss, (at, measured) => Math.Abs(Predict(at) - measured) / measured).Max();

    /// <summary>
    /// A pure power law by least squares on the logarithms of both axes.
    /// </summary>
    /// <param name="x">At least two different values above 0.</param>
    /// <param name="loss">One value above 0 for each x.</param>
    /// <exception cref="ArgumentException">Too few points, unequal counts, or a value that has no logarithm.</exception>
    public static PowerLaw Fit(IReadOnlyList<double> x, IReadOnlyList<double> loss)
    {
        RequirePoints(x, loss, atLeast: 2);
        (double intercept, double slope) = MathNet.Numerics.Fit.Line(
            x.Select(value => Math.Log(value)).ToArray(),
            loss.Select(value => Math.Log(value)).ToArray());
        return new PowerLaw(Math.Exp(intercept), -slope);
    }

    /// <summary>
    /// A power law with an irreducible term: Huber loss on the logarithm of the loss (as in Hoffmann et al. 2022, Eq. 3),
    /// BFGS from several starts, the best kept.
    /// </summary>
    /// <param name="x">At least four different values above 0 (three constants are fitted).</param>
    /// <param name="loss">One value above 0 for each x.</param>
    /// <exception cref="ArgumentException">Too few points, unequal counts, or a value that has no logarithm.</exception>
    /// <exception cref="InvalidOperationException">No start led to a minimum.</exception>
    public static PowerLaw FitWithFloor(IReadOnlyList<double> x, IReadOnlyList<double> loss)
    {
        RequirePoints(x, loss, atLeast: 4);
        double[] logX = x.Select(value => Math.Log(value)).ToArray();
        double centre = logX.Average(), smallest = loss.Min();
        var problem = new LogSpaceProblem(
            logX.Select(value => new[] { value - centre }).ToArray(),
            loss.Select(value => Math.Log(value)).ToArray());

        var starts =
            from exponent in new[] { 0.1, 0.3, 0.6, 1.2 }
            from share in new[] { 0.2, 0.6, 0.95 } // of the smallest loss, as floor
            select Vector<double>.Build.DenseOfArray(
                [Math.Log(share * smallest), Math.Log(loss.Average() - share * smallest), exponent]);
        Vector<double> best = problem.Minimise(starts).Constants;
        return new PowerLaw(Math.Exp(best[1] + best[2] * centre), best[2], Math.Exp(best[0]));
    }

    private static void RequirePoints(IReadOnlyList<double> x, IReadOnlyList<double> loss, int atLeast)
    {
        if (x.Count != loss.Count)
            throw new ArgumentException($"{x.Count} values of x and {loss.Count} losses: each point needs one of both.", nameof(loss));
        int wrong = x.Zip(loss).ToList().FindIndex(point => !LogScale.Holds(point.First) || !LogScale.Holds(point.Second));
        if (wrong >= 0)
        {
            throw new ArgumentException(
                $"Point {wrong} has x {x[wrong]} and loss {loss[wrong]}: both must be finite numbers above 0, because the fit takes logarithms.", nameof(x));
        }

        int different = LogScale.Distinct(x);
        if (different < atLeast)
        {
            throw new ArgumentException(
                $"{different} values of x that differ by more than rounding; this law has {atLeast} constants or more to settle and needs at least {atLeast} points.",
                nameof(x));
        }
    }
}
