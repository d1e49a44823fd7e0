using FsCheck.Xunit;
using NotebookCourse.Probability;

namespace NotebookCourse.Tests.Probability;

public class InformationTests
{
    [Fact]
    public void ValuesWorkedOutByHand()
    {
        Assert.Equal(1.75, Information.Entropy([0.5, 0.25, 0.125, 0.125]), 12);
        Assert.Equal(2, Information.CrossEntropy([0.5, 0.25, 0.125, 0.125], [0.25, 0.25, 0.25, 0.25]), 12);
        Assert.Equal(0.25, Information.KullbackLeibler([0.5, 0.25, 0.125, 0.125], [0.25, 0.25, 0.25, 0.25]), 12);
        Assert.Equal(0, Information.Entropy([0, 1, 0]));
        Assert.Equal(3, Information.Surprise(0.125));
        Assert.Equal(8, Information.Perplexity(3));
        Assert.Equal(2.5, Information.BitsPerByte(10, 4));
        Assert.Equal(1, Information.BitsPerNat * Math.Log(2), 15);
    }

    [Fact]
    public void RulingOutWhatHappensCostsInfinitelyMuch()
    {
        Assert.Equal(double.PositiveInfinity, Information.CrossEntropy([0.5, 0.5], [1, 0]));
        Assert.Equal(double.PositiveInfinity, Information.KullbackLeibler([0.5, 0.5], [1, 0]));
        Assert.Equal(double.PositiveInfinity, Information.Surprise(0));
    }

    [Fact]
    public void MutualInformationIsZeroWhenIndependentAndEntropyWhenEqual()
    {
        Assert.Equal(0, Information.MutualInformation(new[,] { { 0.1, 0.1 }, { 0.4, 0.4 } }), 12);
        Assert.Equal(1, Information.MutualInformation(new[,] { { 0.5, 0.0 }, { 0.0, 0.5 } }), 12);
    }

    [Property]
    public void CrossEntropyIsEntropyPlusKullbackLeibler(byte a, byte b, byte c, byte d)
    {
        double[] p = Shares(a, b), q = Shares(c, d);

        Assert.Equal(Information.Entropy(p) + Information.KullbackLeibler(p, q), Information.CrossEntropy(p, q), 9);
        Assert.True(Information.KullbackLeibler(p, q) >= 0);
        Assert.InRange(Information.Entropy(p), 0, Math.Log2(3) + 1e-12);
    }

    [Fact]
    public void WrongInputIsNamed()
    {
        Assert.Contains("2 outcomes and q has 3", Assert.Throws<ArgumentException>(
            () => Information.KullbackLeibler([0.5, 0.5], [0.5, 0.25, 0.25])).Message);
        Assert.Throws<ArgumentException>(() => Information.Entropy([0.5, 0.6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Information.Surprise(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Information.Perplexity(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Information.BitsPerByte(1, 0));
    }

    private static double[] Shares(byte a, byte b)
    {
        double sum = a + b + 3.0;
        return [(a + 1) / sum, (b + 1) / sum, 1 / sum];
    }
}
