namespace NotebookCourse.Inference;

/// <summary>The weights of a dense model, in the order in which a token meets them.</summary>
internal sealed record DenseWeights(Matrix Embedding, Matrix Positions, IReadOnlyList<DenseBlock> Blocks, NormWeights FinalNorm, Matrix Head)
{
    /// <summary>Finds all weights of a configuration, under the names of the course's models, which are those of Hugging Face's Llama.</summary>
    /// <exception cref="InvalidDataException">One is missing or has another shape.</exception>
    public static DenseWeights Find(DenseConfig config, IWeights weights)
    {
        Matrix embedding = weights.Matrix("model.embed_tokens.weight", config.VocabularySize, config.HiddenSize);
        return new DenseWeights(
            embedding,
            config.Rotary ? default : weights.Matrix("model.embed_positions.weight", config.MaxPositions, config.HiddenSize),
            DeepSeekWeights.Each(config.LayerCount, layer => Block(config, $"model.layers.{layer}.", weights)),
            Norm(config, "model.norm", weights),
            config.TieWordEmbeddings ? embedding : weights.Matrix("lm_head.weight", config.VocabularySize, config.HiddenSize));
    }

    private static DenseBlock Block(DenseConfig config, string prefix, IWeights weights)
    {
        int hidden = config.HiddenSize, inner = config.IntermediateSize, queries = config.HeadCount * config.HeadSize, keys = config.KeyValueHeadCount * config.HeadSize;
        Linear Linear(string name, int rows, int columns, bool bias) => new(
            weights.Matrix($"{prefix}{name}.weight", rows, columns), bias ? weights.Vector($"{prefix}{name}.bias", rows) : null);
        return new DenseBlock(
            Norm(config, prefix + "input_layernorm", weights),
            Linear("self_attn.q_proj", queries, hidden, config.AttentionInputBias),
            Linear("self_attn.k_proj", keys, hidden, config.AttentionInputBias),
            Linear("self_attn.v_proj", keys, hidden, config.AttentionInputBias),
            Linear("self_attn.o_proj", hidden, queries, config.AttentionOutputBias),
            Norm(config, prefix + "post_attention_layernorm", weights),
            config.SwiGlu ? Linear("mlp.gate_proj", inner, hidden, config.FeedForwardBias) : null,
            Linear("mlp.up_proj", inner, hidden, config.FeedForwardBias),
            Linear("mlp.down_proj", hidden, inner, config.FeedForwardBias));
    }

    private static NormWeights Norm(DenseConfig config, string name, IWeights weights) => new(
        weights.Vector(name + ".weight", config.HiddenSize), config.NormBias ? weights.Vector(name + ".bias", config.HiddenSize) : []);
}

/// <summary>One block; <paramref name="Gate"/> is null where the feed-forward part has none.</summary>
internal sealed record DenseBlock(
    NormWeights AttentionNorm, Linear Query, Linear Key, Linear Value, Linear Output, NormWeights FeedForwardNorm, Linear? Gate, Linear Up, Linear Down);

/// <summary>A matrix and what is added after it.</summary>
internal sealed record Linear(Matrix Weight, float[]? Bias);

/// <summary>A norm's factors and what is added after them; empty for nothing.</summary>
internal sealed record NormWeights(float[] Weight, float[] Bias);
