using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookCourse.Layers;

/// <summary>The feed-forward layer of the first Transformers and of GPT-2: wider, bent, back.</summary>
/// <remarks>Hendrycks and Gimpel 2016 (arXiv 1606.08415), the exact form: down(gelu(up(x))).</remarks>
public sealed class GeluMlp : NamedModule
{
    private readonly long _hiddenSize;

    /// <summary>Fresh weights.</summary>
    /// <param name="hiddenSize">Width of input and output. Range: at least 1.</param>
    /// <param name="intermediateSize">Width inside; usually four times that. Range: at least 1.</param>
    /// <param name="bias">Whether both projections carry a bias.</param>
    /// <param name="device">Where the weights live; null for the default.</param>
    public GeluMlp(long hiddenSize, long intermediateSize, bool bias = true, Device? device = null) : base(nameof(GeluMlp))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(intermediateSize, 1);
        _hiddenSize = hiddenSize;
        Up = nn.Linear(hiddenSize, intermediateSize, bias, device);
        Down = nn.Linear(intermediateSize, hiddenSize, bias, device);
        register_module("up_proj", Up);
        register_module("down_proj", Down);
    }

    /// <summary>Wider: [intermediate, hidden].</summary>
    public Linear Up { get; }

    /// <summary>Back: [hidden, intermediate].</summary>
    public Linear Down { get; }

    /// <summary>Transforms every vector by itself.</summary>
    /// <param name="input">[..., hidden].</param>
    /// <returns>[..., hidden].</returns>
    /// <exception cref="ArgumentException">The last dimension is not <c>hidden</c>.</exception>
    public override Tensor forward(Tensor input)
    {
        Shape.RequireLast(input, "The MLP's input", _hiddenSize);
        using var scope = NewDisposeScope();
        return Down.Product(nn.functional.gelu(Up.Product(input))).MoveToOuterDisposeScope();
    }
}
