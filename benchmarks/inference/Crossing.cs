using NotebookCourse.Accounting;
using NotebookCourse.Inference;

namespace NotebookCourse.Benchmarks;

/// <summary>
/// Latent attention's two forms: T tokens read after L, absorbed against expanded, in one thread's processor time (other work on the machine counts
/// little), and which of them the engine chooses.
/// </summary>
internal static class Crossing
{
    public static void Run(Settings settings)
    {
        int[] counts = [1, 2, 4, 8, 16, 32, 64, 128];
        foreach (var (name, heads, rank, content, value) in new[] { ("tiny-v3's heads", 4, 32, 16, 16), ("DeepSeek-V2-Lite's and V3's heads, 4 of them", 4, 512, 128, 128) })
        {
            string folder = Path.Combine(settings.Folder, $"rank-{rank}");
            RandomModel.Write(folder, RandomModel.Config with
            {
                VocabularySize = 64, HiddenSize = 64, IntermediateSize = 64, LayerCount = 1, HeadCount = heads, KeyValueHeadCount = heads, Experts = null,
                Latent = new LatentAttentionConfig { QueryRank = null, KeyValueRank = rank, ContentHeadSize = content, RotaryHeadSize = content / 2, ValueHeadSize = value },
            });
            using InferenceModel model = InferenceModel.Load(folder);
            using var session = (DeepSeekSession)model.NewSession(threads: 1);
            Console.WriteLine($"{name}: absorbed's time / expanded's; * where the engine expands");
            Console.WriteLine("  L \\ T " + string.Concat(counts.Select(count => $"{count,8}")));
            foreach (int length in new[] { 0, 128, 512, 2_048 })
            {
                session.Truncate(0);
                for (int at = 0; at < length; at += 128)
                    session.Read(Workload.Tokens(Math.Min(128, length - at), 64));
                Console.WriteLine($"{length,7} " + string.Concat(counts.Select(count => $"{Ratio(settings, session, length, count),8}")));
            }
        }
    }

    private static string Ratio(Settings settings, DeepSeekSession session, int length, int count)
    {
        int[] tokens = Workload.Tokens(count, 64);
        double absorbed = Time(AttentionForm.Absorbed), expanded = Time(AttentionForm.Expanded);
        return $"{(session.Cheaper(count, length + count) == AttentionForm.Expanded ? "*" : "")}{absorbed / expanded:f2}";

        double Time(AttentionForm form)
        {
            session.Form = form;
            Run(); // compiled, and its memory taken
            int rounds = 0;
            TimeSpan begin = Environment.CpuUsage.TotalTime;
            do
            {
                Run();
                rounds++;
            }
            while ((Environment.CpuUsage.TotalTime - begin).TotalSeconds < settings.Seconds / 10);
            return (Environment.CpuUsage.TotalTime - begin).TotalSeconds / rounds;
        }

        void Run()
        {
            session.Truncate(length);
            session.Read(tokens);
        }
    }
}
