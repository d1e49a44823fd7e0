using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookCourse.Training;

/// <summary>AdamW line by line, as the paper has it: for reading, and to hold <see cref="FusedAdamW"/> to.</summary>
/// <param name="parameters">Names and trainable parameters.</param>
/// <param name="options">The constants.</param>
public sealed class ReadableAdamW(IEnumerable<(string Name, Parameter Parameter)> parameters, AdamWOptions options) : AdamW(parameters, options)
{
    private protected override void Update(double rate, bool[] rests)
    {
        double correction1 = 1 - Math.Pow(Options.Beta1, StepCount), correction2 = 1 - Math.Pow(Options.Beta2, StepCount);
        for (int i = 0; i < Parameters.Length; i++)
        {
            if (rests[i])
                continue;
            (Tensor weight, Tensor gradient, Tensor m, Tensor v) = (Parameters[i], Gradients[i], FirstMoments[i], SecondMoments[i]);
            if (Decays(weight))
                weight.mul_(1 - rate * Options.WeightDecay);
            m.mul_(Options.Beta1).add_(gradient * (1 - Options.Beta1));
            v.mul_(Options.Beta2).add_(gradient * gradient * (1 - Options.Beta2));
            Tensor step = m / correction1 / ((v / correction2).sqrt() + Options.Epsilon);
            weight.sub_(step * rate);
        }
    }
}
