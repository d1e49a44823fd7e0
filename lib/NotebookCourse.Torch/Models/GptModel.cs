using NotebookCourse.Attention;
using NotebookCourse.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookCourse.Models;

/// <summary>A GPT: embed, a stack of blocks, a norm, an output head. Everything else is a choice in its <see cref="GptConfig"/>.</summary>
/// <remarks>Radford et al. 2019 (GPT-2); with the choices of <see cref="GptConfig.Modern"/>, Llama's dense architecture.</remarks>
public sealed class GptModel : LanguageModel
{
    private readonly Embedding _embedding;
    private readonly Embedding? _positions;
    private readonly RotaryEmbedding? _rotary;
    private readonly nn.Module<Tensor, Tensor> _norm;
    private readonly Linear? _head;

    /// <summary>Fresh weights, as GPT-2 draws them. Seed with <c>torch.manual_seed</c> for the same weights again.</summary>
    /// <param name="config">The model.</param>
    /// <param name="initialStandardDeviation">Of all matrices.</param>
    /// <exception cref="ArgumentException">The configuration is inconsistent.</exception>
    public GptModel(GptConfig config, double initialStandardDeviation = 0.02)
        : base(nameof(GptModel), config.VocabularySize, config.MaxPositions)
    {
        Config = config.Validated();
        _embedding = nn.Embedding(config.VocabularySize, config.HiddenSize);
        register_module("embed_tokens", _embedding);
        if (config.Positions == GptPositions.Learned)
            register_module("embed_positions", _positions = nn.Embedding(config.MaxPositions, config.HiddenSize));
        if (config.Positions == GptPositions.Rotary)
            _rotary = new RotaryEmbedding(config.HiddenSize / config.HeadCount, config.RotaryTheta);
        Blocks = [.. Enumerable.Range(0, config.LayerCount).Select(layer => new GptBlock(config, layer))];
        register_module("layers", new ModuleList<GptBlock>([.. Blocks]));
        register_module("norm", _norm = GptBlock.NewNorm(config));
        if (!config.TieWordEmbeddings)
            register_module("lm_head", _head = nn.Linear(config.HiddenSize, config.VocabularySize, hasBias: false));
        Initialization.Normal(this, initialStandardDeviation, config.LayerCount);
    }

    /// <summary>The model's shape.</summary>
    public GptConfig Config { get; }

    /// <summary>The blocks, in order.</summary>
    public IReadOnlyList<GptBlock> Blocks { get; }

    /// <inheritdoc/>
    public override ModelCache NewCache(LatentForm form = LatentForm.Absorbed)
        => new([.. Blocks.Select(_ => GroupedQueryAttention.NewCache())]);

    /// <inheritdoc/>
    public override Tensor forward(Tensor tokens, ForwardOptions options)
    {
        long start = Start(tokens, options), length = tokens.shape[1];
        using var scope = NewDisposeScope();
        using RotaryAngles? angles = _rotary?.Angles(start, length);
        Tensor hidden = _embedding.forward(tokens);                                                // [batch, position, hidden]
        if (_positions is not null)
            hidden = hidden + _positions.forward(arange(start, start + length));
        if (training && Config.Dropout > 0)
            hidden = nn.functional.dropout(hidden, Config.Dropout, training: true);
        hidden = options.Probe.Show("embedding.output", hidden);
        foreach (GptBlock block in options.Ordered(Blocks))
            hidden = block.forward(hidden, angles, options);
        if (options.LastPositionOnly)
            hidden = hidden.narrow(1, length - 1, 1);
        hidden = options.Probe.Show("final_norm.output", _norm.forward(hidden));
        return options.Probe.Show("logits", Head(hidden)).MoveToOuterDisposeScope();
    }

    /// <summary>The final norm alone, for reading the residual stream before its end ("logit lens").</summary>
    /// <param name="hidden">[..., hidden].</param>
    /// <returns>[..., hidden].</returns>
    public Tensor Normalised(Tensor hidden) => _norm.forward(hidden);

    /// <summary>The output head: from a normalised vector to the next token's logits.</summary>
    /// <param name="hidden">[..., hidden].</param>
    /// <returns>[..., vocabulary].</returns>
    public Tensor Head(Tensor hidden)
    {
        Shape.RequireLast(hidden, "The output head's input", Config.HiddenSize);
        using var scope = NewDisposeScope();
        Tensor logits = _head is null ? MatrixProducts.Linear(hidden, _embedding.weight!) : _head.Product(hidden);
        return logits.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _rotary?.Dispose();
        base.Dispose(disposing);
    }
}
