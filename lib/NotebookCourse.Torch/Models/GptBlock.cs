using NotebookCourse.Attention;
using NotebookCourse.Layers;
using static TorchSharp.torch;

namespace NotebookCourse.Models;

/// <summary>One block of a <see cref="GptModel"/>: attention, then a feed-forward part; each adds to the residual stream.</summary>
public sealed class GptBlock : NamedModule
{
    private readonly int _number;
    private readonly nn.Module<Tensor, Tensor> _attentionNorm, _feedForwardNorm;
    private readonly double _dropout;

    /// <summary>Fresh weights.</summary>
    /// <param name="config">The model.</param>
    /// <param name="layer">The block's number from 0.</param>
    public GptBlock(GptConfig config, int layer) : base(nameof(GptBlock))
    {
        _number = layer;
        long width = config.HiddenSize, inner = config.IntermediateSize ?? 4 * width;
        Attention = new GroupedQueryAttention(
            width, config.HeadCount, config.KeyValueHeadCount ?? config.HeadCount, width / config.HeadCount, config.Bias, config.Bias);
        FeedForward = config.FeedForward == GptFeedForward.SwiGlu ? new SwiGlu(width, inner) : new GeluMlp(width, inner, config.Bias);
        _attentionNorm = NewNorm(config);
        _feedForwardNorm = NewNorm(config);
        _dropout = config.Dropout;
        register_module("input_layernorm", _attentionNorm);
        register_module("self_attn", Attention);
        register_module("post_attention_layernorm", _feedForwardNorm);
        register_module("mlp", FeedForward);
    }

    /// <summary>The attention.</summary>
    public GroupedQueryAttention Attention { get; }

    /// <summary>The feed-forward part.</summary>
    public nn.Module<Tensor, Tensor> FeedForward { get; }

    /// <summary>The block without positions or cache.</summary>
    /// <param name="input">[batch, position, hidden].</param>
    /// <returns>[batch, position, hidden].</returns>
    public override Tensor forward(Tensor input) => forward(input, null, new ForwardOptions());

    /// <summary>The block.</summary>
    /// <param name="input">[batch, position, hidden].</param>
    /// <param name="angles">For rotary positions; else null.</param>
    /// <param name="options">Cache, mask, probe. The probe sees <c>layers.N.self_attn.output</c>, <c>layers.N.mlp.output</c> and <c>layers.N.output</c>.</param>
    /// <returns>[batch, position, hidden].</returns>
    public Tensor forward(Tensor input, RotaryAngles? angles, ForwardOptions options)
    {
        using var scope = NewDisposeScope();
        Probe? probe = options.Probe.Within($"layers.{_number}");
        Tensor x = input;
        x = x + probe.Show("self_attn.output", Dropped(Attention.forward(_attentionNorm.forward(x), options.Attention(angles, _number))));
        x = x + probe.Show("mlp.output", Dropped(FeedForward.forward(_feedForwardNorm.forward(x))));
        return probe.Show("output", x).MoveToOuterDisposeScope();
    }

    internal static nn.Module<Tensor, Tensor> NewNorm(GptConfig config) => config.Norm == GptNorm.Rms
        ? new RmsNorm(config.HiddenSize, config.NormEpsilon)
        : nn.LayerNorm(config.HiddenSize, config.NormEpsilon, bias: config.Bias);

    private Tensor Dropped(Tensor value) => training && _dropout > 0 ? nn.functional.dropout(value, _dropout, training: true) : value;
}
