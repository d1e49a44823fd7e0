using NotebookCourse.Training;

namespace NotebookCourse.Tests.Training;

[Collection(OneTorch.Name)]
public sealed class ScheduleTests
{
    [Fact]
    public void Cosine_is_nanoGPTs()
    {
        var rate = new CosineRate(1e-3, 1e-4, 100, 2000);
        Assert.Equal(1e-3 / 101, rate.At(0), 1e-12);
        Assert.Equal(1e-3 * 100 / 101, rate.At(99), 1e-12);
        Assert.Equal(1e-3, rate.At(100), 1e-12);
        Assert.Equal(5.5e-4, rate.At(1050), 1e-12); // half-way
        Assert.Equal(1e-4, rate.At(2000), 1e-12);
        Assert.Equal(1e-4, rate.At(9999), 1e-12);
    }

    [Fact]
    public void Constant_and_stable_then_decay()
    {
        Assert.Equal(2e-3, new ConstantRate(2e-3).At(0));
        Assert.Equal(1e-3, new ConstantRate(2e-3, 1).At(0), 1e-12);
        var rate = new WarmupStableDecay(1e-3, 1e-4, 10, 80, 100);
        Assert.Equal(1e-3, rate.At(79), 1e-12);
        Assert.Equal(5.5e-4, rate.At(90), 1e-12);
        Assert.Equal(1e-4, rate.At(100), 1e-12);
    }

    /// <summary>arXiv 2412.19437, section 4.2.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1e12, 2.2e-4)]
    [InlineData(9.99e12, 2.2e-4)]
    [InlineData(12.15e12, 1.21e-4)] // the middle of the cosine
    [InlineData(14.3e12, 2.2e-5)]
    [InlineData(14.632e12, 2.2e-5)]
    [InlineData(14.7e12, 7.3e-6)]
    public void DeepSeekV3s_learning_rate(double tokens, double rate) =>
        Assert.Equal(rate, DeepSeekV3Schedule.LearningRateAt(tokens), rate * 1e-3);

    [Fact]
    public void DeepSeekV3s_batch_and_steps()
    {
        Assert.Equal(3072, DeepSeekV3Schedule.BatchSequences(0));
        Assert.Equal(15_360, DeepSeekV3Schedule.BatchSequences(469e9));
        Assert.Equal(9216, DeepSeekV3Schedule.BatchSequences(234.5e9), 1e-6);
        double steps = DeepSeekV3Schedule.StepAt(DeepSeekV3Schedule.TotalTokens);
        Assert.InRange(steps, 235_240, 260_000); // more than at the full batch throughout
        // the closed form against adding up step by step
        double tokens = 0;
        for (int step = 0; step < 5000; step++)
            tokens += DeepSeekV3Schedule.BatchSequences(tokens) * DeepSeekV3Schedule.SequenceLength;
        Assert.Equal(5000, DeepSeekV3Schedule.StepAt(tokens), 5.0);
        Assert.Equal(1, DeepSeekV3Schedule.GradientNorm);
        Assert.Equal(0.001, DeepSeekV3Schedule.BiasUpdateSpeedAt(1e12));
        Assert.Equal(0, DeepSeekV3Schedule.BiasUpdateSpeedAt(14.5e12));
        Assert.Equal(0.1, DeepSeekV3Schedule.PredictionWeightAt(11e12));
    }
}
