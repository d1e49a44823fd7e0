using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookCourse.Training;

/// <summary>
/// Adam with decoupled weight decay (Kingma and Ba 2015, arXiv 1412.6980; Loshchilov and Hutter 2019, arXiv
/// 1711.05101, Algorithm 2). Matrices decay; vectors (gains, biases) do not. Gradients are read from the parameters.
/// A parameter whose gradient is zero throughout, as that of an expert no token came to, rests: it neither goes on along its old momentum
/// nor decays, and its moments stay.
/// </summary>
public abstract class AdamW : IDisposable
{
    /// <summary>Moments at 0 for these parameters.</summary>
    /// <param name="parameters">Names and trainable parameters.</param>
    /// <param name="options">The constants.</param>
    protected AdamW(IEnumerable<(string Name, Parameter Parameter)> parameters, AdamWOptions options)
    {
        Options = options;
        (string Name, Parameter Parameter)[] all = [.. parameters];
        Names = [.. all.Select(entry => entry.Name)];
        Parameters = [.. all.Select(entry => (Tensor)entry.Parameter)];
        foreach (Tensor parameter in Parameters)
        {
            using var zeros = zeros_like(parameter);
            parameter.grad = zeros;
        }

        Gradients = [.. Parameters.Select(parameter => parameter.grad!.DetachFromDisposeScope())];
        FirstMoments = [.. Parameters.Select(Zeros)];
        SecondMoments = [.. Parameters.Select(Zeros)];
    }

    /// <summary>The constants.</summary>
    public AdamWOptions Options { get; }

    /// <summary>Names of the parameters, in the order of the lists below.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Steps taken.</summary>
    public long StepCount { get; internal set; }

    /// <summary>The parameters.</summary>
    internal Tensor[] Parameters { get; }

    /// <summary>Their gradients; made once, so that each backward pass adds into the same memory.</summary>
    internal Tensor[] Gradients { get; }

    /// <summary>m: running means of the gradients.</summary>
    internal Tensor[] FirstMoments { get; }

    /// <summary>v: running means of their squares.</summary>
    internal Tensor[] SecondMoments { get; }

    /// <summary>Moves every parameter one step against its gradient.</summary>
    /// <param name="rate">The learning rate of this step. Range: 0 or above.</param>
    public void Step(double rate)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        StepCount++;
        float[] largest = TensorListKernels.Largest(Gradients);
        Update(rate, [.. largest.Select(size => size == 0)]);
    }

    /// <summary>Sets all gradients to 0.</summary>
    public void ZeroGradients()
    {
        using var noGradients = no_grad();
        TensorListKernels.Zero(Gradients);
    }

    /// <summary>Frees moments and gradients' handles; the parameters stay.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in Gradients.Concat(FirstMoments).Concat(SecondMoments))
            tensor.Dispose();
        DisposeMore();
    }

    /// <summary>The update itself, with <see cref="StepCount"/> already counting this step.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="rests">[parameter], whether it is left as it is.</param>
    private protected abstract void Update(double rate, bool[] rests);

    private protected virtual void DisposeMore()
    {
    }

    /// <summary>Whether weight decay applies: to matrices, not to vectors.</summary>
    private protected static bool Decays(Tensor parameter) => parameter.dim() >= 2;

    private static Tensor Zeros(Tensor parameter)
    {
        using var noGradients = no_grad();
        return zeros_like(parameter).detach().DetachFromDisposeScope();
    }
}
