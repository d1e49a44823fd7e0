using NotebookCourse.Layers;
using static TorchSharp.torch;

namespace NotebookCourse.Attention;

/// <summary>Who may look at whom: Boolean matrices [query, key], true where the query may look at the key.</summary>
public static class AttentionMask
{
    /// <summary>Each position sees itself and what came before. With fewer queries than keys, the queries are the last positions.</summary>
    /// <param name="queries">Number of queries. Range: 1 to <paramref name="keys"/>.</param>
    /// <param name="keys">Number of keys, those in a cache included.</param>
    /// <param name="device">Where the mask lives; null for the default.</param>
    /// <returns>[query, key].</returns>
    public static Tensor Causal(long queries, long keys, Device? device = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(queries, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(queries, keys);
        using var scope = NewDisposeScope();
        Tensor whole = ones(queries, keys, dtype: ScalarType.Bool, device: device);
        return whole.tril(keys - queries).MoveToOuterDisposeScope();
    }

    /// <summary>Within the prefix everyone sees everyone; after it, each position sees itself and what came before.</summary>
    /// <param name="length">Number of positions. Range: at least 1.</param>
    /// <param name="prefix">Length of the prefix. Range: 0 to <paramref name="length"/>.</param>
    /// <param name="device">Where the mask lives; null for the default.</param>
    /// <returns>[query, key].</returns>
    public static Tensor Prefix(long length, long prefix, Device? device = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prefix);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefix, length);
        using var scope = NewDisposeScope();
        Tensor inPrefix = arange(length, device: device) < prefix;
        return Causal(length, length, device).logical_or(inPrefix.unsqueeze(0)).MoveToOuterDisposeScope();
    }

    /// <summary>Everyone sees everyone.</summary>
    /// <param name="queries">Number of queries. Range: at least 1.</param>
    /// <param name="keys">Number of keys. Range: at least 1.</param>
    /// <param name="device">Where the mask lives; null for the default.</param>
    /// <returns>[query, key].</returns>
    public static Tensor Everyone(long queries, long keys, Device? device = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(queries, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(keys, 1);
        return ones(queries, keys, dtype: ScalarType.Bool, device: device);
    }

    internal static void Require(Tensor mask, long queries, long keys)
    {
        if (mask.dtype != ScalarType.Bool || !mask.shape.SequenceEqual([queries, keys]))
            throw new ArgumentException($"The mask is {mask.dtype} {Shape.Of(mask)}, expected Bool {Shape.Text([queries, keys])}: true where the query may look at the key.");
    }
}
