using static TorchSharp.torch;

namespace NotebookCourse.Models;

/// <summary>First values of weights.</summary>
public static class Initialization
{
    /// <summary>
    /// Draws every matrix from a normal distribution around 0, sets biases to 0, leaves the gains of norms at 1. Seed with <c>torch.manual_seed</c>.
    /// </summary>
    /// <param name="module">Changed in place.</param>
    /// <param name="standardDeviation">Of all matrices: 0.02 in GPT-2, 0.006 in DeepSeek-V3 (report, section 4.2). Range: greater than 0.</param>
    /// <param name="residualLayers">If given, the projections that add to the residual stream get 1/sqrt(2 * layers) of that, as in GPT-2.</param>
    public static void Normal(nn.Module module, double standardDeviation, int? residualLayers = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(standardDeviation, 0);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in module.named_parameters())
        {
            bool addsToResidual = name.EndsWith("o_proj.weight") || name.EndsWith("down_proj.weight");
            double share = addsToResidual && residualLayers is { } layers ? 1 / Math.Sqrt(2.0 * layers) : 1;
            if (parameter.dim() >= 2)
                parameter.normal_(0, standardDeviation * share);
            else if (name.EndsWith("bias"))
                parameter.zero_();
        }
    }
}
