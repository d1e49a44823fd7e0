using static TorchSharp.torch;

namespace NotebookCourse.Training;

/// <summary>
/// Clipping by the global norm (Pascanu et al. 2013, arXiv 1211.5063): all gradients together are one vector; if it is
/// too long, it is shortened without changing its direction.
/// </summary>
public static class GradientClipping
{
    /// <summary>Shortens the gradients in place and returns how long they were.</summary>
    /// <param name="gradients">All gradients of the model.</param>
    /// <param name="longest">Longest allowed norm. Range: above 0; positive infinity only measures.</param>
    /// <returns>The norm before clipping; not finite if any gradient is not, and then nothing is scaled.</returns>
    public static double Clip(Tensor[] gradients, double longest)
    {
        if (!(longest > 0))
            throw new ArgumentOutOfRangeException(nameof(longest), longest, "The longest norm is a number above 0, usually 1.");
        using var noGradients = no_grad();
        double norm = TensorListKernels.Norm(gradients);
        if (double.IsFinite(norm) && norm > longest)
            TensorListKernels.Scale(gradients, longest / (norm + 1e-6)); // as torch's clip_grad_norm_ does
        return norm;
    }
}
