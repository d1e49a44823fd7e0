using NotebookCourse.Precision;

namespace NotebookCourse.Tests.Precision;

public sealed class Float8MatrixProductTests
{
    private const int Features = 4096;

    [Fact]
    public void WithAnExactAccumulatorItIsTheProductOfTheDequantisedMatrices()
    {
        var random = new Random(2);
        float[] inputs = BlockScalingTests.Numbers(random, 3 * 300), weights = BlockScalingTests.Numbers(random, 130 * 300);
        var left = BlockScaledMatrix.Quantise(inputs, 3, 300, BlockShape.Activations);
        var right = BlockScaledMatrix.Quantise(weights, 130, 300, BlockShape.Weights);
        float[] product = Float8MatrixProduct.Multiply(left, right, AccumulatorModel.Exact);
        float[] a = left.Dequantise(), b = right.Dequantise();
        for (int i = 0; i < product.Length; i++)
        {
            double expected = 0, size = 0;
            for (int k = 0; k < 300; k++)
            {
                double term = (double)a[i / 130 * 300 + k] * b[i % 130 * 300 + k];
                expected += term;
                size += Math.Abs(term);
            }

            Assert.InRange(product[i] - expected, -1e-6 * size, 1e-6 * size);
        }
    }

    [Fact]
    public void MatricesThatDoNotFitAreNamed()
    {
        var left = BlockScaledMatrix.Quantise(new float[6], 2, 3, BlockShape.Activations);
        var right = BlockScaledMatrix.Quantise(new float[8], 2, 4, BlockShape.Weights);
        string message = Assert.Throws<ArgumentException>(() => Float8MatrixProduct.Multiply(left, right, AccumulatorModel.Exact)).Message;
        Assert.Contains("[2, 3]", message, StringComparison.Ordinal);
        Assert.Contains("[2, 4]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void FewFractionBitsLosePartOfALongSumAndPromotionKeepsIt()
    {
        var without = new List<double>();
        var with = new List<double>();
        for (int seed = 0; seed < 20; seed++)
        {
            float[] left = Rounded(seed), right = Rounded(seed + 1000);
            double exact = AccumulatorModel.Exact.Dot(left, right);
            without.Add(Math.Abs(AccumulatorModel.Hopper.Dot(left, right) - exact) / exact);
            with.Add(Math.Abs(AccumulatorModel.HopperPromoted.Dot(left, right) - exact) / exact);
        }

        Assert.InRange(without.Order().ElementAt(10), 0.05, 0.08);
        Assert.InRange(with.Order().ElementAt(10), 0.0001, 0.0015);
    }

    [Fact]
    public void ALargeSummandDrivesSmallOnesOut()
    {
        float[] ones = [1, 1, 1, 1];
        Assert.Equal(8192, AccumulatorModel.Hopper.Dot([8192, 0.5f, 0.5f, 0.5f], ones));
        Assert.Equal(8193.5f, AccumulatorModel.Truncating(20).Dot([8192, 0.5f, 0.5f, 0.5f], ones));
        Assert.Equal(0, AccumulatorModel.Hopper.Dot([1, -1, 2, -2], ones));
        Assert.Equal(0, AccumulatorModel.Hopper.Dot([], []));
        Assert.Throws<ArgumentException>(() => AccumulatorModel.Hopper.Dot(ones, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => AccumulatorModel.Truncating(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => AccumulatorModel.Truncating(13, promotionInterval: 0));
    }

    [Fact]
    public void StatisticsOfAKnownError()
    {
        var statistics = ErrorStatistics.Of([1, 2, 4, 0, -8], [1, 1, 4, 0.5f, 0]);
        Assert.Equal(5, statistics.Count);
        Assert.Equal(0.375, statistics.MeanRelative);
        Assert.Equal(0.25, statistics.MedianRelative);
        Assert.Equal(1, statistics.MaxRelative);
        Assert.Equal(8, statistics.MaxAbsolute);
        Assert.Equal(0.25, statistics.FlushedToZero);
        Assert.Equal(Math.Sqrt(1.25 / 4), statistics.RootMeanSquareRelative);
        Assert.Equal(Math.Sqrt((1 + 0.25 + 64) / 85), statistics.NormRatio);
        Assert.Equal(0, ErrorStatistics.Of([], []).MaxRelative);
    }

    private static float[] Rounded(int seed)
    {
        var random = new Random(seed);
        float[] values = [.. Enumerable.Range(0, Features).Select(_ => (float)random.NextDouble())];
        Float8.Round(Float8Format.E4M3, values, values);
        return values;
    }
}
