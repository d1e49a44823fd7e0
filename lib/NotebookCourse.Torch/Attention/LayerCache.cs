using NotebookCourse.Layers;
using static TorchSharp.torch;

namespace NotebookCourse.Attention;

/// <summary>What one attention layer keeps of the tokens it has read, so that it need not read them again.</summary>
public abstract class LayerCache : IDisposable
{
    /// <summary>Tokens kept.</summary>
    public abstract long Length { get; }

    /// <summary>Bytes these tokens take (room to grow not counted).</summary>
    public abstract long Bytes { get; }

    /// <summary>Forgets everything after the first tokens; for taking back a guess.</summary>
    /// <param name="length">Tokens to keep. Range: 0 to <see cref="Length"/>.</param>
    public abstract void Truncate(long length);

    /// <summary>Frees the memory.</summary>
    public abstract void Dispose();
}

/// <summary>Keys and values of every head: the cache of multi-head, grouped-query and multi-query attention, and of latent attention in naive form.</summary>
public sealed class KeyValueCache : LayerCache
{
    private readonly GrowingTensor _keys = new(rank: 4, dimension: 2), _values = new(rank: 4, dimension: 2);

    /// <inheritdoc/>
    public override long Length => _keys.Length;

    /// <inheritdoc/>
    public override long Bytes => _keys.Bytes + _values.Bytes;

    /// <summary>Adds tokens and returns all so far; the views are good until the next call.</summary>
    /// <param name="keys">[batch, head, new tokens, size].</param>
    /// <param name="values">[batch, head, new tokens, value size].</param>
    /// <exception cref="InvalidOperationException">The tensors carry gradients.</exception>
    /// <exception cref="ArgumentException">They do not go with each other, or with what is there.</exception>
    public (Tensor Keys, Tensor Values) Append(Tensor keys, Tensor values)
    {
        _keys.Check(keys);
        _values.Check(values);
        if (keys.shape[2] != values.shape[2])
            throw new ArgumentException($"The keys have shape {Shape.Of(keys)}, the values {Shape.Of(values)}; expected as many positions in both.");
        return (_keys.Append(keys), _values.Append(values));
    }

    /// <inheritdoc/>
    public override void Truncate(long length)
    {
        _keys.Truncate(length);
        _values.Truncate(length);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _keys.Dispose();
        _values.Dispose();
    }
}

/// <summary>One short vector a token, shared by all heads: the normalised latent and the rotated key. The cache of latent attention in absorbed form.</summary>
public sealed class LatentCache : LayerCache
{
    private readonly GrowingTensor _latents = new(rank: 3, dimension: 1);

    /// <inheritdoc/>
    public override long Length => _latents.Length;

    /// <inheritdoc/>
    public override long Bytes => _latents.Bytes;

    /// <summary>Adds tokens and returns all so far; the view is good until the next call.</summary>
    /// <param name="latents">[batch, new tokens, latent size + rotary size].</param>
    /// <exception cref="InvalidOperationException">The tensor carries gradients.</exception>
    public Tensor Append(Tensor latents) => _latents.Append(latents);

    /// <inheritdoc/>
    public override void Truncate(long length) => _latents.Truncate(length);

    /// <inheritdoc/>
    public override void Dispose() => _latents.Dispose();
}
