using static TorchSharp.torch;

namespace NotebookCourse.Training;

/// <summary>
/// Torch's kernels that work on whole lists of tensors at once. TorchSharp has no methods for them; a compiled
/// TorchScript function reaches them. One call for all parameters replaces a dozen for each.
/// </summary>
internal static class TensorListKernels
{
    private const string Source =
        """
        def adamw(parameters: List[Tensor], gradients: List[Tensor], first: List[Tensor], second: List[Tensor], steps: List[Tensor], rate: float, beta1: float, beta2: float, decay: float, epsilon: float):
            torch._fused_adamw_(parameters, gradients, first, second, [], steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)

        def norm(tensors: List[Tensor]) -> Tensor:
            return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(tensors, 2.0)))

        def largest(tensors: List[Tensor]) -> Tensor:
            return torch.stack(torch._foreach_norm(tensors, float('inf')))

        def scale(tensors: List[Tensor], factor: float):
            torch._foreach_mul_(tensors, factor)

        def zero(tensors: List[Tensor]):
            torch._foreach_zero_(tensors)


        """;

    private static readonly Lazy<jit.CompilationUnit> Unit = new(() => jit.compile(Source));

    /// <summary>One step of AdamW on every tensor, in place. <paramref name="steps"/> already counts this step.</summary>
    public static void AdamW(Tensor[] parameters, Tensor[] gradients, Tensor[] first, Tensor[] second, Tensor[] steps, double rate, AdamWOptions options, double decay) =>
        Unit.Value.invoke("adamw", parameters, gradients, first, second, steps, rate, options.Beta1, options.Beta2, decay, options.Epsilon);

    /// <summary>The length of all tensors strung together.</summary>
    public static double Norm(Tensor[] tensors)
    {
        using var norm = (Tensor)Unit.Value.invoke("norm", (object)tensors);
        return norm.item<float>();
    }

    /// <summary>The largest size of an element of each tensor, [tensor]: 0 only where all are 0.</summary>
    public static float[] Largest(Tensor[] tensors)
    {
        using var largest = (Tensor)Unit.Value.invoke("largest", (object)tensors);
        return largest.data<float>().ToArray();
    }

    /// <summary>Multiplies every element, in place.</summary>
    public static void Scale(Tensor[] tensors, double factor) => Unit.Value.invoke("scale", tensors, factor);

    /// <summary>Sets every element to 0, in place.</summary>
    public static void Zero(Tensor[] tensors) => Unit.Value.invoke("zero", (object)tensors);
}
