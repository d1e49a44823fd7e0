using NotebookCourse.Accounting;

namespace NotebookCourse.Tests.Accounting;

public sealed class ModelConfigTests
{
    private const string Small = """
        { "model_type": "deepseek_v3", "vocab_size": 97, "hidden_size": 64, "intermediate_size": 96, "moe_intermediate_size": 24,
          "num_hidden_layers": 3, "num_attention_heads": 4, "n_shared_experts": 1, "n_routed_experts": 16, "num_experts_per_tok": 4,
          "n_group": 4, "topk_group": 2, "topk_method": "noaux_tc", "scoring_func": "sigmoid", "norm_topk_prob": true,
          "routed_scaling_factor": 2.5, "first_k_dense_replace": 1, "q_lora_rank": 24, "kv_lora_rank": 16, "qk_nope_head_dim": 12,
          "qk_rope_head_dim": 8, "v_head_dim": 10, "max_position_embeddings": 64, "rope_scaling": null }
        """;

    public static TheoryData<string> DeepSeekPresets => [.. ModelConfig.Presets.Where(preset => preset.Family == ModelFamily.DeepSeek).Select(preset => preset.Name)];

    [Fact]
    public void A_config_json_becomes_the_preset_it_describes()
        => Assert.Equal(ModelConfig.TinyDeepSeekV3 with { Name = "model" }, ModelConfigJson.Parse(Small));

    [Theory]
    [MemberData(nameof(DeepSeekPresets))]
    public void What_is_written_reads_back_the_same(string name)
    {
        ModelConfig config = ModelConfig.Preset(name);
        Assert.Equal(config, ModelConfigJson.Parse(ModelConfigJsonWriter.Write(config), config.Name));
    }

    [Fact]
    public void Every_preset_is_consistent() => Assert.All(ModelConfig.Presets, preset => Assert.Same(preset, preset.Validated()));

    [Theory]
    [InlineData("\"q_lora_rank\": 24", "\"q_lora_rank\": null")]
    [InlineData("\"q_lora_rank\": 24", "\"q_lora_rank\": 0")]
    public void No_query_compression_is_null_or_zero(string from, string to)
        => Assert.Null(ModelConfigJson.Parse(Small.Replace(from, to)).Latent!.QueryRank);

    [Fact]
    public void Fields_that_repeat_others_may_be_there()
        => Assert.Equal(ModelConfigJson.Parse(Small), ModelConfigJson.Parse(Small.Replace(
            "\"vocab_size\": 97", "\"vocab_size\": 97, \"rope_interleave\": true, \"qk_head_dim\": 20, \"num_local_experts\": 16, \"head_dim\": 8")));

    [Fact]
    public void A_model_without_experts_needs_none_of_their_fields()
    {
        ModelConfig dense = ModelConfigJson.Parse(Small.Replace("\"n_routed_experts\": 16", "\"n_routed_experts\": null"));
        Assert.Null(dense.Experts);
        Assert.False(dense.IsExpertLayer(2));
    }

    [Theory]
    [InlineData(1, 1, "0111")]
    [InlineData(0, 2, "1010")]
    [InlineData(9, 1, "0000")]
    [InlineData(0, 1, "1111")]
    public void Expert_layers_follow_first_and_interval(int first, int interval, string expected)
    {
        ModelConfig config = ModelConfig.TinyDeepSeekV3 with { Experts = ModelConfig.TinyDeepSeekV3.Experts! with { DenseLayersFirst = first, LayerInterval = interval } };
        Assert.Equal(expected, string.Concat(Enumerable.Range(0, 4).Select(layer => config.IsExpertLayer(layer) ? '1' : '0')));
    }

    [Theory]
    [InlineData("\"vocab_size\": 97", "\"vocab_size\": \"many\"", "vocab_size", "many", "whole number")]
    [InlineData("\"vocab_size\": 97", "\"vocab_size\": 9.5", "vocab_size", "9.5", "whole number")]
    [InlineData("\"vocab_size\": 97,", "", "vocab_size", "missing", "whole number")]
    [InlineData("\"vocab_size\": 97", "\"vocab_size\": 0", "vocab_size", "0", "1 or more")]
    [InlineData("sigmoid", "tanh", "scoring_func", "tanh", "softmax or sigmoid")]
    [InlineData("noaux_tc", "random", "topk_method", "random", "noaux_tc")]
    [InlineData("\"n_group\": 4", "\"n_group\": 5", "n_group", "16", "multiple")]
    [InlineData("\"topk_group\": 2", "\"topk_group\": 5", "topk_group", "5", "1 to n_group")]
    [InlineData("\"num_experts_per_tok\": 4", "\"num_experts_per_tok\": 9", "num_experts_per_tok", "9", "8 to choose from")]
    [InlineData("\"qk_rope_head_dim\": 8", "\"qk_rope_head_dim\": 7", "qk_rope_head_dim", "7", "even")]
    [InlineData("\"rope_scaling\": null", "\"rope_scaling\": {\"type\": \"linear\", \"factor\": 2}", "rope_scaling.type", "linear", "yarn")]
    [InlineData("\"rope_scaling\": null", "\"logit_cap\": 30", "logit_cap", "30", "not known")]
    [InlineData("deepseek_v3", "gpt_oss", "model_type", "gpt_oss", "deepseek_v2")]
    [InlineData("\"vocab_size\": 97", "\"vocab_size\": 97, \"hidden_act\": \"relu\"", "hidden_act", "relu", "silu")]
    [InlineData("\"vocab_size\": 97", "\"vocab_size\": 97, \"rope_interleave\": false", "rope_interleave", "false", "neighbours")]
    [InlineData("\"vocab_size\": 97", "\"vocab_size\": 97, \"qk_head_dim\": 24", "qk_head_dim", "24", "20, which is qk_nope_head_dim + qk_rope_head_dim")]
    [InlineData("\"vocab_size\": 97", "\"vocab_size\": 97, \"num_local_experts\": 8", "num_local_experts", "8", "16, which is n_routed_experts")]
    [InlineData("\"vocab_size\": 97", "\"vocab_size\": 97, \"quantization_config\": {\"quant_method\": \"fp8\", \"weight_block_size\": [\"a\", \"b\"]}", "quantization_config.weight_block_size", "[\"a\", \"b\"]", "two whole numbers")]
    [InlineData("\"vocab_size\": 97", "\"vocab_size\": 97, \"vocab_size\": 98", "vocab_size", "stands twice", "which of the two")]
    [InlineData("\"vocab_size\": 97", "\"vocab_size\": 97, \"\\ud800\": 1", "config.json", "line 1", "surrogate")]
    [InlineData("\"hidden_size\": 64", "\"hidden_size\": 2147483647", "hidden_size", "2,147,483,647", "too large to count")]
    [InlineData("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 1000000000", "num_hidden_layers", "1,000,000,000", "too large to count")]
    [InlineData("\"vocab_size\": 97", "\"vocab_size\": 97, \"num_nextn_predict_layers\": 1000000000", "num_nextn_predict_layers", "1,000,000,000", "0 to 100,000")]
    [InlineData("\"qk_rope_head_dim\": 8", "\"qk_rope_head_dim\": 1073741824", "qk_rope_head_dim", "1,073,741,824", "too large to count")]
    public void A_wrong_field_is_named_with_its_value_and_what_was_expected(string from, string to, string field, string value, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => ModelConfigJson.Parse(Small.Replace(from, to)));
        Assert.Contains(field, error.Message);
        Assert.Contains(value, error.Message);
        Assert.Contains(expected, error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1, 2]")]
    public void What_is_no_JSON_object_is_refused(string text)
        => Assert.Contains("config.json", Assert.Throws<InvalidDataException>(() => ModelConfigJson.Parse(text)).Message);

    [Fact]
    public void Sizes_that_are_large_together_are_too_large_to_count()
    {
        string json = Small.Replace("\"hidden_size\": 64", "\"hidden_size\": 16000000").Replace("\"moe_intermediate_size\": 24", "\"moe_intermediate_size\": 16000000");
        Assert.Contains("too large to count", Assert.Throws<ArgumentException>(() => ParameterCount.Of(ModelConfigJson.Parse(json))).Message);
    }

    [Fact]
    public void A_missing_file_says_where_it_was_looked_for()
        => Assert.Contains("nowhere", Assert.Throws<FileNotFoundException>(() => ModelConfigJson.Load("nowhere")).Message);

    [Fact]
    public void Yarn_works_only_beyond_the_original_length()
    {
        var yarn = new RotaryConfig { Yarn = new() { Factor = 40, OriginalPositions = 64 } };
        Assert.False((ModelConfig.TinyDeepSeekV3 with { Rotary = yarn }).UsesYarn);
        Assert.True((ModelConfig.TinyDeepSeekV3 with { Rotary = yarn, MaxPositions = 65 }).UsesYarn);
    }

    [Fact]
    public void Llama_and_Qwen_can_be_read_for_counting()
    {
        const string json = """{ "model_type": "MODEL", "vocab_size": 1000, "hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 2, "num_attention_heads": 8, "num_key_value_heads": 2 }""";
        ModelConfig llama = ModelConfigJson.Parse(json.Replace("MODEL", "llama")), qwen = ModelConfigJson.Parse(json.Replace("MODEL", "qwen2"));
        Assert.Equal((8, 2, 8, false), (llama.HeadSize, llama.KeyValueHeadCount, llama.HeadCount, llama.AttentionInputBias));
        Assert.Equal((true, false), (qwen.AttentionInputBias, qwen.AttentionOutputBias));
    }

    [Fact]
    public void A_preset_is_found_whatever_its_spelling_and_an_unknown_one_lists_all()
    {
        Assert.Same(ModelConfig.DeepSeekV3, ModelConfig.Preset("deepseekv3"));
        Assert.Contains("Qwen2.5-72B", Assert.Throws<ArgumentException>(() => ModelConfig.Preset("gpt-9")).Message);
    }
}
