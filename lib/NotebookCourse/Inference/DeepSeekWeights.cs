using NotebookCourse.Accounting;

namespace NotebookCourse.Inference;

/// <summary>A DeepSeek model's weights, in the order in which a token meets them. Names are those of the report's section 2.</summary>
internal sealed record DeepSeekWeights(Matrix Embedding, IReadOnlyList<DeepSeekBlock> Blocks, float[] FinalNorm, Matrix Head, PredictionWeights? Prediction)
{
    /// <summary>Finds all weights of a configuration.</summary>
    /// <exception cref="InvalidDataException">One is missing or has another shape.</exception>
    public static DeepSeekWeights Find(ModelConfig config, IWeights weights)
    {
        Matrix embedding = weights.Matrix("model.embed_tokens.weight", config.VocabularySize, config.HiddenSize);
        string prediction = $"model.layers.{config.LayerCount}.";
        return new DeepSeekWeights(
            embedding,
            Each(config.LayerCount, layer => Block(config, layer, weights)),
            weights.Vector("model.norm.weight", config.HiddenSize),
            config.TieWordEmbeddings ? embedding : weights.Matrix("lm_head.weight", config.VocabularySize, config.HiddenSize),
            config.PredictionLayerCount > 0 && weights.Contains(prediction + "eh_proj.weight") ? FindPrediction(config, prediction, weights) : null);
    }

    /// <summary>One after another, so that a count of thousands of millions ends at the first that is missing and not with the memory.</summary>
    internal static List<T> Each<T>(int count, Func<int, T> find)
    {
        List<T> all = [];
        for (int i = 0; i < count; i++)
            all.Add(find(i));
        return all;
    }

    private static PredictionWeights FindPrediction(ModelConfig config, string prefix, IWeights weights) => new(
        weights.Vector(prefix + "enorm.weight", config.HiddenSize),
        weights.Vector(prefix + "hnorm.weight", config.HiddenSize),
        weights.Matrix(prefix + "eh_proj.weight", config.HiddenSize, 2 * config.HiddenSize),
        Block(config, config.LayerCount, weights),
        weights.Vector(prefix + "shared_head.norm.weight", config.HiddenSize));

    private static DeepSeekBlock Block(ModelConfig config, int layer, IWeights weights)
    {
        string prefix = $"model.layers.{layer}.";
        bool experts = config.IsExpertLayer(layer);
        return new DeepSeekBlock(
            weights.Vector(prefix + "input_layernorm.weight", config.HiddenSize),
            Attention(config, prefix + "self_attn.", weights),
            weights.Vector(prefix + "post_attention_layernorm.weight", config.HiddenSize),
            experts ? null : SwiGlu(weights, prefix + "mlp.", config.HiddenSize, config.IntermediateSize),
            experts ? Experts(config, prefix + "mlp.", weights) : null);
    }

    private static LatentAttentionWeights Attention(ModelConfig config, string prefix, IWeights weights)
    {
        LatentAttentionConfig latent = config.Latent!;
        int hidden = config.HiddenSize, heads = config.HeadCount, queries = heads * latent.QueryHeadSize, keyValue = latent.KeyValueRank + latent.RotaryHeadSize;
        bool compressed = latent.QueryRank is not null;
        int queryRank = latent.QueryRank ?? hidden;
        return new LatentAttentionWeights
        {
            QueryDown = compressed ? weights.Matrix(prefix + "q_a_proj.weight", queryRank, hidden) : default,
            QueryDownBias = compressed && config.AttentionInputBias ? weights.Vector(prefix + "q_a_proj.bias", queryRank) : null,
            QueryNorm = compressed ? weights.Vector(prefix + "q_a_layernorm.weight", queryRank) : [],
            QueryUp = weights.Matrix(prefix + (compressed ? "q_b_proj.weight" : "q_proj.weight"), queries, queryRank),
            KeyValueDown = weights.Matrix(prefix + "kv_a_proj_with_mqa.weight", keyValue, hidden),
            KeyValueDownBias = config.AttentionInputBias ? weights.Vector(prefix + "kv_a_proj_with_mqa.bias", keyValue) : null,
            KeyValueNorm = weights.Vector(prefix + "kv_a_layernorm.weight", latent.KeyValueRank),
            Up = weights.LatentUp(prefix, heads, latent.ContentHeadSize, latent.ValueHeadSize, latent.KeyValueRank),
            Output = weights.Matrix(prefix + "o_proj.weight", hidden, heads * latent.ValueHeadSize),
            OutputBias = config.AttentionOutputBias ? weights.Vector(prefix + "o_proj.bias", hidden) : null,
        };
    }

    private static ExpertsWeights Experts(ModelConfig config, string prefix, IWeights weights)
    {
        ExpertsConfig experts = config.Experts!;
        return new ExpertsWeights(
            weights.Matrix(prefix + "gate.weight", experts.RoutedCount, config.HiddenSize),
            experts.HasCorrectionBias ? weights.Vector(prefix + "gate.e_score_correction_bias", experts.RoutedCount) : null,
            [.. Each(experts.RoutedCount, expert => SwiGlu(weights, $"{prefix}experts.{expert}.", config.HiddenSize, experts.IntermediateSize))],
            experts.SharedCount > 0 ? SwiGlu(weights, prefix + "shared_experts.", config.HiddenSize, experts.SharedCount * experts.IntermediateSize) : null);
    }

    private static SwiGluWeights SwiGlu(IWeights weights, string prefix, int hidden, int inner) => new(
        weights.Matrix(prefix + "gate_proj.weight", inner, hidden),
        weights.Matrix(prefix + "up_proj.weight", inner, hidden),
        weights.Matrix(prefix + "down_proj.weight", hidden, inner));
}

/// <summary>One block; its feed-forward part is either dense or a mixture of experts.</summary>
internal sealed record DeepSeekBlock(float[] AttentionNorm, LatentAttentionWeights Attention, float[] FeedForwardNorm, SwiGluWeights? Dense, ExpertsWeights? Experts);

/// <summary>Multi-head latent attention.</summary>
internal sealed record LatentAttentionWeights
{
    /// <summary>W^DQ; empty where queries are not compressed.</summary>
    public required Matrix QueryDown { get; init; }

    public float[]? QueryDownBias { get; init; }

    public required float[] QueryNorm { get; init; }

    /// <summary>W^UQ and W^QR, a head's two parts side by side.</summary>
    public required Matrix QueryUp { get; init; }

    /// <summary>W^DKV and W^KR.</summary>
    public required Matrix KeyValueDown { get; init; }

    public float[]? KeyValueDownBias { get; init; }

    public required float[] KeyValueNorm { get; init; }

    public required LatentUp Up { get; init; }

    /// <summary>W^O.</summary>
    public required Matrix Output { get; init; }

    public float[]? OutputBias { get; init; }
}

/// <summary>down(SiLU(gate(x)) * up(x)).</summary>
internal sealed record SwiGluWeights(Matrix Gate, Matrix Up, Matrix Down);

/// <summary>Router, routed experts, and the shared ones as one layer that many times as wide.</summary>
internal sealed record ExpertsWeights(Matrix Router, float[]? CorrectionBias, SwiGluWeights[] Routed, SwiGluWeights? Shared);

/// <summary>A multi-token-prediction module (report, section 2.2).</summary>
internal sealed record PredictionWeights(float[] EmbeddingNorm, float[] HiddenNorm, Matrix Projection, DeepSeekBlock Block, float[] OutputNorm);
