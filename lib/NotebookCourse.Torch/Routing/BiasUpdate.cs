using NotebookCourse.Layers;
using static TorchSharp.torch;

namespace NotebookCourse.Routing;

/// <summary>Balance without a loss: after each step, overloaded experts get a slightly lower bias and underloaded ones a slightly higher.</summary>
/// <remarks>DeepSeek-V3 report, section 2.1.2; Wang et al. 2024 (arXiv 2408.15664). No gradient flows, so the language-modelling loss is not disturbed.</remarks>
public static class BiasUpdate
{
    /// <summary>Moves every bias by gamma towards an even load: up below the mean, down above, not at all on it.</summary>
    /// <param name="bias">Changed in place, [expert].</param>
    /// <param name="load">Tokens each expert received in the step, [expert].</param>
    /// <param name="gamma">Step size; 0.001 in V3's pre-training. Range: at least 0.</param>
    /// <exception cref="ArgumentException">The shapes differ; the message has both.</exception>
    public static void Apply(Tensor bias, Tensor load, double gamma)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gamma);
        Shape.Require(bias, "The bias", Shape.Any);
        Shape.Require(load, "The load", bias.shape);
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        Tensor tokens = load.to(ScalarType.Float64);
        bias.add_(((tokens.mean() - tokens).sign() * gamma).to(bias.dtype));
    }
}
