using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookCourse.Training;

/// <summary>AdamW in torch's fused kernel: every element is read and written once, all parameters in two calls.</summary>
public sealed class FusedAdamW : AdamW
{
    private readonly Group _matrices, _vectors;
    private readonly Tensor _count = zeros(1).DetachFromDisposeScope();

    /// <summary>Moments at 0 for these parameters.</summary>
    /// <param name="parameters">Names and trainable parameters.</param>
    /// <param name="options">The constants.</param>
    public FusedAdamW(IEnumerable<(string Name, Parameter Parameter)> parameters, AdamWOptions options) : base(parameters, options)
    {
        _matrices = GroupOf(Decays);
        _vectors = GroupOf(parameter => !Decays(parameter));
    }

    private protected override void Update(double rate)
    {
        _count.fill_(StepCount);
        _matrices.Update(rate, Options, Options.WeightDecay);
        _vectors.Update(rate, Options, decay: 0);
    }

    private protected override void DisposeMore() => _count.Dispose();

    private Group GroupOf(Func<Tensor, bool> belongs)
    {
        int[] members = [.. Enumerable.Range(0, Parameters.Length).Where(i => belongs(Parameters[i]))];
        return new Group(
            [.. members.Select(i => Parameters[i])],
            [.. members.Select(i => Gradients[i])],
            [.. members.Select(i => FirstMoments[i])],
            [.. members.Select(i => SecondMoments[i])],
            [.. members.Select(_ => _count)]);
    }

    private sealed record Group(Tensor[] Parameters, Tensor[] Gradients, Tensor[] First, Tensor[] Second, Tensor[] Counts)
    {
        public void Update(double rate, AdamWOptions options, double decay)
        {
            if (Parameters.Length > 0)
                TensorListKernels.AdamW(Parameters, Gradients, First, Second, Counts, rate, options, decay);
        }
    }
}
