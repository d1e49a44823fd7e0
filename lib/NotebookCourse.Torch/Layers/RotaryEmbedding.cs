using NotebookCourse.Accounting;
using static TorchSharp.torch;

namespace NotebookCourse.Layers;

/// <summary>
/// Rotary position embedding: each pair of channels is a point in a plane, turned by position times the pair's frequency.
/// The product of a query and a key then depends only on how far apart they are.
/// </summary>
/// <remarks>
/// Su et al. 2021 (arXiv 2104.09864), section 3.2.2. Frequencies and angles are computed in float32, as DeepSeek's code does,
/// so that the angles agree to the last bit.
/// </remarks>
public sealed class RotaryEmbedding : IDisposable
{
    private readonly Tensor _frequencies;
    private readonly double _scale;

    /// <summary>The frequencies of a model, YaRN included where it is at work.</summary>
    /// <param name="config">The model.</param>
    public RotaryEmbedding(ModelConfig config)
        : this(config.Latent?.RotaryHeadSize ?? config.HeadSize, config.Rotary.Theta, config.UsesYarn ? config.Rotary.Yarn : null)
        => _scale = Yarn.RotationScale(config);

    /// <summary>Frequencies theta^(-2i/size) for pair i, slowed by YaRN if given.</summary>
    /// <param name="size">Rotated width. Even, at least 2.</param>
    /// <param name="theta">Base. Range: greater than 1.</param>
    /// <param name="yarn">The stretch, or null.</param>
    public RotaryEmbedding(int size, double theta = 10_000, YarnConfig? yarn = null)
    {
        if (size < 2 || size % 2 != 0)
            throw new ArgumentException($"The rotated width is {size}, expected an even number of 2 or more: rotary embedding turns pairs.", nameof(size));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(theta, 1);
        using var scope = NewDisposeScope();
        Size = size;
        _scale = 1;
        Tensor exponents = arange(0, size, 2, dtype: ScalarType.Float32) / size;       // [pairs]
        Tensor own = 1.0 / pow(tensor((float)theta), exponents);
        if (yarn is not null)
        {
            Tensor kept = tensor(Array.ConvertAll(Yarn.KeptShare(yarn, theta, size), share => (float)share));
            own = (own / yarn.Factor * (1 - kept)) + (own * kept);
        }

        _frequencies = own.DetachFromDisposeScope();
    }

    /// <summary>Rotated width: twice the number of pairs.</summary>
    public int Size { get; }

    /// <summary>How far each pair turns per position, in radians; fastest first.</summary>
    public float[] Frequencies => _frequencies.data<float>().ToArray();

    /// <summary>The angles for consecutive positions.</summary>
    /// <param name="start">First position. Range: at least 0.</param>
    /// <param name="length">How many positions. Range: at least 1.</param>
    public RotaryAngles Angles(long start, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        using var scope = NewDisposeScope();
        Tensor angles = outer(arange(start, start + length, dtype: ScalarType.Float32), _frequencies); // [position, pair]
        Tensor cosine = angles.cos(), sine = angles.sin();
        if (_scale != 1)
            (cosine, sine) = (cosine * _scale, sine * _scale);
        return new RotaryAngles(cosine.MoveToOuterDisposeScope(), sine.MoveToOuterDisposeScope());
    }

    /// <summary>Frees the frequencies.</summary>
    public void Dispose() => _frequencies.Dispose();
}

/// <summary>Cosines and sines for some positions, computed once and used by every layer.</summary>
/// <param name="Cosine">[position, pair].</param>
/// <param name="Sine">[position, pair].</param>
public sealed record RotaryAngles(Tensor Cosine, Tensor Sine) : IDisposable
{
    /// <summary>Frees both.</summary>
    public void Dispose()
    {
        Cosine.Dispose();
        Sine.Dispose();
    }
}
