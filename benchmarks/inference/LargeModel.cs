using NotebookCourse.Accounting;
using NotebookCourse.Checkpoints;
using NotebookCourse.Inference;

namespace NotebookCourse.Benchmarks;

/// <summary>
/// A random DeepSeek-V3-shaped model of about 100M in F32, BF16 and Q8_0, beside llama.cpp on the same files: decoding after 128 and 2,048 tokens,
/// prefill of 512, what a plain read of the weights that a token needs would allow, and memory.
/// </summary>
internal static class LargeModel
{
    public static void Run(Settings settings)
    {
        string folder = Path.Combine(settings.Folder, "large");
        RandomModel.Write(folder, RandomModel.Config);
        using InferenceModel source = InferenceModel.Load(folder);
        foreach (GgufType type in new[] { GgufType.F32, GgufType.BF16, GgufType.Q8_0 })
        {
            string file = Path.Combine(settings.Folder, $"large-{type}.gguf");
            GgufExport.Write(source, file, type);
            long before = Machine.AnonymousMemory();
            using InferenceModel model = InferenceModel.Load(file);
            using InferenceSession session = model.NewSession(threads: settings.Threads);
            session.Read(Workload.Tokens(2_048, model.VocabularySize));
            double cache = 4.0 * 2_048 * RandomModel.Config.LayerCount * (RandomModel.Config.Latent!.KeyValueRank + RandomModel.Config.Latent.RotaryHeadSize);
            Console.WriteLine($"memory above the mapped weights {(Machine.AnonymousMemory() - before) / 1e6:f0} MB, of which the cache of 2,048 tokens is {cache / 1e6:f0} MB");
            using var stranger = new LlamaCpp(file, 2_304, settings.Threads);
            double bandwidth = Machine.ReadBandwidth(file), active = WeightTensors.Of(RandomModel.Config).Where(tensor => tensor.IsMultiplied).Sum(tensor => tensor.Active);
            double bytes = active * (type switch { GgufType.F32 => 4, GgufType.BF16 => 2, _ => 34.0 / 32 });
            Console.WriteLine($"a token reads {bytes / 1e6:f0} MB of weights; a plain read of the file goes at {bandwidth / 1e9:f1} GB/s: at most {bandwidth / bytes:f0} tokens/s");
            Console.WriteLine($"random V3 shape, {new FileInfo(file).Length / 1e6:f0} MB in {type}");
            foreach (int from in new[] { 128, 2_048 })
            {
                session.Truncate(0);
                session.Read(Workload.Tokens(from, model.VocabularySize));
                stranger.Start(Workload.Tokens(from, model.VocabularySize));
                Console.WriteLine($"  decoding after {from}");
                Rounds.Report("tokens/s", 8, Rounds.Take(settings.Seconds, ("ours", () => Workload.DecodeOn(session, from, 8)), ("llama.cpp", () => stranger.DecodeOn(from, 8))));
            }

            Console.WriteLine("  prefill of 512");
            int[] prompt = Workload.Tokens(512, model.VocabularySize);
            Rounds.Report("tokens/s", 512, Rounds.Take(settings.Seconds, ("ours", () => { session.Truncate(0); session.Read(prompt); }), ("llama.cpp", () => stranger.Prefill(prompt))));
        }
    }
}
