using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookCourse.Accounting;

/// <summary>Writes a DeepSeek <see cref="ModelConfig"/> as a Hugging Face <c>config.json</c> that <see cref="ModelConfigJson"/> and others read.</summary>
public static class ModelConfigJsonWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The text of the <c>config.json</c>.</summary>
    /// <param name="config">A configuration of the DeepSeek family.</param>
    /// <exception cref="ArgumentException">The configuration is of another family.</exception>
    public static string Write(ModelConfig config)
    {
        ModelConfig.Require(config.Family == ModelFamily.DeepSeek && config.Latent is not null,
            $"'{config.Name}' is of the family {config.Family}; only DeepSeek configurations can be written.");
        LatentAttentionConfig latent = config.Latent!;
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray("DeepseekV3ForCausalLM"),
            ["model_type"] = "deepseek_v3",
            ["vocab_size"] = config.VocabularySize,
            ["hidden_size"] = config.HiddenSize,
            ["intermediate_size"] = config.IntermediateSize,
            ["num_hidden_layers"] = config.LayerCount,
            ["num_attention_heads"] = config.HeadCount,
            ["num_key_value_heads"] = config.KeyValueHeadCount,
            ["q_lora_rank"] = latent.QueryRank,
            ["kv_lora_rank"] = latent.KeyValueRank,
            ["qk_nope_head_dim"] = latent.ContentHeadSize,
            ["qk_rope_head_dim"] = latent.RotaryHeadSize,
            ["v_head_dim"] = latent.ValueHeadSize,
            ["hidden_act"] = "silu",
            ["rms_norm_eps"] = config.NormEpsilon,
            ["rope_theta"] = config.Rotary.Theta,
            ["rope_scaling"] = Yarn(config.Rotary.Yarn),
            ["max_position_embeddings"] = config.MaxPositions,
            ["attention_bias"] = config.AttentionInputBias,
            ["tie_word_embeddings"] = config.TieWordEmbeddings,
            ["num_nextn_predict_layers"] = config.PredictionLayerCount,
        };
        AddExperts(json, config.Experts);
        if (config.Float8Weights)
            json["quantization_config"] = new JsonObject
            {
                ["quant_method"] = "fp8",
                ["fmt"] = "e4m3",
                ["activation_scheme"] = "dynamic",
                ["weight_block_size"] = new JsonArray(128, 128),
            };
        return json.ToJsonString(Indented) + "\n";
    }

    private static void AddExperts(JsonObject json, ExpertsConfig? experts)
    {
        json["n_routed_experts"] = experts?.RoutedCount;
        if (experts is null)
            return;
        json["n_shared_experts"] = experts.SharedCount;
        json["num_experts_per_tok"] = experts.ExpertsPerToken;
        json["moe_intermediate_size"] = experts.IntermediateSize;
        json["n_group"] = experts.GroupCount;
        json["topk_group"] = experts.GroupsKept;
        json["scoring_func"] = experts.Scoring == RouterScoring.Sigmoid ? "sigmoid" : "softmax";
        json["topk_method"] = experts.Selection switch
        {
            ExpertSelection.Greedy => "greedy",
            ExpertSelection.GroupLimited => "group_limited_greedy",
            _ => "noaux_tc",
        };
        json["norm_topk_prob"] = experts.Renormalise;
        json["routed_scaling_factor"] = experts.Scale;
        json["first_k_dense_replace"] = experts.DenseLayersFirst;
        json["moe_layer_freq"] = experts.LayerInterval;
    }

    private static JsonObject? Yarn(YarnConfig? yarn) => yarn is null ? null : new JsonObject
    {
        ["type"] = "yarn",
        ["factor"] = yarn.Factor,
        ["original_max_position_embeddings"] = yarn.OriginalPositions,
        ["beta_fast"] = yarn.BetaFast,
        ["beta_slow"] = yarn.BetaSlow,
        ["mscale"] = yarn.Magnitude,
        ["mscale_all_dim"] = yarn.MagnitudeAllDimensions,
    };
}
