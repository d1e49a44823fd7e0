using NotebookCourse.Accounting;
using NotebookCourse.Attention;
using NotebookCourse.Layers;
using NotebookCourse.Routing;
using static TorchSharp.torch;

namespace NotebookCourse.Models;

/// <summary>One block: attention, then a feed-forward part, dense or of experts; each adds to the residual stream.</summary>
public sealed class DeepSeekLayer : NamedModule
{
    private readonly int _number;
    private readonly RmsNorm _attentionNorm, _feedForwardNorm;

    /// <summary>Fresh weights.</summary>
    /// <param name="config">The model.</param>
    /// <param name="layer">The block's number from 0; decides whether its feed-forward part is dense or experts.</param>
    /// <param name="device">Where the weights live; null for the default.</param>
    public DeepSeekLayer(ModelConfig config, int layer, Device? device = null) : base(nameof(DeepSeekLayer))
    {
        _number = layer;
        Attention = new MultiHeadLatentAttention(config, device);
        if (config.IsExpertLayer(layer))
            Experts = new MixtureOfExperts(config.HiddenSize, config.Experts!, device);
        else
            Dense = new SwiGlu(config.HiddenSize, config.IntermediateSize, device);
        _attentionNorm = new RmsNorm(config.HiddenSize, config.NormEpsilon, device);
        _feedForwardNorm = new RmsNorm(config.HiddenSize, config.NormEpsilon, device);
        register_module("self_attn", Attention);
        register_module("mlp", (nn.Module?)Experts ?? Dense!);
        register_module("input_layernorm", _attentionNorm);
        register_module("post_attention_layernorm", _feedForwardNorm);
    }

    /// <summary>The attention.</summary>
    public MultiHeadLatentAttention Attention { get; }

    /// <summary>The feed-forward part, where it is a mixture of experts; else null.</summary>
    public MixtureOfExperts? Experts { get; }

    /// <summary>The feed-forward part, where it is dense; else null.</summary>
    public SwiGlu? Dense { get; }

    /// <summary>The block without positions or cache.</summary>
    /// <param name="input">[batch, position, hidden].</param>
    /// <returns>[batch, position, hidden].</returns>
    public override Tensor forward(Tensor input) => forward(input, null, new ForwardOptions());

    /// <summary>The block.</summary>
    /// <param name="input">[batch, position, hidden].</param>
    /// <param name="angles">For the input's positions; null for none.</param>
    /// <param name="options">Cache, mask, probe. The probe sees <c>layers.N.self_attn.output</c>, <c>layers.N.mlp.output</c> and <c>layers.N.output</c>.</param>
    /// <returns>[batch, position, hidden].</returns>
    public Tensor forward(Tensor input, RotaryAngles? angles, ForwardOptions options)
    {
        using var scope = NewDisposeScope();
        Probe? probe = options.Probe.Within($"layers.{_number}");
        Tensor x = input;
        x = x + probe.Show("self_attn.output", Attention.forward(_attentionNorm.forward(x), options.Attention(angles, _number)));
        x = x + probe.Show("mlp.output", FeedForward(_feedForwardNorm.forward(x), options, probe));
        return probe.Show("output", x).MoveToOuterDisposeScope();
    }

    private Tensor FeedForward(Tensor input, ForwardOptions options, Probe? probe)
        => Experts is null ? Dense!.forward(input) : Experts.forward(input, options.Routing, probe);
}
