using NotebookCourse.Accounting;
using NotebookCourse.Attention;
using NotebookCourse.Layers;
using NotebookCourse.Routing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookCourse.Models;

/// <summary>DeepSeek-V2, V3, and anything of their kind that a <see cref="ModelConfig"/> can describe.</summary>
/// <remarks>
/// DeepSeek-V3 report (arXiv 2412.19437), section 2. Agrees with DeepSeek's <c>inference/model.py</c> to float32 rounding.
/// Parameters are named as in the published checkpoints, <c>model.layers.0.self_attn.q_a_proj.weight</c> and so on.
/// </remarks>
public sealed class DeepSeekModel : LanguageModel
{
    private readonly Linear? _head;

    /// <summary>Fresh weights. Seed with <c>torch.manual_seed</c> for the same weights again.</summary>
    /// <param name="config">The model.</param>
    /// <param name="initialStandardDeviation">Of all matrices; V3 was trained from 0.006, small models learn faster from 0.02.</param>
    /// <param name="device">Where the weights live; null for the default. On the meta device a model has shapes and no weights.</param>
    /// <exception cref="ArgumentException">The configuration is inconsistent, or of a family without latent attention.</exception>
    public DeepSeekModel(ModelConfig config, double initialStandardDeviation = 0.02, Device? device = null)
        : base(nameof(DeepSeekModel), config.VocabularySize, config.MaxPositions)
    {
        Config = config.Validated();
        Decoder = new DeepSeekDecoder(config, device);
        register_module("model", Decoder);
        if (!config.TieWordEmbeddings)
        {
            _head = nn.Linear(config.HiddenSize, config.VocabularySize, hasBias: false, device: device);
            register_module("lm_head", _head);
        }

        Initialization.Normal(this, initialStandardDeviation);
    }

    /// <summary>The model's shape.</summary>
    public ModelConfig Config { get; }

    /// <summary>Everything before the output head.</summary>
    public DeepSeekDecoder Decoder { get; }

    /// <summary>The routers, in the order of their layers; the routers of prediction modules are not among them.</summary>
    public IEnumerable<Router> Routers => Decoder.Layers.Where(layer => layer.Experts is not null).Select(layer => layer.Experts!.Router);

    /// <inheritdoc/>
    public override ModelCache NewCache(LatentForm form = LatentForm.Absorbed)
        => new([.. Decoder.Layers.Select(_ => MultiHeadLatentAttention.NewCache(form))]);

    /// <inheritdoc/>
    public override Tensor forward(Tensor tokens, ForwardOptions options)
    {
        long start = Start(tokens, options);
        using var scope = NewDisposeScope();
        Tensor hidden = Decoder.forward(tokens, start, options);                                   // [batch, position, hidden]
        if (options.LastPositionOnly)
            hidden = hidden.narrow(1, hidden.shape[1] - 1, 1);
        return options.Probe.Show("logits", Head(hidden)).MoveToOuterDisposeScope();
    }

    /// <summary>The output head: from a normalised vector to the next token's logits.</summary>
    /// <param name="hidden">[..., hidden].</param>
    /// <returns>[..., vocabulary].</returns>
    public Tensor Head(Tensor hidden)
    {
        Shape.RequireLast(hidden, "The output head's input", Config.HiddenSize);
        using var scope = NewDisposeScope();
        Tensor logits = _head is null ? MatrixProducts.Linear(hidden, Decoder.Embedding.weight!) : _head.Product(hidden);
        return logits.MoveToOuterDisposeScope();
    }
}
