using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Statistics;

namespace NotebookCourse.Scaling;

/// <summary>
/// Fits <see cref="ChinchillaLaw"/> to finished runs the way Hoffmann et al. 2022 did (approach 3, section D.2): Huber
/// loss of width 1e-3 between the logarithms of predicted and measured loss, quasi-Newton from a grid of starts, best kept.
/// </summary>
public static class ChinchillaFit
{
    /// <summary>Constants to settle, so the fewest runs a fit accepts.</summary>
    public const int FewestRuns = 6;

    /// <summary>The law closest to <paramref name="runs"/>.</summary>
    /// <param name="runs">At least six, with at least two different sizes and two different token counts.</param>
    /// <exception cref="ArgumentException">Too few runs, or all of one size or of one token count.</exception>
    /// <exception cref="InvalidOperationException">No start led to a minimum.</exception>
    public static ChinchillaLaw Fit(IReadOnlyList<RunPoint> runs)
    {
        Require(runs);
        var centred = new Centred(runs);
        return centred.Law(centred.Problem.Minimise(Starts(runs)).Constants);
    }

    /// <summary>
    /// Refits resampled runs, drawn with replacement, to see how far the constants are pinned down. Each resample starts
    /// from the fit to all runs; a resample in which only one size or one token count was drawn is drawn again.
    /// </summary>
    /// <param name="runs">As in <see cref="Fit"/>.</param>
    /// <param name="resamples">Number of refits. Range: 2 or more; intervals want 100 or more.</param>
    /// <param name="seed">Same seed, same resamples.</param>
    public static IReadOnlyList<ChinchillaLaw> Bootstrap(IReadOnlyList<RunPoint> runs, int resamples, int seed)
    {
        Require(runs);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 2);
        var whole = new Centred(runs);
        Vector<double> start = whole.Problem.Minimise(Starts(runs)).Constants;
        var random = new Random(seed);
        var laws = new List<ChinchillaLaw>(resamples);
        while (laws.Count < resamples)
        {
            RunPoint[] drawn = [.. runs.Select(_ => runs[random.Next(runs.Count)])];
            if (SpansBothAxes(drawn))
            {
                var problem = whole.With(drawn);
                laws.Add(whole.Law(problem.MinimiseFrom(start).Constants));
            }
        }

        return laws;
    }

    /// <summary>The middle <paramref name="share"/> of a quantity over bootstrap laws, for example its 80% interval.</summary>
    /// <param name="laws">From <see cref="Bootstrap"/>.</param>
    /// <param name="quantity">What to look at, for example <c>law => law.FrontierExponent</c>.</param>
    /// <param name="share">Range: above 0, below 1.</param>
    public static (double Low, double High) Interval(IReadOnlyList<ChinchillaLaw> laws, Func<ChinchillaLaw, double> quantity, double share = 0.8)
    {
        double[] values = [.. laws.Select(quantity)];
        return (values.Quantile((1 - share) / 2), values.Quantile((1 + share) / 2));
    }

    private static IEnumerable<Vector<double>> Starts(IReadOnlyList<RunPoint> runs)
    {
        double smallest = runs.Min(run => run.Loss), mean = runs.Average(run => run.Loss);
        return
            from floor in new[] { 0.1, 0.5, 0.9 } // share of the smallest loss
            from alpha in new[] { 0.1, 0.4, 0.8 }
            from beta in new[] { 0.1, 0.4, 0.8 }
            let half = Math.Log((mean - floor * smallest) / 2)
            select Vector<double>.Build.DenseOfArray([Math.Log(floor * smallest), half, alpha, half, beta]);
    }

    private static bool SpansBothAxes(IEnumerable<RunPoint> runs) =>
        LogScale.Distinct(runs.Select(run => run.Parameters)) > 1 && LogScale.Distinct(runs.Select(run => run.Tokens)) > 1;

    private static void Require(IReadOnlyList<RunPoint> runs)
    {
        if (runs.Count < FewestRuns)
            throw new ArgumentException($"{runs.Count} runs for five constants; give at least {FewestRuns}.", nameof(runs));
        RunPoint.Require(runs);
        if (!SpansBothAxes(runs))
            throw new ArgumentException("All runs have the same size or the same number of tokens; the law needs both to vary.", nameof(runs));
    }

    /// <summary>The problem with both logarithms shifted to mean 0, which keeps coefficient and exponent apart.</summary>
    private sealed class Centred(IReadOnlyList<RunPoint> runs)
    {
        private readonly double _meanN = runs.Average(run => Math.Log(run.Parameters));
        private readonly double _meanD = runs.Average(run => Math.Log(run.Tokens));

        public LogSpaceProblem Problem => With(runs);

        public LogSpaceProblem With(IReadOnlyList<RunPoint> points) => new(
            [.. points.Select(run => new[] { Math.Log(run.Parameters) - _meanN, Math.Log(run.Tokens) - _meanD })],
            [.. points.Select(run => Math.Log(run.Loss))]);

        public ChinchillaLaw Law(Vector<double> c) =>
            new(Math.Exp(c[0]), Math.Exp(c[1] + c[2] * _meanN), c[2], Math.Exp(c[3] + c[4] * _meanD), c[4]);
    }
}
