namespace NotebookCourse.Inference;

/// <summary>A weight under its Hugging Face name: a matrix, or a vector of norms and biases.</summary>
/// <param name="Name">For example <c>model.layers.0.self_attn.o_proj.weight</c>.</param>
/// <param name="Matrix">The matrix; empty for a vector.</param>
/// <param name="Vector">The vector; null for a matrix.</param>
internal sealed record NamedWeight(string Name, Matrix Matrix, float[]? Vector)
{
    public static NamedWeight Of(string name, Matrix matrix) => new(name, matrix, null);

    public static NamedWeight Of(string name, float[] vector) => new(name, default, vector);
}

/// <summary>Lists a model's weights, in the order in which a token meets them. The up-projections of latent attention are not among them: files differ in how they keep them.</summary>
internal static class NamedWeights
{
    /// <summary>The weights of a DeepSeek model, without multi-token prediction.</summary>
    public static IEnumerable<NamedWeight> Of(DeepSeekWeights weights, bool tied)
    {
        yield return NamedWeight.Of("model.embed_tokens.weight", weights.Embedding);
        foreach (var (layer, block) in weights.Blocks.Index())
        {
            foreach (NamedWeight weight in Of($"model.layers.{layer}.", block))
                yield return weight;
        }

        yield return NamedWeight.Of("model.norm.weight", weights.FinalNorm);
        if (!tied)
            yield return NamedWeight.Of("lm_head.weight", weights.Head);
    }

    /// <summary>The weights of a multi-token-prediction module.</summary>
    /// <param name="prefix"><c>model.layers.N.</c></param>
    /// <param name="weights">The module.</param>
    public static IEnumerable<NamedWeight> Of(string prefix, PredictionWeights weights) =>
    [
        NamedWeight.Of(prefix + "enorm.weight", weights.EmbeddingNorm),
        NamedWeight.Of(prefix + "hnorm.weight", weights.HiddenNorm),
        NamedWeight.Of(prefix + "eh_proj.weight", weights.Projection),
        .. Of(prefix, weights.Block),
        NamedWeight.Of(prefix + "shared_head.norm.weight", weights.OutputNorm),
    ];

    /// <summary>The weights of a dense model.</summary>
    public static IEnumerable<NamedWeight> Of(DenseWeights weights, bool tied)
    {
        yield return NamedWeight.Of("model.embed_tokens.weight", weights.Embedding);
        if (!weights.Positions.IsEmpty)
            yield return NamedWeight.Of("model.embed_positions.weight", weights.Positions);
        foreach (var (layer, block) in weights.Blocks.Index())
        {
            string prefix = $"model.layers.{layer}.";
            (string Name, Linear? Linear)[] linears =
            [
                ("self_attn.q_proj", block.Query), ("self_attn.k_proj", block.Key), ("self_attn.v_proj", block.Value), ("self_attn.o_proj", block.Output),
                ("mlp.gate_proj", block.Gate), ("mlp.up_proj", block.Up), ("mlp.down_proj", block.Down),
            ];
            foreach (NamedWeight weight in Of(prefix + "input_layernorm", block.AttentionNorm).Concat(Of(prefix + "post_attention_layernorm", block.FeedForwardNorm)))
                yield return weight;
            foreach (var (name, linear) in linears)
            {
                if (linear is null)
                    continue;
                yield return NamedWeight.Of($"{prefix}{name}.weight", linear.Weight);
                if (linear.Bias is { } bias)
                    yield return NamedWeight.Of($"{prefix}{name}.bias", bias);
            }
        }

        foreach (NamedWeight weight in Of("model.norm", weights.FinalNorm))
            yield return weight;
        if (!tied)
            yield return NamedWeight.Of("lm_head.weight", weights.Head);
    }

    private static IEnumerable<NamedWeight> Of(string name, NormWeights norm)
    {
        yield return NamedWeight.Of(name + ".weight", norm.Weight);
        if (norm.Bias.Length > 0)
            yield return NamedWeight.Of(name + ".bias", norm.Bias);
    }

    private static IEnumerable<NamedWeight> Of(string prefix, DeepSeekBlock block)
    {
        LatentAttentionWeights attention = block.Attention;
        string attn = prefix + "self_attn.", mlp = prefix + "mlp.";
        yield return NamedWeight.Of(prefix + "input_layernorm.weight", block.AttentionNorm);
        if (!attention.QueryDown.IsEmpty)
        {
            yield return NamedWeight.Of(attn + "q_a_proj.weight", attention.QueryDown);
            yield return NamedWeight.Of(attn + "q_a_layernorm.weight", attention.QueryNorm);
        }

        yield return NamedWeight.Of(attn + (attention.QueryDown.IsEmpty ? "q_proj.weight" : "q_b_proj.weight"), attention.QueryUp);
        yield return NamedWeight.Of(attn + "kv_a_proj_with_mqa.weight", attention.KeyValueDown);
        yield return NamedWeight.Of(attn + "kv_a_layernorm.weight", attention.KeyValueNorm);
        yield return NamedWeight.Of(attn + "o_proj.weight", attention.Output);
        (string Name, float[]? Bias)[] biases = [("q_a_proj", attention.QueryDownBias), ("kv_a_proj_with_mqa", attention.KeyValueDownBias), ("o_proj", attention.OutputBias)];
        foreach (var (name, bias) in biases.Where(pair => pair.Bias is not null))
            yield return NamedWeight.Of($"{attn}{name}.bias", bias!);
        yield return NamedWeight.Of(prefix + "post_attention_layernorm.weight", block.FeedForwardNorm);
        IEnumerable<NamedWeight> rest = block.Dense is { } dense ? Of(mlp, dense) : Of(mlp, block.Experts!);
        foreach (NamedWeight weight in rest)
            yield return weight;
    }

    private static IEnumerable<NamedWeight> Of(string mlp, ExpertsWeights experts)
    {
        yield return NamedWeight.Of(mlp + "gate.weight", experts.Router);
        if (experts.CorrectionBias is { } bias)
            yield return NamedWeight.Of(mlp + "gate.e_score_correction_bias", bias);
        foreach (var (number, expert) in experts.Routed.Index())
        {
            foreach (NamedWeight weight in Of($"{mlp}experts.{number}.", expert))
                yield return weight;
        }

        foreach (NamedWeight weight in experts.Shared is { } shared ? Of(mlp + "shared_experts.", shared) : [])
            yield return weight;
    }

    private static IEnumerable<NamedWeight> Of(string prefix, SwiGluWeights weights) =>
        [NamedWeight.Of(prefix + "gate_proj.weight", weights.Gate), NamedWeight.Of(prefix + "up_proj.weight", weights.Up), NamedWeight.Of(prefix + "down_proj.weight", weights.Down)];
}
