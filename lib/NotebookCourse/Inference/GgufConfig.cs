using NotebookCourse.Accounting;
using NotebookCourse.Checkpoints;

namespace NotebookCourse.Inference;

/// <summary>A model's configuration as GGUF metadata, in both directions. Keys as llama.cpp reads them.</summary>
internal static class GgufConfig
{
    /// <summary>How the course's exact GELU is marked: llama.cpp knows GPT-2's tanh formula only.</summary>
    public const string ExactGeluKey = "notebookcourse.gelu_exact";

    /// <summary>How a model without shared experts is marked: llama.cpp wants one, so that it gets one of zeros.</summary>
    public const string NoSharedExpertKey = "notebookcourse.shared_expert_is_zero";

    private const double LogMultiplier = 0.1; // llama.cpp's files keep 0.1 * mscale_all_dim

    /// <summary>Opens a GGUF file as a model.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or describes a model that cannot be run; the key is named.</exception>
    public static InferenceModel Load(string path)
    {
        var file = GgufFile.Open(path);
        try
        {
            string name = Path.GetFileNameWithoutExtension(path), architecture = file.Text("general.architecture");
            var weights = new GgufWeights(file);
            Text.ITokenizer? tokenizer = GgufTokenizer.Read(file);
            InferenceModel model = architecture switch
            {
                "deepseek2" => new InferenceModel(name, DeepSeek(file, name), weights, tokenizer),
                "llama" or "qwen2" or "gpt2" => new InferenceModel(name, Dense(file, architecture), weights, tokenizer),
                _ => throw file.Wrong("general.architecture", "deepseek2, llama, qwen2 or gpt2"),
            };
            weights.RequireNothingElse(model.DeepSeek?.LayerCount ?? model.Dense!.LayerCount);
            return model;
        }
        catch (ArgumentException error)
        {
            file.Dispose();
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The metadata of a DeepSeek model.</summary>
    /// <exception cref="NotSupportedException">The model has something llama.cpp's architecture has no place for; the field is named.</exception>
    public static List<KeyValuePair<string, object>> Of(ModelConfig config)
    {
        RequireExpressible(config);
        LatentAttentionConfig latent = config.Latent!;
        ExpertsConfig? experts = config.Experts;
        uint entry = (uint)(latent.KeyValueRank + latent.RotaryHeadSize);
        List<KeyValuePair<string, object>> pairs = [.. Common("deepseek2", config.MaxPositions, config.HiddenSize, config.LayerCount, config.IntermediateSize, config.HeadCount, 1, config.VocabularySize)];
        void Add(string key, object value) => pairs.Add(new("deepseek2." + key, value));
        Add("attention.layer_norm_rms_epsilon", (float)config.NormEpsilon);
        Add("attention.q_lora_rank", (uint)(latent.QueryRank ?? 0)); // 0 says that queries are not compressed; without the key llama.cpp refuses the file
        Add("attention.kv_lora_rank", (uint)latent.KeyValueRank);
        Add("attention.key_length", entry);
        Add("attention.value_length", (uint)latent.KeyValueRank);
        Add("attention.key_length_mla", (uint)latent.QueryHeadSize);
        Add("attention.value_length_mla", (uint)latent.ValueHeadSize);
        Add("rope.dimension_count", (uint)latent.RotaryHeadSize);
        Add("rope.freq_base", (float)config.Rotary.Theta);
        if (config is { UsesYarn: true, Rotary.Yarn: { } yarn })
            AddYarn(Add, yarn);
        Add("leading_dense_block_count", (uint)Enumerable.Range(0, config.LayerCount).Count(layer => !config.IsExpertLayer(layer)));
        Add("expert_feed_forward_length", (uint)(experts?.IntermediateSize ?? config.IntermediateSize));
        Add("expert_count", (uint)(experts?.RoutedCount ?? 0));
        Add("expert_used_count", (uint)(experts?.ExpertsPerToken ?? 0));
        Add("expert_shared_count", (uint)(experts is null ? 0 : Math.Max(1, experts.SharedCount)));
        if (experts is { SharedCount: 0 })
            pairs.Add(new(NoSharedExpertKey, true));
        Add("expert_weights_scale", (float)(experts?.Scale ?? 1));
        Add("expert_weights_norm", experts?.Renormalise ?? false);
        Add("expert_gating_func", experts?.Scoring == RouterScoring.Softmax ? 1u : 2u);
        if (experts is { LimitsGroups: true } && experts.GroupCount < experts.RoutedCount) // groups of one expert limit nothing, and llama.cpp aborts on them
        {
            Add("expert_group_count", (uint)experts.GroupCount);
            Add("expert_group_used_count", (uint)experts.GroupsKept);
        }

        return pairs;
    }

    /// <summary>The metadata of a dense model.</summary>
    /// <param name="config">The model.</param>
    /// <param name="architecture"><c>llama</c>, <c>qwen2</c> or <c>gpt2</c>.</param>
    public static List<KeyValuePair<string, object>> Of(DenseConfig config, string architecture)
    {
        List<KeyValuePair<string, object>> pairs = [.. Common(architecture, config.MaxPositions, config.HiddenSize, config.LayerCount, config.IntermediateSize, config.HeadCount, config.KeyValueHeadCount, config.VocabularySize)];
        void Add(string key, object value) => pairs.Add(new($"{architecture}.{key}", value));
        Add(config.RmsNorm ? "attention.layer_norm_rms_epsilon" : "attention.layer_norm_epsilon", (float)config.NormEpsilon);
        Add("attention.key_length", (uint)config.HeadSize);
        Add("attention.value_length", (uint)config.HeadSize);
        if (config.Rotary)
        {
            Add("rope.dimension_count", (uint)config.HeadSize);
            Add("rope.freq_base", (float)config.RotaryTheta);
        }

        if (!config.SwiGlu && !config.GeluByTanh)
            pairs.Add(new(ExactGeluKey, true));
        return pairs;
    }

    /// <summary>llama.cpp's name for a dense model's kind.</summary>
    /// <exception cref="NotSupportedException">It has none.</exception>
    public static string ArchitectureOf(DenseConfig config) => config switch
    {
        { RmsNorm: true, Rotary: true, SwiGlu: true, AttentionInputBias: false, AttentionOutputBias: false, FeedForwardBias: false } => "llama",
        { RmsNorm: true, Rotary: true, SwiGlu: true, AttentionInputBias: true, AttentionOutputBias: false, FeedForwardBias: false } => "qwen2",
        { RmsNorm: false, Rotary: false, SwiGlu: false } when config.KeyValueHeadCount == config.HeadCount && config.HeadCount * config.HeadSize == config.HiddenSize => "gpt2",
        _ => throw new NotSupportedException("llama.cpp has no architecture with this model's mixture of norm, positions, feed-forward part and biases."),
    };

    private static IEnumerable<KeyValuePair<string, object>> Common(string architecture, int positions, int hidden, int layers, int inner, int heads, int keyValueHeads, int vocabulary) =>
    [
        new($"{architecture}.context_length", (uint)positions),
        new($"{architecture}.embedding_length", (uint)hidden),
        new($"{architecture}.block_count", (uint)layers),
        new($"{architecture}.feed_forward_length", (uint)inner),
        new($"{architecture}.attention.head_count", (uint)heads),
        new($"{architecture}.attention.head_count_kv", (uint)keyValueHeads),
        new($"{architecture}.vocab_size", (uint)vocabulary),
    ];

    private static void AddYarn(Action<string, object> add, YarnConfig yarn)
    {
        add("rope.scaling.type", "yarn");
        add("rope.scaling.factor", (float)yarn.Factor);
        add("rope.scaling.original_context_length", (uint)yarn.OriginalPositions);
        add("rope.scaling.yarn_beta_fast", (float)yarn.BetaFast);
        add("rope.scaling.yarn_beta_slow", (float)yarn.BetaSlow);
        add("rope.scaling.yarn_log_multiplier", (float)(LogMultiplier * yarn.MagnitudeAllDimensions));
    }

    private static void RequireExpressible(ModelConfig config)
    {
        string? problem = config switch
        {
            { AttentionInputBias: true } or { AttentionOutputBias: true } => "attention_bias is true: its latent attention has no biases",
            { Experts.LayerInterval: > 1 } => $"moe_layer_freq is {config.Experts.LayerInterval}: its experts are in every layer after the dense ones",
            { Experts: { Selection: ExpertSelection.GroupLimited, GroupCount: > 1 } } => "topk_method is group_limited_greedy: it always scores a group by its best two experts, as noaux_tc does",
            { UsesYarn: true, Rotary.Yarn: { } yarn } when yarn.Magnitude != yarn.MagnitudeAllDimensions => $"rope_scaling.mscale is {yarn.Magnitude} and mscale_all_dim {yarn.MagnitudeAllDimensions}: it knows them equal only",
            _ => null,
        };
        if (problem is not null)
            throw new NotSupportedException($"llama.cpp's architecture deepseek2 cannot say that {problem}. Export as hf instead.");
    }

    private static ModelConfig DeepSeek(GgufFile file, string name)
    {
        const string a = "deepseek2.";
        int heads = file.Integer(a + "attention.head_count"), rotary = file.Integer(a + "rope.dimension_count");
        int keyLength = file.Integer(a + "attention.key_length_mla", file.Integer(a + "attention.key_length"));
        int valueLength = file.Integer(a + "attention.value_length_mla", file.Integer(a + "attention.value_length"));
        int layers = file.Integer(a + "block_count"), experts = file.Integer(a + "expert_count", 0), queryRank = file.Integer(a + "attention.q_lora_rank", 0);
        return new ModelConfig
        {
            Name = name,
            Family = ModelFamily.DeepSeek,
            VocabularySize = Vocabulary(file),
            HiddenSize = file.Integer(a + "embedding_length"),
            IntermediateSize = file.Integer(a + "feed_forward_length"),
            LayerCount = layers - file.Integer(a + "nextn_predict_layers", 0),
            HeadCount = heads,
            KeyValueHeadCount = heads,
            HeadSize = keyLength,
            Latent = new LatentAttentionConfig
            {
                QueryRank = queryRank == 0 ? null : queryRank,
                KeyValueRank = file.Integer(a + "attention.kv_lora_rank"),
                ContentHeadSize = keyLength - rotary,
                RotaryHeadSize = rotary,
                ValueHeadSize = valueLength,
            },
            Experts = experts == 0 ? null : Experts(file, a, experts),
            Rotary = new RotaryConfig { Theta = file.Number(a + "rope.freq_base", 10_000), Yarn = Yarn(file, a) },
            NormEpsilon = file.Number(a + "attention.layer_norm_rms_epsilon"),
            TieWordEmbeddings = !file.TryGet("output.weight", out _),
            MaxPositions = file.Integer(a + "context_length"),
        }.Validated();
    }

    private static ExpertsConfig Experts(GgufFile file, string a, int count)
    {
        int gating = file.Integer(a + "expert_gating_func", 1), groups = file.Integer(a + "expert_group_count", 1), first = file.Integer(a + "leading_dense_block_count");
        if (gating is not (1 or 2))
            throw file.Wrong(a + "expert_gating_func", "1 (softmax) or 2 (sigmoid)");
        bool bias = file.TryGet($"blk.{first}.exp_probs_b.bias", out _);
        if (!bias && groups > 1)
            throw file.Wrong(a + "expert_group_count", "1 where there is no exp_probs_b.bias");
        return new ExpertsConfig
        {
            RoutedCount = count,
            SharedCount = file.Flag(NoSharedExpertKey, false) ? 0 : file.Integer(a + "expert_shared_count", 0),
            ExpertsPerToken = file.Integer(a + "expert_used_count"),
            IntermediateSize = file.Integer(a + "expert_feed_forward_length"),
            GroupCount = groups,
            GroupsKept = groups == 1 ? 1 : file.Integer(a + "expert_group_used_count"),
            Scoring = gating == 2 ? RouterScoring.Sigmoid : RouterScoring.Softmax,
            Selection = bias ? ExpertSelection.BiasCorrected : ExpertSelection.Greedy,
            Renormalise = file.Flag(a + "expert_weights_norm", false),
            Scale = file.Number(a + "expert_weights_scale", 1),
            DenseLayersFirst = first,
        };
    }

    /// <summary>llama.cpp stretches whenever a file says so; this library only a model that reads past its original length.</summary>
    private static YarnConfig? Yarn(GgufFile file, string a)
    {
        string key = a + "rope.scaling.type";
        if (!file.Metadata.ContainsKey(key) || file.Text(key) == "none")
            return null;
        if (file.Text(key) != "yarn")
            throw file.Wrong(key, "yarn or none");
        int original = file.Integer(a + "rope.scaling.original_context_length");
        if (file.Integer(a + "context_length") <= original)
            throw file.Wrong(a + "context_length", $"more than the original length of {original}, which '{key}' stretches");
        double magnitude = Math.Round(file.Number(a + "rope.scaling.yarn_log_multiplier", 0) / LogMultiplier, 6);
        return new YarnConfig
        {
            Factor = file.Number(a + "rope.scaling.factor"),
            OriginalPositions = original,
            BetaFast = file.Number(a + "rope.scaling.yarn_beta_fast", 32),
            BetaSlow = file.Number(a + "rope.scaling.yarn_beta_slow", 1),
            Magnitude = magnitude,
            MagnitudeAllDimensions = magnitude,
        };
    }

    private static DenseConfig Dense(GgufFile file, string architecture)
    {
        string a = architecture + ".";
        bool gpt2 = architecture == "gpt2";
        if (file.Metadata.ContainsKey(a + "rope.scaling.type") && file.Text(a + "rope.scaling.type") != "none")
            throw file.Wrong(a + "rope.scaling.type", "none");
        if (file.Integer(a + "expert_count", 0) > 0)
            throw file.Wrong(a + "expert_count", "0: experts are read in the architecture deepseek2 only");
        if (file.TryGet("rope_freqs.weight", out _))
            throw new InvalidDataException($"{file.Path}: it stretches positions by a tensor 'rope_freqs.weight' (Llama 3.1's kind), which this engine does not do.");
        int heads = file.Integer(a + "attention.head_count"), hidden = file.Integer(a + "embedding_length");
        int size = file.Integer(a + "attention.key_length", heads == 0 ? 0 : hidden / heads);
        if (heads < 1 || size < 1 || file.Integer(a + "rope.dimension_count", size) != size)
            throw file.Wrong(a + "rope.dimension_count", $"the size of a head, {size}, and at least one head");
        return new DenseConfig
        {
            VocabularySize = Vocabulary(file),
            MaxPositions = file.Integer(a + "context_length"),
            HiddenSize = hidden,
            IntermediateSize = file.Integer(a + "feed_forward_length", 4 * hidden),
            LayerCount = file.Integer(a + "block_count"),
            HeadCount = heads,
            KeyValueHeadCount = file.Integer(a + "attention.head_count_kv", heads),
            HeadSize = size,
            RmsNorm = !gpt2,
            Rotary = !gpt2,
            RotaryNeighbours = architecture == "llama",
            SwiGlu = !gpt2,
            GeluByTanh = gpt2 && !file.Flag(ExactGeluKey, false),
            AttentionInputBias = file.TryGet("blk.0.attn_q.bias", out _) || file.TryGet("blk.0.attn_qkv.bias", out _),
            AttentionOutputBias = file.TryGet("blk.0.attn_output.bias", out _),
            FeedForwardBias = file.TryGet("blk.0.ffn_up.bias", out _),
            NormBias = gpt2,
            TieWordEmbeddings = !file.TryGet("output.weight", out _),
            RotaryTheta = file.Number(a + "rope.freq_base", 10_000),
            NormEpsilon = file.Number(gpt2 ? a + "attention.layer_norm_epsilon" : a + "attention.layer_norm_rms_epsilon"),
        }.Validated();
    }

    private static int Vocabulary(GgufFile file) => file.TryGet("token_embd.weight", out GgufTensor? embedding) && embedding.Shape.Count == 2
        ? (int)Math.Min(embedding.Shape[0], int.MaxValue)
        : throw new InvalidDataException($"{file.Path}: there is no matrix 'token_embd.weight', with a row for each token.");
}
