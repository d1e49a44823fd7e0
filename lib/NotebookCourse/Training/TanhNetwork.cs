namespace NotebookCourse.Training;

/// <summary>
/// A small network that draws a curve through points: x and 1 into a layer of tanh neurons, these into a second, and a weighted sum of that.
/// Plain loops, so that its loss and gradient can be asked for at any weights thousands of times: to look at a landscape, not to be fast.
/// </summary>
/// <param name="width">Neurons in each layer. Range: 1 or above.</param>
/// <param name="points">What it is to draw; at least one.</param>
public sealed class TanhNetwork(int width, IReadOnlyList<(double X, double Y)> points)
{
    private readonly int _width = width >= 1
        ? width
        : throw new ArgumentOutOfRangeException(nameof(width), width, "A layer needs at least one neuron.");

    private readonly (double X, double Y)[] _points = points.Count > 0
        ? [.. points]
        : throw new ArgumentException("There are no points to draw; give at least one.", nameof(points));

    /// <summary>How many weights it has: 2 and <c>width</c> for each neuron of the two layers, and one for each of the sum.</summary>
    public int WeightCount => Output + _width;

    private int Second => 2 * _width;

    private int Output => Second + _width * _width;

    /// <summary>Weights to start from, even between bounds, so that a sum over a layer has about the size of one input: variance 1 / inputs, and 1 for the first layer.</summary>
    /// <param name="seed">Same seed, same weights.</param>
    public double[] Start(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, WeightCount)
            .Select(i => (2 * random.NextDouble() - 1) * Math.Sqrt(3.0 / (i < Second ? 1 : _width)))];
    }

    /// <summary>What it draws at x.</summary>
    /// <param name="weights">[<see cref="WeightCount"/>].</param>
    /// <param name="x">Any number.</param>
    public double Draw(double[] weights, double x) =>
        Sum(weights, Layer(weights, Second, Layer(weights, 0, [x, 1])));

    /// <summary>The mean squared miss over all points.</summary>
    /// <param name="weights">[<see cref="WeightCount"/>].</param>
    /// <param name="gradient">[<see cref="WeightCount"/>]; overwritten with the derivative of the loss by each weight.</param>
    /// <exception cref="ArgumentException">Another number of weights or gradients.</exception>
    public double Loss(double[] weights, double[] gradient)
    {
        if (weights.Length != WeightCount || gradient.Length != WeightCount)
            throw new ArgumentException($"{weights.Length} weights and room for {gradient.Length} gradients; this network of width {_width} has {WeightCount} of each.");
        Array.Clear(gradient);
        double loss = 0;
        foreach ((double x, double y) in _points)
        {
            double[] input = [x, 1], first = Layer(weights, 0, input), second = Layer(weights, Second, first);
            double miss = Sum(weights, second) - y, slope = 2 * miss / _points.Length;
            loss += miss * miss / _points.Length;
            var arrived = new double[_width];
            for (int i = 0; i < _width; i++)
            {
                gradient[Output + i] += slope * second[i];
                arrived[i] = slope * weights[Output + i];
            }

            Back(weights, gradient, 0, input, first, Back(weights, gradient, Second, first, second, arrived));
        }

        return loss;
    }

    private double Sum(double[] weights, double[] second)
    {
        double sum = 0;
        for (int i = 0; i < _width; i++)
            sum += weights[Output + i] * second[i];
        return sum;
    }

    private double[] Layer(double[] weights, int from, double[] inputs)
    {
        var outputs = new double[_width];
        for (int i = 0; i < _width; i++)
        {
            double sum = 0;
            for (int j = 0; j < inputs.Length; j++)
                sum += weights[from + i * inputs.Length + j] * inputs[j];
            outputs[i] = Math.Tanh(sum);
        }

        return outputs;
    }

    // Hands the blame that arrived at a layer to its weights, and on to its inputs.
    private double[] Back(double[] weights, double[] gradient, int from, double[] inputs, double[] outputs, double[] arrived)
    {
        var passed = new double[inputs.Length];
        for (int i = 0; i < _width; i++)
        {
            double slope = arrived[i] * (1 - outputs[i] * outputs[i]);
            for (int j = 0; j < inputs.Length; j++)
            {
                gradient[from + i * inputs.Length + j] += slope * inputs[j];
                passed[j] += slope * weights[from + i * inputs.Length + j];
            }
        }

        return passed;
    }
}
