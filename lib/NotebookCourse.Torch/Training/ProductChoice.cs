using System.Diagnostics;
using static TorchSharp.torch;

namespace NotebookCourse.Training;

/// <summary>
/// Whether the products of linear layers are done in BF16. Some processors are several times faster at it, others slower, so it is
/// measured, once, before a run.
/// </summary>
public static class ProductChoice
{
    /// <summary>BF16 has to be so much faster: its results are less exact.</summary>
    public const double WorthIt = 1.1;

    /// <summary>Measures the model's own training step both ways, and sets <see cref="Learner.BFloat16Products"/>.</summary>
    /// <param name="learner">Its gradients are cleared again; its weights do not change.</param>
    /// <param name="source">Where a batch comes from.</param>
    /// <returns>Whether BF16 was chosen.</returns>
    public static bool Fastest(Learner learner, BatchSource source)
    {
        Time(learner, source, bfloat16: true);
        Time(learner, source, bfloat16: false); // both warm
        double wide = double.PositiveInfinity, narrow = double.PositiveInfinity;
        for (int round = 0; round < 3; round++)
        {
            wide = Math.Min(wide, Time(learner, source, bfloat16: false));
            narrow = Math.Min(narrow, Time(learner, source, bfloat16: true));
        }

        learner.Model.zero_grad();
        return learner.BFloat16Products = wide > WorthIt * narrow;
    }

    private static double Time(Learner learner, BatchSource source, bool bfloat16)
    {
        var watch = Stopwatch.StartNew();
        learner.BFloat16Products = bfloat16;
        using var scope = NewDisposeScope();
        learner.TrainingLoss(source.At(0)).backward();
        return watch.Elapsed.TotalSeconds;
    }
}
