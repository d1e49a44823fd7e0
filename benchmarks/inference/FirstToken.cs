using System.Diagnostics;
using NotebookCourse.Inference;

namespace NotebookCourse.Benchmarks;

/// <summary>The time from opening a model to its first token.</summary>
internal static class FirstToken
{
    public static void Run(Settings settings)
    {
        using (InferenceModel warm = InferenceModel.Load("tiny-v3"))
        using (InferenceSession session = warm.NewSession(threads: settings.Threads))
            session.Read([1, 2, 3]);
        List<double> times = [];
        for (int round = 0; round < 9; round++)
        {
            var watch = Stopwatch.StartNew();
            using InferenceModel model = InferenceModel.Load("tiny-v3");
            using InferenceSession first = model.NewSession(threads: settings.Threads);
            first.Read([1, 2, 3]);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        Console.WriteLine($"tiny-v3, open to first token in a warm process: {times.Order().ElementAt(times.Count / 2):f1} ms");
    }
}
