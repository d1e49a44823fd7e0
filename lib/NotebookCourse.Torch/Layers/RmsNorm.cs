using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookCourse.Layers;

/// <summary>
/// Root-mean-square normalisation: every vector is divided by its root mean square, then each channel gets its own gain.
/// Unlike layer norm it neither subtracts the mean nor adds a bias.
/// </summary>
/// <remarks>
/// Zhang and Sennrich 2019 (arXiv 1910.07467): y = x / sqrt(mean(x^2) + epsilon) * weight. Inputs in BF16 or float16 are computed with in
/// float32 and rounded once, at the end, as torch.rms_norm does, which DeepSeek calls.
/// </remarks>
public sealed class RmsNorm : NamedModule
{
    private readonly long _size;
    private readonly double _epsilon;

    /// <summary>Gains at one.</summary>
    /// <param name="size">Width of the vectors. Range: at least 1.</param>
    /// <param name="epsilon">Keeps the zero vector from dividing by zero. Range: greater than 0.</param>
    /// <param name="device">Where the gains live; null for the default.</param>
    public RmsNorm(long size, double epsilon = 1e-6, Device? device = null) : base(nameof(RmsNorm))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(epsilon, 0);
        (_size, _epsilon) = (size, epsilon);
        register_parameter("weight", new Parameter(ones(size, device: device)));
    }

    /// <summary>The gains, [size]. Asked for by name, because moving a module to another type or device replaces its parameters.</summary>
    public Parameter Weight => get_parameter("weight")!;

    /// <summary>Normalises the last dimension.</summary>
    /// <param name="input">[..., size].</param>
    /// <returns>[..., size].</returns>
    /// <exception cref="ArgumentException">The last dimension is not <c>size</c>.</exception>
    public override Tensor forward(Tensor input)
    {
        Shape.RequireLast(input, "RMSNorm's input", _size);
        using var scope = NewDisposeScope();
        Tensor x = input.dtype is ScalarType.BFloat16 or ScalarType.Float16 ? input.to(ScalarType.Float32) : input;
        Tensor meanSquare = (x * x).mean([-1], keepdim: true); // [..., 1]
        Tensor y = x * (meanSquare + _epsilon).rsqrt() * Weight;
        return (ReferenceEquals(x, input) ? y : y.to(input.dtype)).MoveToOuterDisposeScope();
    }
}
