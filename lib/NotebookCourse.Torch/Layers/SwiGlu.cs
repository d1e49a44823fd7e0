using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookCourse.Layers;

/// <summary>
/// The gated feed-forward layer: one projection proposes, another decides how much of it passes, a third brings it back.
/// A dense layer is one of these; so is every expert.
/// </summary>
/// <remarks>Shazeer 2020 (arXiv 2002.05202), section 2: down(silu(gate(x)) * up(x)), without biases.</remarks>
public sealed class SwiGlu : NamedModule
{
    private readonly long _hiddenSize;

    /// <summary>Fresh weights.</summary>
    /// <param name="hiddenSize">Width of input and output. Range: at least 1.</param>
    /// <param name="intermediateSize">Width inside. Range: at least 1.</param>
    /// <param name="device">Where the weights live; null for the default.</param>
    public SwiGlu(long hiddenSize, long intermediateSize, Device? device = null) : base(nameof(SwiGlu))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(intermediateSize, 1);
        _hiddenSize = hiddenSize;
        Gate = nn.Linear(hiddenSize, intermediateSize, hasBias: false, device: device);
        Up = nn.Linear(hiddenSize, intermediateSize, hasBias: false, device: device);
        Down = nn.Linear(intermediateSize, hiddenSize, hasBias: false, device: device);
        register_module("gate_proj", Gate);
        register_module("up_proj", Up);
        register_module("down_proj", Down);
    }

    /// <summary>Decides, channel by channel, how much passes: [intermediate, hidden].</summary>
    public Linear Gate { get; }

    /// <summary>Proposes what could pass: [intermediate, hidden].</summary>
    public Linear Up { get; }

    /// <summary>Brings the result back to the residual stream: [hidden, intermediate].</summary>
    public Linear Down { get; }

    /// <summary>Transforms every vector by itself.</summary>
    /// <param name="input">[..., hidden].</param>
    /// <returns>[..., hidden].</returns>
    /// <exception cref="ArgumentException">The last dimension is not <c>hidden</c>.</exception>
    public override Tensor forward(Tensor input)
    {
        Shape.RequireLast(input, "SwiGLU's input", _hiddenSize);
        using var scope = NewDisposeScope();
        Tensor inner = nn.functional.silu(Gate.Product(input)) * Up.Product(input); // [..., intermediate]
        return Down.Product(inner).MoveToOuterDisposeScope();
    }
}
