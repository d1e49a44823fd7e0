using System.Text.Json.Nodes;
using NotebookCourse.Accounting;
using NotebookCourse.Layers;

namespace NotebookCourse.Tests.Accounting;

/// <summary>The same model as different tools write it: every one has the same count.</summary>
public sealed class ConfigShapesTests
{
    private const long Parameters = 142_280;

    private const string Older = """
        { "model_type": "deepseek_v3", "vocab_size": 97, "hidden_size": 64, "intermediate_size": 96, "moe_intermediate_size": 24,
          "num_hidden_layers": 3, "num_attention_heads": 4, "num_key_value_heads": 4, "n_shared_experts": 1, "n_routed_experts": 8,
          "num_experts_per_tok": 2, "n_group": 1, "topk_group": 1, "topk_method": "noaux_tc", "scoring_func": "sigmoid",
          "norm_topk_prob": true, "routed_scaling_factor": 2.5, "first_k_dense_replace": 1, "moe_layer_freq": 1, "q_lora_rank": 24,
          "kv_lora_rank": 16, "qk_nope_head_dim": 12, "qk_rope_head_dim": 8, "v_head_dim": 10, "hidden_act": "silu",
          "rms_norm_eps": 1e-06, "max_position_embeddings": 2048, "tie_word_embeddings": false, "num_nextn_predict_layers": 0,
          "rope_theta": 50000.0, "rope_scaling": { "type": "yarn", "factor": 40.0, "original_max_position_embeddings": 64, "beta_fast": 32,
          "beta_slow": 1, "mscale": 1.0, "mscale_all_dim": 1.0 } }
        """;

    [Fact]
    public void Rope_parameters_of_transformers_5_say_the_same_as_theta_and_scaling()
    {
        ModelConfig newer = Changed(json =>
        {
            var rope = json["rope_scaling"]!.DeepClone();
            rope["rope_type"] = "yarn";
            rope["rope_theta"] = 50_000;
            json["rope_parameters"] = rope;
            json.Remove("rope_scaling");
            json.Remove("rope_theta");
        });
        Assert.Equal(ModelConfigJson.Parse(Older), newer);
        Assert.Equal(Parameters, ParameterCount.Of(newer).Total);
        ModelConfig plain = Changed(json =>
        {
            json.Remove("rope_scaling");
            json["rope_parameters"] = new JsonObject { ["rope_type"] = "default", ["rope_theta"] = 50_000 };
        });
        Assert.Equal(new RotaryConfig { Theta = 50_000 }, plain.Rotary);
    }

    [Theory]
    [InlineData("{ \"rope_type\": \"yarn\", \"rope_theta\": 7, \"factor\": 2 }", "rope_theta", "50000")]
    [InlineData("{ \"rope_type\": \"llama3\", \"rope_theta\": 50000 }", "rope_parameters.rope_type", "llama3")]
    [InlineData("{ \"rope_type\": \"default\", \"partial_rotary_factor\": 0.5 }", "rope_parameters.partial_rotary_factor", "0.5")]
    [InlineData("{ \"rope_type\": \"yarn\", \"factor\": 2, \"attention_factor\": 3 }", "rope_parameters.attention_factor", "3")]
    [InlineData("[1]", "rope_parameters", "[1]")]
    public void Rope_parameters_that_say_something_else_are_named(string parameters, string field, string value)
    {
        var error = Assert.Throws<InvalidDataException>(() => Changed(json => json["rope_parameters"] = JsonNode.Parse(parameters)));
        Assert.Contains($"'{field}'", error.Message);
        Assert.Contains(value, error.Message);
    }

    [Theory]
    [InlineData("mlp_layer_types", "[\"dense\", \"sparse\", \"sparse\"]")]
    [InlineData("moe_layer_freq", "[0, 1, 1]")]
    public void Layers_with_experts_may_be_listed_one_by_one(string field, string list)
    {
        foreach (bool both in (bool[])[true, false])
        {
            ModelConfig listed = Changed(json =>
            {
                json.Remove("moe_layer_freq");
                if (!both)
                    json.Remove("first_k_dense_replace");
                json[field] = JsonNode.Parse(list);
            });
            Assert.Equal(ModelConfigJson.Parse(Older), listed);
        }
    }

    [Theory]
    [InlineData("mlp_layer_types", "[\"dense\", \"sparse\"]", "3, not 2")]
    [InlineData("mlp_layer_types", "[\"sparse\", \"dense\", \"dense\"]", "first_k_dense_replace")]
    [InlineData("mlp_layer_types", "[\"sparse\", \"sparse\", \"dense\"]", "dense layers first")]
    [InlineData("mlp_layer_types", "[\"dense\", \"wide\", \"sparse\"]", "\"dense\" and \"sparse\"")]
    [InlineData("moe_layer_freq", "[0, 2, 1]", "0 and 1")]
    [InlineData("moe_layer_freq", "[1, 1, 1]", "first_k_dense_replace")]
    public void Lists_that_do_not_fit_are_refused(string field, string list, string said) =>
        Assert.Contains(said, Assert.Throws<InvalidDataException>(() => Changed(json => json[field] = JsonNode.Parse(list))).Message);

    [Fact]
    public void Yarn_without_mscale_all_dim_scales_the_vectors_and_not_the_scores()
    {
        ModelConfig config = Changed(json => json["rope_scaling"] = JsonNode.Parse("{ \"type\": \"yarn\", \"factor\": 40, \"original_max_position_embeddings\": 64 }"));
        Assert.Equal(1.3689, Yarn.RotationScale(config), 1e-4);
        Assert.Equal(1 / Math.Sqrt(20), Yarn.AttentionScale(config), 1e-12);
    }

    [Fact]
    public void Kimi_K2_has_the_shape_of_DeepSeek_V3()
    {
        Assert.Equal(Parameters, ParameterCount.Of(Changed(json => json["model_type"] = "kimi_k2")).Total);
        ModelConfig published = Changed(json =>
        {
            json["model_type"] = "kimi_k2";
            foreach (var (field, value) in new (string, int)[] { ("vocab_size", 163_840), ("hidden_size", 7_168), ("intermediate_size", 18_432), ("moe_intermediate_size", 2_048), ("num_hidden_layers", 61), ("num_attention_heads", 64), ("num_key_value_heads", 64), ("n_routed_experts", 384), ("num_experts_per_tok", 8), ("q_lora_rank", 1_536), ("kv_lora_rank", 512), ("qk_nope_head_dim", 128), ("qk_rope_head_dim", 64), ("v_head_dim", 128) })
                json[field] = value;
        });
        Assert.Equal(1_026_408_232_448, ParameterCount.Of(published).Total);
    }

    [Theory]
    [InlineData("deepseek_v32")]
    [InlineData("glm_moe_dsa")]
    public void Sparse_attention_is_refused_by_the_field_that_is_not_counted(string type)
    {
        string said = Assert.Throws<InvalidDataException>(() => Changed(json => (json["model_type"], json["index_n_heads"]) = (type, 64))).Message;
        Assert.Contains("'index_n_heads' is 64", said);
    }

    [Theory]
    [InlineData("{ \"quant_method\": \"awq\", \"bits\": 4, \"group_size\": 128, \"zero_point\": true }", "awq")]
    [InlineData("{ \"quant_method\": \"gptq\", \"bits\": 4 }", "gptq")]
    [InlineData("{ \"quant_method\": \"compressed-tensors\", \"config_groups\": { \"group_0\": { \"weights\": { \"num_bits\": 4 } } } }", "compressed-tensors")]
    [InlineData("{ \"quant_method\": \"modelopt\", \"quant_algo\": \"NVFP4\" }", "modelopt")]
    [InlineData("{ \"quant_method\": \"fp8\", \"fmt\": \"e5m2\" }", "fp8, of another kind")]
    [InlineData("{ \"bits\": 4 }", "unnamed")]
    [InlineData("{ \"quant_method\": \"fp8\", \"weight_block_size\": [128, 128] }", "fp8")]
    public void How_weights_are_stored_changes_no_count(string quantization, string method)
    {
        ModelConfig config = Changed(json => json["quantization_config"] = JsonNode.Parse(quantization));
        Assert.Equal((Parameters, method, method == "fp8"), (ParameterCount.Of(config).Total, config.QuantizationMethod, config.Float8Weights));
    }

    [Fact]
    public void DeepSeeks_own_inference_files_are_read_by_their_keys()
    {
        const string small = """
            { "vocab_size": 97, "dim": 64, "inter_dim": 96, "moe_inter_dim": 24, "n_layers": 3, "n_dense_layers": 1, "n_heads": 4,
              "n_routed_experts": 8, "n_shared_experts": 1, "n_activated_experts": 2, "n_expert_groups": 1, "n_limited_groups": 1,
              "route_scale": 2.5, "score_func": "sigmoid", "q_lora_rank": 24, "kv_lora_rank": 16, "qk_nope_head_dim": 12,
              "qk_rope_head_dim": 8, "v_head_dim": 10, "dtype": "fp8" }
            """;
        Assert.Equal(Parameters, ParameterCount.Of(ModelConfigJson.Parse(small)).Total);
        const string published = """
            { "vocab_size": 129280, "dim": 7168, "inter_dim": 18432, "moe_inter_dim": 2048, "n_layers": 61, "n_dense_layers": 3, "n_heads": 128,
              "n_routed_experts": 256, "n_shared_experts": 1, "n_activated_experts": 8, "n_expert_groups": 8, "n_limited_groups": 4,
              "route_scale": 2.5, "score_func": "sigmoid", "q_lora_rank": 1536, "kv_lora_rank": 512, "qk_nope_head_dim": 128,
              "qk_rope_head_dim": 64, "v_head_dim": 128, "dtype": "fp8" }
            """;
        Assert.Equal(671_026_419_200, ParameterCount.Of(ModelConfigJson.Parse(published)).Total);
        const string lite = """
            { "vocab_size": 102400, "dim": 2048, "inter_dim": 10944, "moe_inter_dim": 1408, "n_layers": 27, "n_dense_layers": 1, "n_heads": 16,
              "n_routed_experts": 64, "n_shared_experts": 2, "n_activated_experts": 6, "route_scale": 1.0, "q_lora_rank": 0,
              "kv_lora_rank": 512, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128, "mscale": 0.707 }
            """;
        Assert.Equal(ParameterCount.Of(ModelConfig.Preset("DeepSeek-V2-Lite")).Total, ParameterCount.Of(ModelConfigJson.Parse(lite)).Total);
        Assert.Contains("'n_heads' is missing", Assert.Throws<InvalidDataException>(() => ModelConfigJson.Parse(small.Replace("\"n_heads\": 4,", ""))).Message);
        Assert.Contains("'warp_dim'", Assert.Throws<InvalidDataException>(() => ModelConfigJson.Parse(small.Replace("\"dim\": 64", "\"dim\": 64, \"warp_dim\": 3"))).Message);
    }

    [Fact]
    public void Mistral_is_counted_as_Llama()
    {
        const string json = """
            { "model_type": "mistral", "vocab_size": 32000, "hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32, "num_attention_heads": 32,
              "num_key_value_heads": 8, "hidden_act": "silu", "max_position_embeddings": 32768, "rms_norm_eps": 1e-05, "rope_theta": 10000.0,
              "sliding_window": 4096, "tie_word_embeddings": false }
            """;
        Assert.Equal(7_241_732_096, ParameterCount.Of(ModelConfigJson.Parse(json)).Total);
    }

    private static ModelConfig Changed(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(Older)!.AsObject();
        change(json);
        return ModelConfigJson.Parse(json.ToJsonString());
    }
}
