using NotebookCourse.Scaling;

namespace NotebookCourse.Tests.Scaling;

public sealed class PowerLawTests
{
    private static readonly double[] Sizes = [1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6, 3e6];

    [Fact]
    public void Recovers_the_exponent_Kaplan_published()
    {
        var kaplan = new PowerLaw(Math.Pow(8.8e13, 0.076), 0.076);
        PowerLaw fitted = PowerLaw.Fit(Sizes, [.. Sizes.Select(kaplan.Predict)]);
        Assert.Equal(0.076, fitted.Exponent, 1e-9);
        Assert.Equal(0.839, Math.Pow(10, -fitted.Exponent), 1e-3); // ten times the parameters
        Assert.Equal(8.8e13, fitted.XFor(1), 8.8e13 * 1e-6);
    }

    [Theory]
    [InlineData(1.8, 0.35)]
    [InlineData(0.5, 0.15)]
    [InlineData(2.5, 0.8)]
    public void Recovers_the_floor_under_noise(double floor, double exponent)
    {
        var truth = new PowerLaw(40, exponent, floor);
        var random = new Random(5);
        double[] losses = [.. Sizes.Select(x => truth.Predict(x) * (1 + 0.0005 * (random.NextDouble() - 0.5)))];
        PowerLaw fitted = PowerLaw.FitWithFloor(Sizes, losses);
        Assert.InRange(fitted.Exponent, exponent * 0.97, exponent * 1.03);
        Assert.InRange(fitted.Floor, floor - 0.1, floor + 0.1);
        Assert.True(fitted.WorstRelativeError(Sizes, losses) < 1e-3);
    }

    [Fact]
    public void A_pure_power_law_on_a_floored_loss_is_seen_to_fail()
    {
        var truth = new PowerLaw(40, 0.35, 1.8);
        double[] losses = [.. Sizes.Select(truth.Predict)];
        Assert.True(PowerLaw.Fit(Sizes, losses).WorstRelativeError(Sizes, losses) > 0.02);
    }

    [Fact]
    public void Says_what_is_wrong_with_the_points()
    {
        Assert.Contains("2 values of x and 3 losses", Assert.Throws<ArgumentException>(() => PowerLaw.Fit([1, 2], [1, 2, 3])).Message);
        Assert.Contains("Point 1 has x 2 and loss -2", Assert.Throws<ArgumentException>(() => PowerLaw.Fit([1, 2], [1, -2])).Message);
        Assert.Contains("Point 0 has x NaN", Assert.Throws<ArgumentException>(() => PowerLaw.Fit([double.NaN, 2], [1, 2])).Message);
        Assert.Contains("Point 2", Assert.Throws<ArgumentException>(() => PowerLaw.FitWithFloor([1, 2, 3, 4], [3, 2, double.PositiveInfinity, 1])).Message);
        Assert.Contains("1 values of x that differ by more than rounding", Assert.Throws<ArgumentException>(() => PowerLaw.Fit([0.3, 0.1 + 0.2], [2, 1])).Message);
        Assert.Contains("3 values of x that differ", Assert.Throws<ArgumentException>(() => PowerLaw.FitWithFloor([1, 2, 3, 3 * (1 + 1e-15)], [4, 3, 2, 1])).Message);
        Assert.Contains("at least 4 points", Assert.Throws<ArgumentException>(() => PowerLaw.FitWithFloor([1, 2, 3], [3, 2, 1])).Message);
    }

    [Fact]
    public void A_loss_below_the_floor_is_never_reached() =>
        Assert.Equal(double.PositiveInfinity, new PowerLaw(1, 0.5, 2).XFor(1.9));
}
