namespace NotebookCourse.Accounting;

/// <summary>
/// Lists every weight of a model from its configuration, with the shapes of Hugging Face's checkpoints. All counts are
/// sums over this list.
/// </summary>
public static class WeightTensors
{
    /// <summary>Beyond this, bytes and operations no longer fit into 64 bits.</summary>
    private const long MostWeights = 10_000_000_000_000_000;

    /// <summary>The tensors of the model, of its prediction modules, and the copies these carry in the file.</summary>
    /// <exception cref="ArgumentException">The configuration contradicts itself.</exception>
    public static IReadOnlyList<WeightTensor> Of(ModelConfig config)
    {
        config.Validated();
        long hidden = config.HiddenSize, vocabulary = config.VocabularySize;
        var tensors = new List<WeightTensor>
        {
            new(ModelPart.Main, ModelComponent.Embedding, "embed_tokens.weight", vocabulary, hidden, 1, 1),
            new(ModelPart.Main, ModelComponent.FinalNorm, "norm.weight", hidden, null, 1, 1),
        };
        if (!config.TieWordEmbeddings)
            tensors.Add(new(ModelPart.Main, ModelComponent.OutputHead, "lm_head.weight", vocabulary, hidden, 1, 1));

        AddBlocks(tensors, config, ModelPart.Main, Enumerable.Range(0, config.LayerCount));
        if (config.PredictionLayerCount > 0)
            AddPrediction(tensors, config);
        return tensors.Aggregate(Int128.Zero, (sum, tensor) => sum + ((Int128)tensor.Rows * (tensor.Columns ?? 1) * tensor.Copies)) is var total && total <= MostWeights
            ? tensors
            : throw new ArgumentException($"The configuration asks for {total:N0} weights, which is too large to count: expected at most {MostWeights:N0}.");
    }

    private static void AddPrediction(List<WeightTensor> tensors, ModelConfig config)
    {
        long hidden = config.HiddenSize, modules = config.PredictionLayerCount;
        AddBlocks(tensors, config, ModelPart.Prediction, Enumerable.Range(config.LayerCount, config.PredictionLayerCount));
        tensors.Add(new(ModelPart.Prediction, ModelComponent.PredictionJoint, "eh_proj.weight", hidden, 2 * hidden, modules, modules));
        foreach (string norm in new[] { "enorm.weight", "hnorm.weight", "shared_head.norm.weight" })
            tensors.Add(new(ModelPart.Prediction, ModelComponent.PredictionJoint, norm, hidden, null, modules, modules));
        tensors.Add(new(ModelPart.PredictionCopies, ModelComponent.Embedding, "embed_tokens.weight", config.VocabularySize, hidden, modules, modules));
        tensors.Add(new(ModelPart.PredictionCopies, ModelComponent.OutputHead, "shared_head.head.weight", config.VocabularySize, hidden, modules, modules));
    }

    private static void AddBlocks(List<WeightTensor> tensors, ModelConfig config, ModelPart part, IEnumerable<int> layerNumbers)
    {
        var layers = layerNumbers.ToList();
        long hidden = config.HiddenSize, withExperts = layers.Count(config.IsExpertLayer), dense = layers.Count - withExperts;
        void Each(ModelComponent component, string name, long rows, long? columns) =>
            tensors.Add(new(part, component, name, rows, columns, layers.Count, layers.Count));

        Each(ModelComponent.BlockNorms, "input_layernorm.weight", hidden, null);
        Each(ModelComponent.BlockNorms, "post_attention_layernorm.weight", hidden, null);
        if (config.Latent is { } latent)
            LatentAttention(config, latent, Each);
        else
            GroupedQueryAttention(config, Each);
        if (dense > 0)
            FeedForward(tensors, part, ModelComponent.DenseFeedForward, "mlp", hidden, config.IntermediateSize, dense, dense);
        if (withExperts > 0)
            Experts(tensors, part, config.Experts!, hidden, withExperts);
    }

    private static void LatentAttention(ModelConfig config, LatentAttentionConfig latent, Action<ModelComponent, string, long, long?> add)
    {
        long hidden = config.HiddenSize, heads = config.HeadCount, keyValue = latent.KeyValueRank + latent.RotaryHeadSize;
        if (latent.QueryRank is { } queryRank)
        {
            add(ModelComponent.Attention, "self_attn.q_a_proj.weight", queryRank, hidden);
            add(ModelComponent.LatentNorms, "self_attn.q_a_layernorm.weight", queryRank, null);
            add(ModelComponent.Attention, "self_attn.q_b_proj.weight", heads * latent.QueryHeadSize, queryRank);
            if (config.AttentionInputBias)
                add(ModelComponent.Attention, "self_attn.q_a_proj.bias", queryRank, null);
        }
        else
        {
            add(ModelComponent.Attention, "self_attn.q_proj.weight", heads * latent.QueryHeadSize, hidden);
        }

        add(ModelComponent.Attention, "self_attn.kv_a_proj_with_mqa.weight", keyValue, hidden);
        if (config.AttentionInputBias)
            add(ModelComponent.Attention, "self_attn.kv_a_proj_with_mqa.bias", keyValue, null);
        add(ModelComponent.LatentNorms, "self_attn.kv_a_layernorm.weight", latent.KeyValueRank, null);
        add(ModelComponent.Attention, "self_attn.kv_b_proj.weight", heads * (latent.ContentHeadSize + latent.ValueHeadSize), latent.KeyValueRank);
        Output(config, heads * latent.ValueHeadSize, add);
    }

    private static void GroupedQueryAttention(ModelConfig config, Action<ModelComponent, string, long, long?> add)
    {
        long queries = (long)config.HeadCount * config.HeadSize, keyValues = (long)config.KeyValueHeadCount * config.HeadSize;
        foreach (var (name, rows) in new[] { ("q_proj", queries), ("k_proj", keyValues), ("v_proj", keyValues) })
        {
            add(ModelComponent.Attention, $"self_attn.{name}.weight", rows, config.HiddenSize);
            if (config.AttentionInputBias)
                add(ModelComponent.Attention, $"self_attn.{name}.bias", rows, null);
        }

        Output(config, queries, add);
    }

    private static void Output(ModelConfig config, long columns, Action<ModelComponent, string, long, long?> add)
    {
        add(ModelComponent.Attention, "self_attn.o_proj.weight", config.HiddenSize, columns);
        if (config.AttentionOutputBias)
            add(ModelComponent.Attention, "self_attn.o_proj.bias", config.HiddenSize, null);
    }

    private static void Experts(List<WeightTensor> tensors, ModelPart part, ExpertsConfig experts, long hidden, long layers)
    {
        tensors.Add(new(part, ModelComponent.Router, "mlp.gate.weight", experts.RoutedCount, hidden, layers, layers));
        if (experts.HasCorrectionBias)
            tensors.Add(new(part, ModelComponent.RouterBias, "mlp.gate.e_score_correction_bias", experts.RoutedCount, null, layers, layers));
        if (experts.SharedCount > 0)
            FeedForward(tensors, part, ModelComponent.SharedExperts, "mlp.shared_experts", hidden, (long)experts.SharedCount * experts.IntermediateSize, layers, layers);
        FeedForward(
            tensors, part, ModelComponent.RoutedExperts, "mlp.experts.*", hidden, experts.IntermediateSize,
            layers * experts.RoutedCount, layers * experts.ExpertsPerToken);
    }

    // SwiGLU: two matrices up to the inner width, one down (three, without biases).
    private static void FeedForward(
        List<WeightTensor> tensors, ModelPart part, ModelComponent component, string prefix, long hidden, long width, long copies, long active)
    {
        tensors.Add(new(part, component, $"{prefix}.gate_proj.weight", width, hidden, copies, active));
        tensors.Add(new(part, component, $"{prefix}.up_proj.weight", width, hidden, copies, active));
        tensors.Add(new(part, component, $"{prefix}.down_proj.weight", hidden, width, copies, active));
    }
}
