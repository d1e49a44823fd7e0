namespace NotebookCourse.Accounting;

/// <summary>
/// What a model keeps of every token it has read, so as not to read it again (DeepSeek-V2 paper, table 1). Elements are
/// per token and layer; bytes are per token over all layers.
/// </summary>
/// <param name="Config">The configuration counted.</param>
public sealed record CacheCount(ModelConfig Config)
{
    /// <summary>Bytes of a BF16 number.</summary>
    public const int BFloat16Bytes = 2;

    /// <summary>Counts a model.</summary>
    /// <exception cref="ArgumentException">The configuration contradicts itself.</exception>
    public static CacheCount Of(ModelConfig config) => new(config.Validated());

    /// <summary>What this model keeps: the latent vector and one rotary key, or keys and values of every key-value head.</summary>
    public long Elements => Config.Latent is { } latent
        ? latent.KeyValueRank + latent.RotaryHeadSize
        : ElementsWithHeads(Config.KeyValueHeadCount);

    /// <summary>The same layers with so many key-value heads: all for multi-head attention, one for multi-query, between for grouped-query.</summary>
    /// <param name="keyValueHeads">Range: &gt;= 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keyValueHeads"/> is outside its range.</exception>
    public long ElementsWithHeads(int keyValueHeads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keyValueHeads, 1);
        return (long)keyValueHeads * (Config.Latent is { } latent ? latent.QueryHeadSize + latent.ValueHeadSize : 2 * Config.HeadSize);
    }

    /// <summary>Bytes a token, all layers: 70,272 for DeepSeek-V3.</summary>
    /// <param name="bytesPerElement">2 for BF16. Range: &gt;= 1.</param>
    public long BytesPerToken(int bytesPerElement = BFloat16Bytes) => Elements * Config.LayerCount * bytesPerElement;

    /// <summary>Bytes a token if the same layers had so many key-value heads.</summary>
    /// <inheritdoc cref="ElementsWithHeads"/>
    public long BytesPerTokenWithHeads(int keyValueHeads) => ElementsWithHeads(keyValueHeads) * Config.LayerCount * BFloat16Bytes;
}
