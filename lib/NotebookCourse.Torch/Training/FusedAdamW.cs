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
        _matrices = GroupOf(i => Decays(Parameters[i]));
        _vectors = GroupOf(i => !Decays(Parameters[i]));
    }

    private protected override void Update(double rate, bool[] rests)
    {
        _count.fill_(StepCount);
        bool all = !rests.Contains(true); // nearly always: then the lists are those made once
        (all ? _matrices : GroupOf(i => Decays(Parameters[i]) && !rests[i])).Update(rate, Options, Options.WeightDecay);
        (all ? _vectors : GroupOf(i => !Decays(Parameters[i]) && !rests[i])).Update(rate, Options, decay: 0);
    }

    private protected override void DisposeMore() => _count.Dispose();

    private Group GroupOf(Func<int, bool> belongs)
    {
        int[] members = [.. Enumerable.Range(0, Parameters.Length).Where(belongs)];
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
