using NotebookCourse.Training;

namespace NotebookCourse.Tests.Training;

public sealed class TanhNetworkTests
{
    private static readonly (double X, double Y)[] Points = [(-1, 0.3), (-0.2, -1), (0.5, 0.8), (1, 0)];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(7, 3)]
    public void The_gradient_is_what_pushing_each_weight_gives(int width, int seed)
    {
        var network = new TanhNetwork(width, Points);
        double[] weights = network.Start(seed), gradient = new double[network.WeightCount], ignored = new double[network.WeightCount];
        Array.Fill(gradient, 99); // what was there before does not count
        network.Loss(weights, gradient);
        Assert.Equal(3 * width + width * width, network.WeightCount);
        for (int i = 0; i < weights.Length; i++)
        {
            double Pushed(double hair) => network.Loss([.. weights.Select((w, k) => k == i ? w + hair : w)], ignored);
            Assert.Equal((Pushed(1e-5) - Pushed(-1e-5)) / 2e-5, gradient[i], 1e-8);
        }
    }

    [Fact]
    public void The_gradient_is_that_of_the_scalar_engine()
    {
        const int Width = 4;
        var network = new TanhNetwork(Width, Points);
        double[] weights = network.Start(5), gradient = new double[network.WeightCount];
        double loss = network.Loss(weights, gradient);

        Value[] w = [.. weights.Select(weight => new Value(weight))];
        Value[] Layer(int from, Value[] x) => [.. Enumerable.Range(0, Width).Select(i =>
            Value.Sum(x.Select((input, j) => w[from + i * x.Length + j] * input)).Tanh())];
        Value Miss((double X, double Y) point) =>
            (Value.Sum(Layer(8, Layer(0, [point.X, 1])).Select((hidden, i) => w[24 + i] * hidden)) - point.Y).Pow(2);
        Value wanted = Value.Sum(Points.Select(Miss)) * (1.0 / Points.Length);
        wanted.Backward();

        Assert.Equal(wanted.Data, loss, 1e-12);
        Assert.All(gradient.Zip(w), pair => Assert.Equal(pair.Second.Gradient, pair.First, 1e-12));
        Assert.Equal(Points.Average(point => Math.Pow(network.Draw(weights, point.X) - point.Y, 2)), loss, 1e-12);
    }

    [Fact]
    public void Weights_to_start_from_follow_the_seed_and_the_width()
    {
        var network = new TanhNetwork(100, Points);
        Assert.Equal(network.Start(1), network.Start(1));
        Assert.NotEqual(network.Start(1), network.Start(2));
        Assert.Equal(1, network.Start(3)[..200].Average(w => w * w), 0.2);
        Assert.Equal(0.01, network.Start(3)[200..].Average(w => w * w), 0.001);
    }

    [Fact]
    public void What_cannot_be_is_refused_in_words()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TanhNetwork(0, Points));
        Assert.Throws<ArgumentException>(() => new TanhNetwork(2, []));
        var network = new TanhNetwork(2, Points);
        Assert.Contains("has 10 of each", Assert.Throws<ArgumentException>(() => network.Loss(new double[9], new double[10])).Message);
    }
}
