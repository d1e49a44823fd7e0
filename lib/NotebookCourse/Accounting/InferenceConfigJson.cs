namespace NotebookCourse.Accounting;

/// <summary>
/// Reads the configuration files of DeepSeek's own inference code (inference/configs/*.json in its repository), whose keys
/// are other ones than Hugging Face's. What a file leaves out has the value that the code gives it (its class ModelArgs).
/// </summary>
internal static class InferenceConfigJson
{
    private static readonly HashSet<string> Harmless = ["max_batch_size", "scale_fmt", "world_size", "attn_impl", "gemm_impl"];

    /// <summary>Whether an object without model_type has these keys.</summary>
    public static bool IsOne(ConfigFields fields) => fields.Has("n_layers") && fields.Has("dim");

    /// <summary>The model.</summary>
    public static ModelConfig Read(ConfigFields fields, string name)
    {
        int heads = fields.Int("n_heads");
        var latent = new LatentAttentionConfig
        {
            QueryRank = fields.Int("q_lora_rank", 0) is var rank and not 0 ? rank : null,
            KeyValueRank = fields.Int("kv_lora_rank", 512),
            ContentHeadSize = fields.Int("qk_nope_head_dim", 128),
            RotaryHeadSize = fields.Int("qk_rope_head_dim", 64),
            ValueHeadSize = fields.Int("v_head_dim", 128),
        };
        if (fields.Has("index_n_heads"))
            throw fields.Wrong("index_n_heads", "no indexer of sparse attention: its weights are not counted here");
        int dense = fields.Int("n_dense_layers", 1);
        double magnitude = fields.Number("mscale", 1);
        string type = fields.Text("dtype", "bf16");
        var config = new ModelConfig
        {
            Name = name,
            Family = ModelFamily.DeepSeek,
            VocabularySize = fields.Int("vocab_size"),
            HiddenSize = fields.Int("dim"),
            IntermediateSize = fields.Int("inter_dim"),
            LayerCount = fields.Int("n_layers"),
            HeadCount = heads,
            KeyValueHeadCount = heads,
            HeadSize = latent.QueryHeadSize,
            Latent = latent,
            Experts = Experts(fields, dense),
            Rotary = new RotaryConfig
            {
                Theta = fields.Number("rope_theta", 10_000),
                Yarn = new YarnConfig
                {
                    Factor = fields.Number("rope_factor", 40),
                    OriginalPositions = fields.Int("original_seq_len", 4_096),
                    BetaFast = fields.Number("beta_fast", 32),
                    BetaSlow = fields.Number("beta_slow", 1),
                    Magnitude = magnitude,
                    MagnitudeAllDimensions = magnitude, // the code scales the scores, not the rotated vectors
                },
            },
            MaxPositions = fields.Int("max_seq_len", 16_384),
            Float8Weights = type == "fp8",
        };
        fields.RejectUnknown(Harmless);
        return config;
    }

    private static ExpertsConfig? Experts(ConfigFields fields, int dense)
    {
        bool sigmoid = fields.Text("score_func", "softmax") switch
        {
            "sigmoid" => true,
            "softmax" => false,
            _ => throw fields.Wrong("score_func", "softmax or sigmoid"),
        };
        int groups = fields.Int("n_expert_groups", 1), kept = fields.Int("n_limited_groups", 1);
        int routed = fields.Int("n_routed_experts", 64), shared = fields.Int("n_shared_experts", 2), perToken = fields.Int("n_activated_experts", 6);
        int width = fields.Int("moe_inter_dim", 1_408);
        double scale = fields.Number("route_scale", 1);
        return routed == 0 ? null : new ExpertsConfig
        {
            RoutedCount = routed,
            SharedCount = shared,
            ExpertsPerToken = perToken,
            IntermediateSize = width,
            GroupCount = groups,
            GroupsKept = kept,
            Scoring = sigmoid ? RouterScoring.Sigmoid : RouterScoring.Softmax,
            Selection = sigmoid ? ExpertSelection.BiasCorrected : groups > 1 ? ExpertSelection.GroupLimited : ExpertSelection.Greedy,
            Renormalise = sigmoid,
            Scale = scale,
            DenseLayersFirst = dense,
        };
    }
}
