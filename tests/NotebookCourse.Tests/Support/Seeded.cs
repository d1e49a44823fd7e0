using TorchSharp;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Support;

/// <summary>Random tensors that do not depend on torch's global generator, which tests running side by side share.</summary>
internal static class Seeded
{
    public static Tensor Normal(int seed, params long[] shape)
    {
        var random = new Random(seed);
        long count = shape.Aggregate(1L, (product, size) => product * size);
        double[] values = [.. Enumerable.Range(0, (int)count).Select(_ => Gaussian(random))];
        return tensor(values, ScalarType.Float64).view(shape);
    }

    public static Tensor Single(int seed, params long[] shape)
    {
        using Tensor exact = Normal(seed, shape);
        return exact.to(ScalarType.Float32);
    }

    public static Tensor Tokens(int seed, int limit, params long[] shape)
    {
        var random = new Random(seed);
        long count = shape.Aggregate(1L, (product, size) => product * size);
        long[] values = [.. Enumerable.Range(0, (int)count).Select(_ => (long)random.Next(limit))];
        return tensor(values).view(shape);
    }

    /// <summary>Gives every parameter and buffer values of about this size, gains of norms included; as float64 if asked.</summary>
    public static T Filled<T>(T module, int seed, double size = 0.3, bool exact = true)
        where T : nn.Module
    {
        if (exact)
            module.to(ScalarType.Float64);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, value) in module.state_dict().OrderBy(pair => pair.Key, StringComparer.Ordinal))
            value.copy_((Normal(seed++, value.shape) * size) + (name.EndsWith("norm.weight", StringComparison.Ordinal) ? 1 : 0));
        return module;
    }

    private static double Gaussian(Random random)
        => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
