using System.Diagnostics;
using TorchSharp;

namespace NotebookCourse.Training;

/// <summary>
/// How many threads torch computes with. More are not always faster: on a machine that is busy with other work, threads
/// that wait for each other lose what they gain, and more. So it is measured, once, before a run.
/// </summary>
public static class ThreadChoice
{
    /// <summary>Measures the model's own training step with one thread and with all, and keeps the faster.</summary>
    /// <param name="learner">Its gradients are cleared again; its weights do not change.</param>
    /// <param name="source">Where a batch comes from.</param>
    /// <returns>The number of threads torch now uses.</returns>
    public static int Fastest(Learner learner, BatchSource source)
    {
        int all = Environment.ProcessorCount;
        if (all == 1)
            return Use(1);
        Use(1);
        Time(learner, source); // loads and warms what the first pass needs
        double alone = Time(learner, source);
        Use(all);
        double together = Time(learner, source);
        learner.Model.zero_grad();
        return Use(together < alone ? all : 1);
    }

    /// <summary>The most threads that torch may compute with here: far beyond, they would only wait for each other.</summary>
    public static int Most => Math.Max(16, 4 * Environment.ProcessorCount);

    /// <summary>Sets the number of threads.</summary>
    /// <param name="threads">Range: 1 to <see cref="Most"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not in that range.</exception>
    public static int Use(int threads)
    {
        if (threads < 1 || threads > Most)
            throw new ArgumentOutOfRangeException(nameof(threads), threads, $"The number of threads is {threads}; expected 1 to {Most} on this machine.");
        torch.set_num_threads(threads);
        return threads;
    }

    private static double Time(Learner learner, BatchSource source)
    {
        var watch = Stopwatch.StartNew();
        for (int repeat = 0; repeat < 3; repeat++)
        {
            using var scope = torch.NewDisposeScope();
            learner.NextTokenLoss(source.At(repeat)).backward();
        }

        return watch.Elapsed.TotalSeconds;
    }
}
