using NotebookCourse.Accounting;
using NotebookCourse.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookCourse.Models;

/// <summary>The model without its output head: tokens in, one vector a position out. Named <c>model</c> in checkpoints.</summary>
public sealed class DeepSeekDecoder : NamedModule
{
    private readonly RotaryEmbedding _rotary;
    private readonly RmsNorm _norm;

    /// <summary>Fresh weights.</summary>
    /// <param name="config">The model.</param>
    /// <param name="device">Where the weights live; null for the default.</param>
    public DeepSeekDecoder(ModelConfig config, Device? device = null) : base(nameof(DeepSeekDecoder))
    {
        Embedding = nn.Embedding(config.VocabularySize, config.HiddenSize, device: device);
        Layers = [.. Enumerable.Range(0, config.LayerCount).Select(layer => new DeepSeekLayer(config, layer, device))];
        Predictions = [.. Enumerable.Range(config.LayerCount, config.PredictionLayerCount).Select(layer => new MultiTokenPrediction(config, layer, device))];
        _norm = new RmsNorm(config.HiddenSize, config.NormEpsilon, device);
        _rotary = new RotaryEmbedding(config);
        register_module("embed_tokens", Embedding);
        register_module("layers", new ModuleList<nn.Module>([.. Layers, .. Predictions]));
        register_module("norm", _norm);
    }

    /// <summary>One row a token: [vocabulary, hidden].</summary>
    public Embedding Embedding { get; }

    /// <summary>The blocks, in order.</summary>
    public IReadOnlyList<DeepSeekLayer> Layers { get; }

    /// <summary>The multi-token-prediction modules; checkpoints number them on from the last block.</summary>
    public IReadOnlyList<MultiTokenPrediction> Predictions { get; }

    /// <summary>Reads from the start.</summary>
    /// <param name="tokens">Int64 [batch, position].</param>
    /// <returns>[batch, position, hidden], normalised.</returns>
    public override Tensor forward(Tensor tokens) => forward(tokens, 0, new ForwardOptions());

    /// <summary>Reads.</summary>
    /// <param name="tokens">Int64 [batch, position].</param>
    /// <param name="start">Position of the first token.</param>
    /// <param name="options">Cache, mask, probe. The probe sees <c>embedding.output</c>, what the layers show, and <c>final_norm.output</c>.</param>
    /// <returns>[batch, position, hidden], normalised.</returns>
    public Tensor forward(Tensor tokens, long start, ForwardOptions options)
    {
        using var scope = NewDisposeScope();
        Shape.Require(tokens, "The tokens", Shape.Any, Shape.Any);
        Shape.RequireIds(tokens, "The token tensor", Embedding.weight!.shape[0]);
        using RotaryAngles angles = Angles(start, tokens.shape[1]);
        Tensor hidden = options.Probe.Show("embedding.output", Embedding.forward(tokens));         // [batch, position, hidden]
        foreach (DeepSeekLayer layer in options.Ordered(Layers))
            hidden = layer.forward(hidden, angles, options);
        return options.Probe.Show("final_norm.output", _norm.forward(hidden)).MoveToOuterDisposeScope();
    }

    /// <summary>The final norm alone, for reading the residual stream before its end ("logit lens").</summary>
    /// <param name="hidden">[..., hidden].</param>
    /// <returns>[..., hidden].</returns>
    public Tensor Normalised(Tensor hidden) => _norm.forward(hidden);

    /// <summary>The rotary angles for consecutive positions, on the model's device.</summary>
    /// <param name="start">First position.</param>
    /// <param name="length">How many.</param>
    public RotaryAngles Angles(long start, long length)
    {
        using var scope = NewDisposeScope();
        RotaryAngles angles = _rotary.Angles(start, length);
        Device device = Embedding.weight!.device;
        if (device.type != DeviceType.CPU)
            angles = new RotaryAngles(angles.Cosine.to(device), angles.Sine.to(device));
        return new RotaryAngles(angles.Cosine.MoveToOuterDisposeScope(), angles.Sine.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _rotary.Dispose();
        base.Dispose(disposing);
    }
}
