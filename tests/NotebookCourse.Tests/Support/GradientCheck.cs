using static TorchSharp.torch;

namespace NotebookCourse.Tests.Support;

/// <summary>Compares gradients with finite differences, in float64.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    /// <summary>Checks a module's gradients to its input and to every parameter, at some elements of each.</summary>
    /// <param name="module">In float64.</param>
    /// <param name="input">In float64.</param>
    /// <param name="forward">What to run.</param>
    /// <param name="elements">At how many elements of each tensor, about.</param>
    public static void Check(nn.Module module, Tensor input, Func<Tensor, Tensor> forward, int elements = 5)
    {
        using var scope = NewDisposeScope();
        Tensor leaf = input.detach().clone().requires_grad_();
        Tensor direction;
        using (no_grad())
        {
            Tensor sample = forward(leaf);
            direction = Seeded.Normal(99, sample.shape);
        }

        Tensor Loss() => (forward(leaf) * direction).sum();
        module.zero_grad();
        Loss().backward();
        Compare("input", leaf, Loss, elements);
        foreach (var (name, parameter) in module.named_parameters())
            Compare(name, parameter, Loss, elements);
    }

    private static void Compare(string name, Tensor leaf, Func<Tensor> loss, int elements)
    {
        using var noGradients = no_grad();
        Tensor flat = leaf.detach().view(-1);
        Tensor? gradient = leaf.grad?.view(-1); // none, where nothing depends on it: then it must be zero
        long stride = Math.Max(1, flat.shape[0] / elements);
        for (long i = stride / 2; i < flat.shape[0]; i += stride)
        {
            double value = flat[i].item<double>();
            double up = At(value + Step), down = At(value - Step);
            At(value);
            double expected = (up - down) / (2 * Step), actual = gradient?[i].item<double>() ?? 0;
            Assert.True(Math.Abs(expected - actual) <= 1e-6 * Math.Max(1, Math.Abs(expected)), $"{name}[{i}]: finite difference {expected}, gradient {actual}");

            double At(double x)
            {
                flat[i] = x;
                return loss().item<double>();
            }
        }
    }
}
