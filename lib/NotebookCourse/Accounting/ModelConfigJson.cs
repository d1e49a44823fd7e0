using System.Text.Json;

namespace NotebookCourse.Accounting;

/// <summary>Reads a <see cref="ModelConfig"/> from a Hugging Face <c>config.json</c>.</summary>
/// <remarks>
/// Knows model_type deepseek_v2, deepseek_v3 and kimi_k2 (to run and to count), llama, mistral and qwen2 (to count), and the keys of
/// DeepSeek's own inference code. Fields that cannot change what the model computes are passed over; any other field it does not know
/// is an error, because a guess here is a wrong model.
/// </remarks>
public static class ModelConfigJson
{
    private static readonly HashSet<string> Harmless =
    [
        "architectures", "auto_map", "model_type", "_name_or_path", "name_or_path", "_attn_implementation", "transformers_version",
        "torch_dtype", "dtype", "use_cache", "initializer_range", "attention_dropout", "hidden_dropout", "dropout", "resid_pdrop",
        "bos_token_id", "eos_token_id", "pad_token_id", "unk_token_id", "decoder_start_token_id", "pretraining_tp", "ep_size", "aux_loss_alpha",
        "seq_aux", "router_aux_loss_coef", "output_router_logits", "return_dict", "output_attentions", "output_hidden_states",
        "max_window_layers", "id2label", "label2id", "head_dim", "task_specific_params",
        "max_length", "do_sample", "temperature", "top_p", "top_k", "chunk_size_feed_forward", "keys_to_ignore_at_inference", "sliding_window",
        "layer_types", "description", "comment", "seed",
    ];

    /// <summary>Reads a file.</summary>
    /// <param name="path">A <c>config.json</c>, or the folder that holds one.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not valid JSON, is no plain file, or a field is missing, twice there, unknown, of the wrong kind, out of range or at odds with another.</exception>
    public static ModelConfig Load(string path)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, "config.json") : path;
        if (!File.Exists(file))
            throw new FileNotFoundException($"There is no configuration at '{file}'. Expected a Hugging Face config.json.", file);
        string folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) ?? "model";
        return Parse(PlainFile.ReadText(file), folder, file);
    }

    /// <summary>Reads the text of a <c>config.json</c>.</summary>
    /// <param name="json">The text.</param>
    /// <param name="name">The model's name, for tables.</param>
    /// <param name="source">Where the text came from, for errors.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Load"/>.</exception>
    public static ModelConfig Parse(string json, string name = "model", string source = "config.json")
    {
        StrictJson.Require(json, source, relaxed: true);
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"{source}: expected one JSON object in braces, found {document.RootElement.ValueKind}.");
        var fields = new ConfigFields(document.RootElement, source);
        try
        {
            if (!fields.Has("model_type") && InferenceConfigJson.IsOne(fields))
                return InferenceConfigJson.Read(fields, name).Validated();
            ModelConfig config = fields.Text("model_type") switch
            {
                "deepseek_v2" or "deepseek_v3" or "kimi_k2" => DeepSeek(fields, name),
                "deepseek_v32" or "glm_moe_dsa" => throw SparseAttention(fields),
                "llama" => GroupedQuery(fields, name, ModelFamily.Llama),
                "mistral" => GroupedQuery(fields, name, ModelFamily.Llama),
                "qwen2" => GroupedQuery(fields, name, ModelFamily.Qwen2),
                _ => throw fields.Wrong("model_type", "deepseek_v2, deepseek_v3, kimi_k2, llama, mistral or qwen2: the shapes that are counted here"),
            };
            fields.RejectUnknown(Harmless);
            return config.Validated();
        }
        catch (ArgumentException problem)
        {
            throw new InvalidDataException($"{source}: {problem.Message}", problem);
        }
    }

    // DeepSeek-V3.2 and GLM-5 choose by an indexer which tokens attention sees: weights, work and cache of its own in each layer.
    private static InvalidDataException SparseAttention(ConfigFields fields) => fields.Has("index_n_heads")
        ? fields.Wrong("index_n_heads", "no indexer of sparse attention: its weights, work and cache are not counted here")
        : fields.Missing("index_n_heads", "the heads of the indexer that this model_type has");

    private static ModelConfig DeepSeek(ConfigFields fields, string name)
    {
        RequireSilu(fields);
        bool bias = fields.Flag("attention_bias", false);
        int heads = fields.Int("num_attention_heads");
        var latent = new LatentAttentionConfig
        {
            QueryRank = fields.OptionalInt("q_lora_rank") is int rank and not 0 ? rank : null,
            KeyValueRank = fields.Int("kv_lora_rank"),
            ContentHeadSize = fields.Int("qk_nope_head_dim"),
            RotaryHeadSize = fields.Int("qk_rope_head_dim"),
            ValueHeadSize = fields.Int("v_head_dim"),
        };
        fields.RequireSame("qk_head_dim", latent.QueryHeadSize, "qk_nope_head_dim + qk_rope_head_dim");
        if (!fields.Flag("rope_interleave", true))
            throw fields.Wrong("rope_interleave", "true: rotary pairs are neighbours, as in the published weights");
        return new ModelConfig
        {
            Name = name,
            Family = ModelFamily.DeepSeek,
            VocabularySize = fields.Int("vocab_size"),
            HiddenSize = fields.Int("hidden_size"),
            IntermediateSize = fields.Int("intermediate_size"),
            LayerCount = fields.Int("num_hidden_layers"),
            HeadCount = heads,
            KeyValueHeadCount = fields.Int("num_key_value_heads", heads),
            HeadSize = latent.QueryHeadSize,
            Latent = latent,
            Experts = Experts(fields),
            Rotary = RotaryConfigJson.Read(fields),
            AttentionInputBias = bias,
            AttentionOutputBias = bias,
            NormEpsilon = fields.Number("rms_norm_eps", 1e-6),
            TieWordEmbeddings = fields.Flag("tie_word_embeddings", false),
            MaxPositions = fields.Int("max_position_embeddings", 4_096),
            PredictionLayerCount = fields.Int("num_nextn_predict_layers", 0),
            QuantizationMethod = QuantizationJson.Read(fields),
        };
    }

    private static ExpertsConfig? Experts(ConfigFields fields)
    {
        int routed = fields.Int("n_routed_experts", 0);
        fields.RequireSame("num_local_experts", routed, "n_routed_experts");
        var choice = ReadChoice(fields, routed);
        var (denseFirst, interval) = ExpertLayersJson.Read(fields, fields.Int("num_hidden_layers"));
        int shared = fields.Int("n_shared_experts", 0);
        int perToken = fields.Int("num_experts_per_tok", 0);
        int width = fields.Int("moe_intermediate_size", 0);
        int groups = fields.Int("n_group", 1), kept = fields.Int("topk_group", 1);
        bool renormalise = fields.Flag("norm_topk_prob", false);
        double scale = fields.Number("routed_scaling_factor", 1);
        if (routed == 0)
            return null;
        return new ExpertsConfig
        {
            RoutedCount = routed,
            SharedCount = shared,
            ExpertsPerToken = perToken,
            IntermediateSize = width,
            GroupCount = groups,
            GroupsKept = kept,
            Scoring = choice.Scoring,
            Selection = choice.Selection,
            Renormalise = renormalise,
            Scale = scale,
            DenseLayersFirst = denseFirst,
            LayerInterval = interval,
        };
    }

    /// <summary>The two words that say how experts are scored and chosen; the defaults are those of Hugging Face's configuration classes.</summary>
    private static (RouterScoring Scoring, ExpertSelection Selection) ReadChoice(ConfigFields fields, int routed)
    {
        bool third = fields.Text("model_type") is "deepseek_v3" or "kimi_k2";
        var scoring = fields.Text("scoring_func", third ? "sigmoid" : "softmax") switch
        {
            "softmax" => RouterScoring.Softmax,
            "sigmoid" => RouterScoring.Sigmoid,
            _ => throw fields.Wrong("scoring_func", "softmax or sigmoid"),
        };
        var selection = fields.Text("topk_method", third ? "noaux_tc" : "greedy") switch
        {
            "greedy" => ExpertSelection.Greedy,
            "group_limited_greedy" => ExpertSelection.GroupLimited,
            "noaux_tc" => ExpertSelection.BiasCorrected,
            _ when routed == 0 => ExpertSelection.Greedy,
            _ => throw fields.Wrong("topk_method", "greedy, group_limited_greedy or noaux_tc"),
        };
        return (scoring, selection);
    }

    private static ModelConfig GroupedQuery(ConfigFields fields, string name, ModelFamily family)
    {
        RequireSilu(fields);
        if (fields.Flag("mlp_bias", false))
            throw fields.Wrong("mlp_bias", "false");
        fields.Flag("use_sliding_window", false);
        int hidden = fields.Int("hidden_size"), heads = fields.Int("num_attention_heads");
        bool bias = fields.Flag("attention_bias", false);
        if (!fields.Has("head_dim") && (heads < 1 || hidden % heads != 0))
            throw fields.Wrong("num_attention_heads", $"a divisor of hidden_size {hidden}, or a head_dim");
        return new ModelConfig
        {
            Name = name,
            Family = family,
            VocabularySize = fields.Int("vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = fields.Int("intermediate_size"),
            LayerCount = fields.Int("num_hidden_layers"),
            HeadCount = heads,
            KeyValueHeadCount = fields.Int("num_key_value_heads", heads),
            HeadSize = fields.Has("head_dim") ? fields.Int("head_dim") : hidden / heads,
            Rotary = new RotaryConfig { Theta = RotaryConfigJson.Theta(fields) },
            AttentionInputBias = family == ModelFamily.Qwen2 || bias,
            AttentionOutputBias = family == ModelFamily.Llama && bias,
            NormEpsilon = fields.Number("rms_norm_eps", 1e-6),
            TieWordEmbeddings = fields.Flag("tie_word_embeddings", false),
            MaxPositions = fields.Int("max_position_embeddings", 2_048),
            QuantizationMethod = QuantizationJson.Read(fields),
        };
    }

    private static void RequireSilu(ConfigFields fields)
    {
        if (fields.Text("hidden_act", "silu") is not ("silu" or "swish"))
            throw fields.Wrong("hidden_act", "silu");
    }
}
