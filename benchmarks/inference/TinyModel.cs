using NotebookCourse.Checkpoints;
using NotebookCourse.Inference;
using NotebookCourse.Sampling;
using NotebookCourse.Training;

namespace NotebookCourse.Benchmarks;

/// <summary>Decoding tiny-v3: this engine in FP8 and F32, llama.cpp in F32, our TorchSharp model.</summary>
internal static class TinyModel
{
    public static void Run(Settings settings)
    {
        using InferenceModel float8 = InferenceModel.Load("tiny-v3");
        string file = Path.Combine(settings.Folder, "tiny.gguf");
        GgufExport.Write(float8, file, GgufType.F32);
        using InferenceModel float32 = InferenceModel.Load(file);
        using var stranger = new LlamaCpp(file, 256, settings.Threads);
        using InferenceSession eight = float8.NewSession(threads: settings.Threads), thirtyTwo = float32.NewSession(threads: settings.Threads);
        using SavedModel saved = SavedModel.Load("tiny-v3");
        using var cached = new CachedModel(saved.Model);
        const int from = 32, tokens = 128;
        Console.WriteLine($"tiny-v3, decoding {tokens} tokens after {from}, tokens/s");
        Rounds.Report("tokens/s", tokens, Rounds.Take(settings.Seconds, 
            ("ours FP8", () => Workload.Decode(eight, from, tokens)), ("ours F32", () => Workload.Decode(thirtyTwo, from, tokens)),
            ("llama.cpp F32", () => stranger.Decode(from, tokens)), ("ours, TorchSharp", () => Workload.DecodeWithTorch(cached, from, tokens))));
    }
}
