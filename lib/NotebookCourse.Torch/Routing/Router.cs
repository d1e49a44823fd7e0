using NotebookCourse.Accounting;
using NotebookCourse.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookCourse.Routing;

/// <summary>One direction in hidden space per expert: the closer a token points that way, the better the expert's score. In V3 a bias per expert corrects the choice.</summary>
/// <remarks>Computes in float32 whatever the input's type, as DeepSeek does. Named <c>gate</c> in checkpoints.</remarks>
public sealed class Router : NamedModule
{
    private const string BiasName = "e_score_correction_bias";
    private readonly long _hiddenSize;

    /// <summary>Fresh weights; a correction bias of zeros where the variant has one.</summary>
    /// <param name="hiddenSize">Width of a token's vector. Range: at least 1.</param>
    /// <param name="config">The experts and the variant.</param>
    /// <param name="device">Where the weights live; null for the default.</param>
    /// <exception cref="ArgumentException">A field is out of range, or two contradict each other.</exception>
    public Router(long hiddenSize, ExpertsConfig config, Device? device = null) : base(nameof(Router))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenSize, 1);
        config.Validate();
        (_hiddenSize, Config) = (hiddenSize, config);
        using Tensor drawn = randn(config.RoutedCount, hiddenSize, device: device);
        register_parameter("weight", new Parameter(drawn / Math.Sqrt(hiddenSize)));
        if (config.HasCorrectionBias)
            register_buffer(BiasName, zeros(config.RoutedCount, device: device));
    }

    /// <summary>The experts and the variant.</summary>
    public ExpertsConfig Config { get; }

    /// <summary>One direction per expert (e_i): [expert, hidden].</summary>
    public Parameter Weight => get_parameter("weight")!;

    /// <summary>Takes part in choosing only, and is moved by <see cref="BiasUpdate"/>, not by gradients: [expert]; null in variants without.</summary>
    public Tensor? CorrectionBias => Config.HasCorrectionBias ? get_buffer(BiasName) : null;

    /// <summary>
    /// The bias stays float32 (or float64) when the model goes to a smaller type: <see cref="BiasUpdate"/> moves it by thousandths, which
    /// BF16 loses beside one half.
    /// </summary>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        Tensor? wide = dtype is ScalarType.BFloat16 or ScalarType.Float16 ? CorrectionBias?.clone().DetachFromDisposeScope() : null;
        base._toEpilog(dtype, device, non_blocking);
        if (wide is null)
            return;
        CorrectionBias!.Dispose();
        ConditionallyRegisterBuffer(BiasName, device is null ? wide : wide.to(device, disposeAfter: true).DetachFromDisposeScope());
    }

    /// <summary>The raw outputs.</summary>
    /// <param name="input">[token, hidden].</param>
    /// <returns>[token, expert].</returns>
    public override Tensor forward(Tensor input)
    {
        Shape.Require(input, "The router's input", Shape.Any, _hiddenSize);
        using var scope = NewDisposeScope();
        bool half = input.dtype is ScalarType.BFloat16 or ScalarType.Float16;
        Tensor logits = half
            ? nn.functional.linear(input.to(ScalarType.Float32), Weight.to(ScalarType.Float32))
            : nn.functional.linear(input, Weight);
        return logits.MoveToOuterDisposeScope();
    }

    /// <summary>Scores every expert for every token, and chooses.</summary>
    /// <param name="input">[token, hidden].</param>
    public RoutingDecision Decide(Tensor input)
    {
        using Tensor logits = forward(input);
        return ExpertChoice.Decide(logits, Config, CorrectionBias);
    }
}
