using NotebookCourse.Accounting;
using NotebookCourse.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookCourse.Models;

/// <summary>
/// Guesses one token further ahead: takes what the model thought at a position, is told the token that came next, and thinks on with one more block.
/// </summary>
/// <remarks>
/// DeepSeek-V3 report, section 2.2, equations 21-23. Embedding and output head are the main model's. The projection's input is the embedding first, then the
/// hidden vector: the order of the published weights (<c>eh_proj</c>), which is the other way round in equation 21.
/// </remarks>
public sealed class MultiTokenPrediction : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly long _hiddenSize;
    private readonly RmsNorm _embeddingNorm, _hiddenNorm, _outputNorm;
    private readonly Linear _projection;
    private readonly DeepSeekLayer _block;

    /// <summary>Fresh weights.</summary>
    /// <param name="config">The model.</param>
    /// <param name="layer">The module's number among the blocks: the number of main blocks, for the first.</param>
    /// <param name="device">Where the weights live; null for the default.</param>
    public MultiTokenPrediction(ModelConfig config, int layer, Device? device = null) : base(nameof(MultiTokenPrediction))
    {
        _hiddenSize = config.HiddenSize;
        _embeddingNorm = Norm("enorm", config, device);
        _hiddenNorm = Norm("hnorm", config, device);
        _projection = nn.Linear(2 * _hiddenSize, _hiddenSize, hasBias: false, device: device);
        register_module("eh_proj", _projection);
        _block = new DeepSeekLayer(config, layer, device);
        foreach (var (name, part) in _block.named_children())
            register_module(name, part);
        _outputNorm = new RmsNorm(config.HiddenSize, config.NormEpsilon, device);
        register_module("shared_head", new SharedHead(_outputNorm));
    }

    /// <summary>One step further, without positions.</summary>
    /// <param name="previous">What was thought at each position, [batch, position, hidden].</param>
    /// <param name="embedded">The embedding of the token that follows each, [batch, position, hidden].</param>
    /// <returns>[batch, position, hidden], before <see cref="Normalised"/>: the next module's <paramref name="previous"/>.</returns>
    public override Tensor forward(Tensor previous, Tensor embedded) => forward(previous, embedded, null);

    /// <summary>One step further: equations 21 and 22.</summary>
    /// <param name="previous">What was thought at each position, [batch, position, hidden].</param>
    /// <param name="embedded">The embedding of the token that follows each, [batch, position, hidden].</param>
    /// <param name="angles">For the positions; null for none.</param>
    /// <returns>[batch, position, hidden], before <see cref="Normalised"/>: the next module's <paramref name="previous"/>.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit; the message has both.</exception>
    public Tensor forward(Tensor previous, Tensor embedded, RotaryAngles? angles)
    {
        Shape.Require(previous, "The previous hidden state", Shape.Any, Shape.Any, _hiddenSize);
        Shape.Require(embedded, "The embedding of the next tokens", previous.shape);
        using var scope = NewDisposeScope();
        Tensor joined = cat([_embeddingNorm.forward(embedded), _hiddenNorm.forward(previous)], -1); // [batch, position, 2 * hidden]
        return _block.forward(_projection.Product(joined), angles, new ForwardOptions()).MoveToOuterDisposeScope();
    }

    /// <summary>Ready for the output head (equation 23).</summary>
    /// <param name="hidden">[batch, position, hidden].</param>
    /// <returns>[batch, position, hidden].</returns>
    public Tensor Normalised(Tensor hidden) => _outputNorm.forward(hidden);

    /// <summary>Does nothing: parts are registered where they are made (see <see cref="NamedModule"/>).</summary>
    protected override void RegisterComponents()
    {
    }

    private RmsNorm Norm(string name, ModelConfig config, Device? device)
    {
        var norm = new RmsNorm(config.HiddenSize, config.NormEpsilon, device);
        register_module(name, norm);
        return norm;
    }

    /// <summary>Gives the norm the name it has in checkpoints, <c>shared_head.norm</c>.</summary>
    private sealed class SharedHead : nn.Module
    {
        public SharedHead(RmsNorm norm) : base(nameof(SharedHead)) => register_module("norm", norm);
    }
}
