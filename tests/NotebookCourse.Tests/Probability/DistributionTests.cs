using NotebookCourse.Probability;

namespace NotebookCourse.Tests.Probability;

public class DistributionTests
{
    [Fact]
    public void ThreeTenDigitNumbersThatSumToMoreThanOneAreRefusedWithTheirSum()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Distribution.Of(("好", 0.7123456789), ("差", 0.1834567890), ("热", 0.1041987654)));

        Assert.Contains("sum to 1.0000012333", error.Message);
        Assert.Contains("0.0000012333 too much", error.Message);
    }

    [Theory]
    [InlineData("no probabilities")]
    [InlineData("sum to 0.9", 0.5, 0.4)]
    [InlineData("Probability 1 is -0.5", 1.5, -0.5)]
    [InlineData("Probability 0 is NaN", double.NaN, 1.0)]
    [InlineData("Probability 1 is Infinity", 0.0, double.PositiveInfinity)]
    public void WhatIsWrongIsSaid(string expected, params double[] numbers) =>
        Assert.Contains(expected, Probabilities.Fault(numbers));

    [Fact]
    public void TenTenthsAreOneDespiteRounding() =>
        Assert.Null(Probabilities.Fault([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]));

    [Fact]
    public void AnOutcomeTwiceIsRefused() =>
        Assert.Contains("'a' is listed twice", Assert.Throws<ArgumentException>(() => Distribution.Of(("a", 0.5), ("a", 0.5))).Message);

    [Fact]
    public void CountsBecomeShares()
    {
        Distribution<char> letters = Distribution.FromObservations("banana");

        Assert.Equal(0.5, letters['a']);
        Assert.Equal(1.0 / 6, letters['b'], 12);
        Assert.Equal(0, letters['z']);
        Assert.Equal(['a', 'n'], letters.Top(2).Select(pair => pair.Outcome));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(0)]
    public void WeightsThatCannotBeSharedAreRefused(double weight) =>
        Assert.Throws<ArgumentException>(() => Distribution.FromWeights([KeyValuePair.Create("a", weight)]));

    [Fact]
    public void SoftmaxOfLogitsIsADistributionHoweverLargeTheyAre()
    {
        double[] p = Distribution.Softmax([1000, 1000 + Math.Log(3), double.NegativeInfinity]);

        Assert.Equal(0.25, p[0], 12);
        Assert.Equal(0.75, p[1], 12);
        Assert.Equal(0, p[2]);
    }

    [Fact]
    public void SoftmaxRefusesWhatHasNoAnswer()
    {
        Assert.Throws<ArgumentException>(() => Distribution.Softmax([double.NegativeInfinity]));
        Assert.Throws<ArgumentException>(() => Distribution.Softmax([double.NaN, 1]));
        Assert.Throws<ArgumentException>(() => Distribution.Softmax([]));
    }

    [Fact]
    public void SamplingFollowsTheProbabilitiesAndTheSeed()
    {
        Distribution<string> weather = Distribution.Of(("好", 0.7), ("差", 0.0), ("热", 0.3));

        string[] Draw(int seed)
        {
            var random = new Random(seed);
            return [.. Enumerable.Range(0, 10_000).Select(_ => weather.Sample(random))];
        }

        string[] drawn = Draw(1);
        Assert.Equal(drawn, Draw(1));
        Assert.NotEqual(drawn, Draw(2));
        Assert.DoesNotContain("差", drawn);
        Assert.InRange(drawn.Count(word => word == "好"), 6_850, 7_150);
    }

    [Fact]
    public void ItReadsAsAListOfTheLikeliest() =>
        Assert.Equal("{ b: 0.75, a: 0.25 }", Distribution.Of(("a", 0.25), ("b", 0.75)).ToString());
}
