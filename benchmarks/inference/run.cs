#:project ../../lib/NotebookCourse.Torch/NotebookCourse.Torch.csproj
#:package LLamaSharp
#:package LLamaSharp.Backend.Cpu
#:property AssemblyName=NotebookCourse.Benchmarks
#:property PublishAot=false
#:property UseCurrentRuntimeIdentifier=true

// usage: dotnet run --configuration Release benchmarks/inference/run.cs -- [tiny] [large] [start] [crossing] [--threads N] [--seconds S] [--avx 2|512]
//   tiny    decoding tiny-v3: this engine in FP8 and F32, llama.cpp in F32, our TorchSharp model
//   large   a random DeepSeek-V3-shaped model of about 100M: decoding after 128 and 2,048 tokens, prefill of 512, in F32, BF16 and Q8_0,
//           beside llama.cpp on the same files, what a plain read of the weights that a token needs would allow, and memory
//   start   the time from opening a model to its first token
//   crossing  latent attention's two forms: T tokens read after L, absorbed against expanded, in one thread's processor time (other work on
//           the machine counts little), and which of them the engine chooses
// All if none is named. Every figure is the median of rounds taken in turns; the machine's load is printed first and last.
using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LLama;
using LLama.Common;
using LLama.Native;
using NotebookCourse.Accounting;
using NotebookCourse.Checkpoints;
using NotebookCourse.Inference;
using NotebookCourse.Sampling;
using NotebookCourse.Training;
using TorchSharp;

int threads = (int)Option("--threads", 1), avx = (int)Option("--avx", Vector512.IsHardwareAccelerated ? 512 : 2); // what the processor has
double seconds = Option("--seconds", 2);
string[] parts = [.. args.Where(arg => arg is "tiny" or "large" or "start" or "crossing")];
NativeLibraryConfig.All.WithAvx(avx == 2 ? AvxLevel.Avx2 : AvxLevel.Avx512).WithLogCallback((_, _) => { });
torch.set_num_threads(threads);
Console.WriteLine($"load {Load()}, {threads} thread(s), Vector512 {Vector512.IsHardwareAccelerated}, llama.cpp with AVX{(avx == 2 ? "2" : "-512")}");
string work = Directory.CreateTempSubdirectory("inference-").FullName;
try
{
    foreach (var (name, run) in new (string, Action)[] { ("tiny", Tiny), ("large", Large), ("start", Start), ("crossing", Crossing) })
    {
        if (parts.Length == 0 || parts.Contains(name))
            run();
    }
}
finally
{
    Directory.Delete(work, recursive: true);
}

Console.WriteLine($"load {Load()}");

void Tiny()
{
    using InferenceModel float8 = InferenceModel.Load("tiny-v3");
    string file = Path.Combine(work, "tiny.gguf");
    GgufExport.Write(float8, file, GgufType.F32);
    using InferenceModel float32 = InferenceModel.Load(file);
    using var stranger = new Peer(file, 256, threads);
    using InferenceSession eight = float8.NewSession(threads: threads), thirtyTwo = float32.NewSession(threads: threads);
    using SavedModel saved = SavedModel.Load("tiny-v3");
    using var cached = new CachedModel(saved.Model);
    const int from = 32, tokens = 128;
    Console.WriteLine($"tiny-v3, decoding {tokens} tokens after {from}, tokens/s");
    Report("tokens/s", tokens, Turns(
        ("ours FP8", () => Decode(eight, from, tokens)), ("ours F32", () => Decode(thirtyTwo, from, tokens)),
        ("llama.cpp F32", () => stranger.Decode(from, tokens)), ("ours, TorchSharp", () => DecodeWithTorch(cached, from, tokens))));
}

void Large()
{
    string folder = Path.Combine(work, "large");
    RandomModel.Write(folder, RandomModel.Config);
    using InferenceModel source = InferenceModel.Load(folder);
    foreach (GgufType type in new[] { GgufType.F32, GgufType.BF16, GgufType.Q8_0 })
    {
        string file = Path.Combine(work, $"large-{type}.gguf");
        GgufExport.Write(source, file, type);
        long before = Anonymous();
        using InferenceModel model = InferenceModel.Load(file);
        using InferenceSession session = model.NewSession(threads: threads);
        session.Read(Tokens(2_048, model.VocabularySize));
        double cache = 4.0 * 2_048 * RandomModel.Config.LayerCount * (RandomModel.Config.Latent!.KeyValueRank + RandomModel.Config.Latent.RotaryHeadSize);
        Console.WriteLine($"memory above the mapped weights {(Anonymous() - before) / 1e6:f0} MB, of which the cache of 2,048 tokens is {cache / 1e6:f0} MB");
        using var stranger = new Peer(file, 2_304, threads);
        double bandwidth = ReadBandwidth(file), active = WeightTensors.Of(RandomModel.Config).Where(tensor => tensor.IsMultiplied).Sum(tensor => tensor.Active);
        double bytes = active * (type switch { GgufType.F32 => 4, GgufType.BF16 => 2, _ => 34.0 / 32 });
        Console.WriteLine($"a token reads {bytes / 1e6:f0} MB of weights; a plain read of the file goes at {bandwidth / 1e9:f1} GB/s: at most {bandwidth / bytes:f0} tokens/s");
        Console.WriteLine($"random V3 shape, {new FileInfo(file).Length / 1e6:f0} MB in {type}");
        foreach (int from in new[] { 128, 2_048 })
        {
            session.Truncate(0);
            session.Read(Tokens(from, model.VocabularySize));
            stranger.Start(Tokens(from, model.VocabularySize));
            Console.WriteLine($"  decoding after {from}");
            Report("tokens/s", 8, Turns(("ours", () => DecodeOn(session, from, 8)), ("llama.cpp", () => stranger.DecodeOn(from, 8))));
        }

        Console.WriteLine("  prefill of 512");
        int[] prompt = Tokens(512, model.VocabularySize);
        Report("tokens/s", 512, Turns(("ours", () => { session.Truncate(0); session.Read(prompt); }), ("llama.cpp", () => stranger.Prefill(prompt))));
    }
}

void Start()
{
    using (InferenceModel warm = InferenceModel.Load("tiny-v3"))
    using (InferenceSession session = warm.NewSession(threads: threads))
        session.Read([1, 2, 3]);
    List<double> times = [];
    for (int round = 0; round < 9; round++)
    {
        var watch = Stopwatch.StartNew();
        using InferenceModel model = InferenceModel.Load("tiny-v3");
        using InferenceSession first = model.NewSession(threads: threads);
        first.Read([1, 2, 3]);
        times.Add(watch.Elapsed.TotalMilliseconds);
    }

    Console.WriteLine($"tiny-v3, open to first token in a warm process: {times.Order().ElementAt(times.Count / 2):f1} ms");
}

void Crossing()
{
    int[] counts = [1, 2, 4, 8, 16, 32, 64, 128];
    foreach (var (name, heads, rank, content, value) in new[] { ("tiny-v3's heads", 4, 32, 16, 16), ("DeepSeek-V2-Lite's and V3's heads, 4 of them", 4, 512, 128, 128) })
    {
        string folder = Path.Combine(work, $"rank-{rank}");
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
                session.Read(Tokens(Math.Min(128, length - at), 64));
            Console.WriteLine($"{length,7} " + string.Concat(counts.Select(count => $"{Ratio(session, length, count),8}")));
        }
    }
}

string Ratio(DeepSeekSession session, int length, int count)
{
    int[] tokens = Tokens(count, 64);
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
        while ((Environment.CpuUsage.TotalTime - begin).TotalSeconds < seconds / 10);
        return (Environment.CpuUsage.TotalTime - begin).TotalSeconds / rounds;
    }

    void Run()
    {
        session.Truncate(length);
        session.Read(tokens);
    }
}

/// <summary>Runs the candidates in turns for some seconds each, and gives the median time of each in milliseconds.</summary>
List<(string Name, double Milliseconds)> Turns(params (string Name, Action Run)[] candidates)
{
    var times = candidates.ToDictionary(candidate => candidate.Name, _ => new List<double>());
    foreach (var candidate in candidates)
        candidate.Run(); // compiled, mapped, measured once
    var all = Stopwatch.StartNew();
    while (all.Elapsed.TotalSeconds < seconds * candidates.Length || times.Values.First().Count < 5)
    {
        foreach (var (name, run) in candidates)
        {
            var watch = Stopwatch.StartNew();
            run();
            times[name].Add(watch.Elapsed.TotalMilliseconds);
        }
    }

    return [.. times.Select(pair => (pair.Key, pair.Value.Order().ElementAt(pair.Value.Count / 2)))];
}

static void Report(string unit, int count, List<(string Name, double Milliseconds)> results)
{
    foreach (var (name, milliseconds) in results)
        Console.WriteLine($"    {name,-16} {count / milliseconds * 1_000,10:f0} {unit}{milliseconds / results[0].Milliseconds,8:f2}x the first's time");
}

static void Decode(InferenceSession session, int from, int tokens)
{
    session.Truncate(0);
    session.Read(Tokens(from, session.VocabularySize));
    DecodeOn(session, from, tokens);
}

static void DecodeOn(InferenceSession session, int from, int tokens)
{
    session.Truncate(from);
    int token = 1;
    for (int i = 0; i < tokens; i++)
        token = Greedy.Choose(session.Read(new ReadOnlySpan<int>(in token)));
}

static void DecodeWithTorch(CachedModel model, int from, int tokens)
{
    List<int> text = [.. Tokens(from, model.VocabularySize)];
    for (int i = 0; i < tokens; i++)
        text.Add(Greedy.Choose(model.NextLogits([.. text])));
}

static int[] Tokens(int count, int vocabulary) => [.. Enumerable.Range(0, count).Select(i => ((i * i * 7) + i) % vocabulary)];

static double ReadBandwidth(string file)
{
    byte[] bytes = File.ReadAllBytes(file);
    double best = 0;
    for (int round = 0; round < 5; round++)
    {
        var watch = Stopwatch.StartNew();
        Vector<long> all = default;
        foreach (Vector<long> vector in MemoryMarshal.Cast<byte, Vector<long>>(bytes))
            all ^= vector;
        best = Math.Max(best, bytes.Length / watch.Elapsed.TotalSeconds);
        GC.KeepAlive(all);
    }

    return best;
}

static long Anonymous() // bytes that are no mapped file's
{
    string? line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("RssAnon:")) : null;
    using var self = Process.GetCurrentProcess();
    return line is null ? self.PrivateMemorySize64 : 1_024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
}

double Option(string name, double otherwise)
    => Array.IndexOf(args, name) is >= 0 and int at && at + 1 < args.Length
        ? double.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture)
        : otherwise;

static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

/// <summary>llama.cpp on a GGUF file.</summary>
internal sealed class Peer : IDisposable
{
    private readonly LLamaWeights _weights;
    private readonly LLamaContext _context;

    public Peer(string file, int context, int threads)
    {
        var settings = new ModelParams(file) { ContextSize = (uint)context, BatchSize = 512, UBatchSize = 512, Threads = threads, BatchThreads = threads };
        _weights = LLamaWeights.LoadFromFile(settings);
        _context = _weights.CreateContext(settings);
    }

    public void Decode(int from, int tokens)
    {
        Start([.. Enumerable.Range(0, from).Select(i => ((i * i * 7) + i) % _weights.Vocab.Count)]);
        DecodeOn(from, tokens);
    }

    public void Start(int[] prompt)
    {
        _context.NativeHandle.MemoryClear();
        for (int at = 0; at < prompt.Length; at += 512)
        {
            var batch = new LLamaBatch();
            for (int i = at; i < Math.Min(at + 512, prompt.Length); i++)
                batch.Add(prompt[i], i, (LLamaSeqId)0, i == prompt.Length - 1);
            _context.NativeHandle.Decode(batch);
        }
    }

    public void Prefill(int[] prompt) => Start(prompt);

    public void DecodeOn(int from, int tokens)
    {
        _context.NativeHandle.MemorySequenceRemove((LLamaSeqId)0, from, -1);
        int token = 1;
        for (int i = 0; i < tokens; i++)
        {
            var batch = new LLamaBatch();
            batch.Add(token, from + i, (LLamaSeqId)0, true);
            _context.NativeHandle.Decode(batch);
            token = Greedy.Choose(_context.NativeHandle.GetLogitsIth(0));
        }
    }

    public void Dispose()
    {
        _context.Dispose();
        _weights.Dispose();
    }
}

/// <summary>A DeepSeek-V3-shaped model of about 100 million random weights.</summary>
internal static class RandomModel
{
    public static ModelConfig Config { get; } = new()
    {
        Name = "random", Family = ModelFamily.DeepSeek, VocabularySize = 16_384, HiddenSize = 768, IntermediateSize = 2_048, LayerCount = 10,
        HeadCount = 12, KeyValueHeadCount = 12, HeadSize = 96, MaxPositions = 2_304, Rotary = new RotaryConfig(),
        Latent = new LatentAttentionConfig { QueryRank = 384, KeyValueRank = 256, ContentHeadSize = 64, RotaryHeadSize = 32, ValueHeadSize = 64 },
        Experts = new ExpertsConfig
        {
            RoutedCount = 16, SharedCount = 1, ExpertsPerToken = 4, IntermediateSize = 192, GroupCount = 4, GroupsKept = 2, Scale = 2.5,
            Scoring = RouterScoring.Sigmoid, Selection = ExpertSelection.BiasCorrected, Renormalise = true, DenseLayersFirst = 1,
        },
    };

    public static void Write(string folder, ModelConfig config)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), ModelConfigJsonWriter.Write(config));
        var random = new Random(1);
        SafetensorsWriter.WriteFolder(folder, Names(config).Select(tensor => new TensorToWrite(tensor.Name, SafetensorsType.F32, tensor.Shape, stream => Fill(stream, tensor.Name, tensor.Shape, random))));
    }

    private static void Fill(Stream stream, string name, long[] shape, Random random)
    {
        float[] row = new float[shape[^1]];
        for (long i = 0; i < shape.Aggregate(1L, (a, b) => a * b) / row.Length; i++)
        {
            for (int j = 0; j < row.Length; j++)
                row[j] = name.EndsWith("norm.weight", StringComparison.Ordinal) ? 1 : (float)(random.NextDouble() - 0.5) / MathF.Sqrt(row.Length);
            stream.Write(MemoryMarshal.AsBytes<float>(row));
        }
    }

    private static IEnumerable<(string Name, long[] Shape)> Names(ModelConfig config)
    {
        foreach (WeightTensor tensor in WeightTensors.Of(config))
        {
            long[] shape = tensor.Columns is { } columns ? [tensor.Rows, columns] : [tensor.Rows];
            bool inLayers = tensor.Name.StartsWith("self_attn", StringComparison.Ordinal) || tensor.Name.StartsWith("mlp", StringComparison.Ordinal) || tensor.Name.Contains("layernorm", StringComparison.Ordinal);
            bool isInside = tensor.Name.Contains("self_attn", StringComparison.Ordinal) || !tensor.Name.StartsWith("mlp", StringComparison.Ordinal);
            foreach (int layer in inLayers ? Enumerable.Range(0, config.LayerCount) : [-1])
            {
                bool experts = tensor.Name.Contains("gate.", StringComparison.Ordinal) || tensor.Name.Contains("expert", StringComparison.Ordinal);
                if (layer >= 0 && !isInside && experts != config.IsExpertLayer(layer))
                    continue;
                string name = layer < 0 ? tensor.Name is "lm_head.weight" ? tensor.Name : "model." + tensor.Name : $"model.layers.{layer}.{tensor.Name}";
                foreach (int expert in name.Contains(".*.", StringComparison.Ordinal) ? Enumerable.Range(0, config.Experts!.RoutedCount) : [0])
                    yield return (name.Replace(".*.", $".{expert}.", StringComparison.Ordinal), shape);
            }
        }
    }
}
