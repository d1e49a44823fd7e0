using NotebookCourse.Scaling;

namespace NotebookCourse.Tests.Scaling;

public sealed class ChinchillaTests
{
    /// <summary>Hoffmann et al. 2022 spent 5.76e23 operations on Chinchilla; what each set of constants would have bought.</summary>
    [Theory]
    [InlineData("printed", 92.6, 32.1)]
    [InlineData("unrounded", 58.9, 22.7)]
    [InlineData("replicated", 18.4, 24.2)]
    public void Tokens_per_parameter_depend_on_the_digits_printed(string which, double atChinchilla, double atSmall)
    {
        ChinchillaLaw law = which switch
        {
            "printed" => ChinchillaLaw.Printed,
            "unrounded" => ChinchillaLaw.Unrounded,
            _ => ChinchillaLaw.Replicated,
        };
        RunPoint large = law.Best(5.76e23), small = law.Best(1e19);
        Assert.Equal(atChinchilla, large.Tokens / large.Parameters, 0.05);
        Assert.Equal(atSmall, small.Tokens / small.Parameters, 0.05);
        Assert.Equal(5.76e23, large.Compute, 5.76e23 * 1e-12);
    }

    [Fact]
    public void The_best_split_is_a_minimum_along_the_budget()
    {
        ChinchillaLaw law = ChinchillaLaw.Replicated;
        RunPoint best = law.Best(1e21);
        Assert.True(law.Predict(best.Parameters * 1.05, best.Tokens / 1.05) > best.Loss);
        Assert.True(law.Predict(best.Parameters / 1.05, best.Tokens * 1.05) > best.Loss);
    }

    [Fact]
    public void The_frontier_is_a_straight_line_on_log_paper_with_the_stated_slope()
    {
        IReadOnlyList<RunPoint> frontier = ChinchillaLaw.Replicated.Frontier(1e18, 1e24, 7);
        double slope = Math.Log(frontier[^1].Parameters / frontier[0].Parameters) / Math.Log(1e6);
        Assert.Equal(ChinchillaLaw.Replicated.FrontierExponent, slope, 1e-9);
        Assert.Equal(0.5126, slope, 2e-4); // Besiroglu et al. 2024
    }

    [Fact]
    public void The_fit_recovers_known_constants_from_noisy_runs()
    {
        ChinchillaLaw truth = ChinchillaLaw.Replicated;
        ChinchillaLaw fitted = ChinchillaFit.Fit(Runs(truth, noise: 0.002));
        Assert.InRange(fitted.Floor, 1.78, 1.86);
        Assert.InRange(fitted.ParameterExponent, 0.32, 0.38);
        Assert.InRange(fitted.TokenExponent, 0.33, 0.40);
        Assert.InRange(fitted.FrontierExponent, 0.49, 0.54);
    }

    [Fact]
    public void One_bad_run_hardly_moves_the_fit()
    {
        List<RunPoint> runs = Runs(ChinchillaLaw.Replicated, noise: 0);
        ChinchillaLaw clean = ChinchillaFit.Fit(runs);
        runs[7] = runs[7] with { Loss = runs[7].Loss * 1.5 };
        ChinchillaLaw dirty = ChinchillaFit.Fit(runs);
        Assert.Equal(clean.FrontierExponent, dirty.FrontierExponent, 0.02);
        Assert.Equal(ChinchillaLaw.Replicated.ParameterExponent, clean.ParameterExponent, 0.002);
    }

    [Fact]
    public void Bootstrap_intervals_hold_the_truth_and_shrink_with_the_noise()
    {
        ChinchillaLaw truth = ChinchillaLaw.Replicated;
        (double low, double high) = Interval(noise: 0.004);
        Assert.InRange(truth.FrontierExponent, low, high);
        (double tightLow, double tightHigh) = Interval(noise: 0.0005);
        Assert.True(tightHigh - tightLow < (high - low) / 2);

        (double, double) Interval(double noise) => ChinchillaFit.Interval(
            ChinchillaFit.Bootstrap(Runs(truth, noise), resamples: 60, seed: 1), law => law.FrontierExponent, 0.95);
    }

    [Fact]
    public void IsoFlop_parabolas_find_the_frontier()
    {
        ChinchillaLaw law = ChinchillaLaw.Replicated;
        RunPoint best = law.Best(1e20);
        RunPoint[] runs = [.. new[] { 0.4, 0.6, 0.9, 1.3, 2.0 }.Select(factor => Run(best.Parameters * factor, best.Tokens / factor))];
        IsoFlop curve = IsoFlop.Fit(runs);
        Assert.True(curve.Bracketed);
        Assert.InRange(curve.BestParameters / best.Parameters, 0.9, 1.1);
        Assert.InRange(curve.BestTokens / best.Tokens, 0.9, 1.1);
        Assert.Equal(best.Loss, curve.BestLoss, 1e-3);

        RunPoint Run(double n, double d) => new(n, d, law.Predict(n, d));
    }

    [Fact]
    public void Says_what_is_missing()
    {
        List<RunPoint> runs = Runs(ChinchillaLaw.Printed, 0);
        Assert.Contains("at least 6", Assert.Throws<ArgumentException>(() => ChinchillaFit.Fit(runs[..3])).Message);
        var oneSize = runs.Select((run, i) => run with { Parameters = 1e6, Tokens = 1e6 * (i + 1) }).ToList();
        Assert.Contains("both to vary", Assert.Throws<ArgumentException>(() => ChinchillaFit.Fit(oneSize)).Message);
        Assert.Contains("one budget", Assert.Throws<ArgumentException>(() => IsoFlop.Fit(runs)).Message);
        Assert.Contains("both to vary", Assert.Throws<ArgumentException>(() => ChinchillaFit.Fit([.. runs.Select((run, i) => run with { Tokens = 1e9 * (1 + (i * 1e-15)) })])).Message);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    public void A_run_that_is_no_number_is_named(double bad)
    {
        List<RunPoint> runs = Runs(ChinchillaLaw.Printed, 0);
        RunPoint[] budget = [new(1e8, 4e9, 3), new(2e8, 2e9, 2.9), new(4e8, 1e9, 3)];
        Func<RunPoint, RunPoint>[] spoiled = [run => run with { Loss = bad }, run => run with { Parameters = bad }, run => run with { Tokens = bad }];
        foreach (var spoil in spoiled)
        {
            Assert.Contains("Run 4, RunPoint {", Assert.Throws<ArgumentException>(() => ChinchillaFit.Fit([.. runs.Select((run, i) => i == 4 ? spoil(run) : run)])).Message);
            Assert.Contains("Run 1, RunPoint {", Assert.Throws<ArgumentException>(() => IsoFlop.Fit([budget[0], spoil(budget[1]), budget[2]])).Message);
        }
    }

    [Fact]
    public void Sizes_that_differ_by_rounding_are_one_size()
    {
        RunPoint[] runs = [new(1e8, 4e9, 3), new(1e8 * (1 + 1e-15), 4e9, 3.1), new(2e8, 2e9, 2.9), new(2e8, 2e9, 2.8)];
        Assert.Contains("have 2", Assert.Throws<ArgumentException>(() => IsoFlop.Fit(runs)).Message);
    }

    private static List<RunPoint> Runs(ChinchillaLaw law, double noise)
    {
        var random = new Random(11);
        return [.. from n in new[] { 1e7, 4e7, 1.6e8, 6.4e8, 2.5e9, 1e10 }
                   from ratio in new[] { 2.0, 8, 20, 60, 200 }
                   let error = 1 + noise * (random.NextDouble() + random.NextDouble() - 1) * 2
                   select new RunPoint(n, n * ratio, law.Predict(n, n * ratio) * error)];
    }
}
