using NotebookCourse.Accounting;
using NotebookCourse.Attention;
using NotebookCourse.Layers;
using NotebookCourse.Models;
using NotebookCourse.Routing;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Models;

/// <summary>DeepSeek-V3 in its real size, on torch's meta device: shapes without memory.</summary>
[Collection(OneTorch.Name)]
public sealed class RealSizeTests
{
    private static readonly ModelConfig V3 = ModelConfig.DeepSeekV3;

    [Fact]
    public void The_parts_have_the_published_shapes()
    {
        using var scope = NewDisposeScope();
        using var dense = new DeepSeekLayer(V3, 0, META);
        using var router = new Router(V3.HiddenSize, V3.Experts!, META);
        using var expert = new SwiGlu(V3.HiddenSize, V3.Experts!.IntermediateSize, META);
        Assert.Equal(
            """
            self_attn.q_a_proj.weight [1536, 7168]
            self_attn.q_a_layernorm.weight [1536]
            self_attn.q_b_proj.weight [24576, 1536]
            self_attn.kv_a_proj_with_mqa.weight [576, 7168]
            self_attn.kv_a_layernorm.weight [512]
            self_attn.kv_b_proj.weight [32768, 512]
            self_attn.o_proj.weight [7168, 16384]
            mlp.gate_proj.weight [18432, 7168]
            mlp.up_proj.weight [18432, 7168]
            mlp.down_proj.weight [7168, 18432]
            input_layernorm.weight [7168]
            post_attention_layernorm.weight [7168]
            """, string.Join('\n', dense.state_dict().Select(pair => $"{pair.Key} {Shape.Of(pair.Value)}")));
        Assert.Equal("[256, 7168]", Shape.Of(router.Weight));
        Assert.Equal("[2048, 7168] [2048, 7168] [7168, 2048]", string.Join(' ', expert.parameters().Select(Shape.Of)));
    }

    [Fact]
    public void A_dense_layer_maps_4096_positions_to_4096_positions_in_both_forms()
    {
        using var scope = NewDisposeScope();
        using var layer = new DeepSeekLayer(V3, 0, META);
        using Tensor input = zeros(1, 4096, V3.HiddenSize, device: META);
        foreach (LatentForm form in Enum.GetValues<LatentForm>())
        {
            var shapes = new List<string>();
            ForwardOptions options = new() { Form = form, Probe = Note };
            Assert.Equal("[1, 4096, 7168]", Shape.Of(layer.forward(input, null, options)));
            Assert.Equal(["layers.0.self_attn.weights [1, 128, 4096, 4096]", "layers.0.self_attn.heads [1, 4096, 128, 128]"], shapes[..2]);

            Tensor Note(string name, Tensor value)
            {
                shapes.Add($"{name} {Shape.Of(value)}");
                return value;
            }
        }
    }

    [Fact]
    public void The_cache_takes_576_numbers_a_token_and_layer_where_naive_attention_takes_40960()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var attention = new MultiHeadLatentAttention(V3, META);
        using Tensor input = zeros(1, 10, V3.HiddenSize, device: META);
        foreach (var (form, numbers) in new[] { (LatentForm.Absorbed, 576), (LatentForm.Naive, 128 * (192 + 128)) })
        {
            using LayerCache cache = MultiHeadLatentAttention.NewCache(form);
            attention.forward(input, new() { Cache = cache, Probe = (_, value) => value }); // the fused kernel knows no meta tensors
            Assert.Equal(10 * numbers * sizeof(float), cache.Bytes);
        }
    }

    [Fact]
    public void The_router_sends_every_token_to_8_of_256()
    {
        using var scope = NewDisposeScope();
        using var router = new Router(V3.HiddenSize, V3.Experts!, META);
        RoutingDecision decision = router.Decide(zeros(100, V3.HiddenSize, device: META));
        Assert.Equal("[100, 256] [100, 8] [100, 8]", $"{Shape.Of(decision.Affinities)} {Shape.Of(decision.Experts)} {Shape.Of(decision.Gates)}");
    }
}
