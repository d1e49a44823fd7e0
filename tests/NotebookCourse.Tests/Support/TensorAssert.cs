using NotebookCourse.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Support;

internal static class TensorAssert
{
    public static void Close(Tensor expected, Tensor actual, double tolerance = 1e-10)
    {
        Assert.Equal(Shape.Of(expected), Shape.Of(actual));
        double difference = Largest(expected - actual);
        Assert.True(difference <= tolerance, $"largest difference {difference}, allowed {tolerance}");
    }

    public static double Largest(Tensor value)
    {
        using var scope = NewDisposeScope();
        double largest = value.detach().to(ScalarType.Float64).abs().max().item<double>();
        return double.IsNaN(largest) ? double.PositiveInfinity : largest;
    }

    /// <summary>Runs a call and requires that of all tensors it makes only these many are left to the caller.</summary>
    public static void LeavesBehind(int tensors, Action call)
    {
        call(); // the first call may keep something for good
        using var scope = NewDisposeScope();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        call();
        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount - before);
    }

    public static string[] Shapes(Tensor tensor) => [.. tensor.shape.Select(size => size.ToString())];
}
