namespace NotebookCourse.Accounting;

/// <summary>
/// The widths of multi-head latent attention (DeepSeek-V2 paper, section 2.1; V3 report, equations 1-11).
/// Keys and values of all heads are rebuilt from one short latent vector; only that and one shared rotary key are cached.
/// </summary>
public sealed record LatentAttentionConfig
{
    /// <summary>Width of the compressed query (d'_c), or null where queries are projected in one step, as in V2-Lite.</summary>
    public int? QueryRank { get; init; }

    /// <summary>Width of the compressed key-value vector (d_c): what the cache keeps per token, beside the rotary key.</summary>
    public required int KeyValueRank { get; init; }

    /// <summary>Part of each query and key head that carries content and no position.</summary>
    public required int ContentHeadSize { get; init; }

    /// <summary>Part of each query head, and the whole shared key, that is rotated by position (d_h^R). Even.</summary>
    public required int RotaryHeadSize { get; init; }

    /// <summary>Width of each value head.</summary>
    public required int ValueHeadSize { get; init; }

    /// <summary>Width of a query or key head: content and rotary part together.</summary>
    public int QueryHeadSize => ContentHeadSize + RotaryHeadSize;

    internal void Validate()
    {
        if (QueryRank is { } queryRank)
            ModelConfig.AtLeastOne(queryRank, "q_lora_rank");
        ModelConfig.AtLeastOne(KeyValueRank, "kv_lora_rank");
        ModelConfig.AtLeastOne(ContentHeadSize, "qk_nope_head_dim");
        ModelConfig.AtLeastOne(ValueHeadSize, "v_head_dim");
        ModelConfig.AtLeastOne(RotaryHeadSize, "qk_rope_head_dim");
        ModelConfig.Require(RotaryHeadSize % 2 == 0,
            $"qk_rope_head_dim is {RotaryHeadSize}, expected an even number of 2 or more: rotary embedding turns pairs.");
    }
}
