// dotnet run --configuration Release benchmarks/training/train.cs [THREADS [ROUNDS]]
//
// One training step (forward, backward, clipping, AdamW), ours against PyTorch's: the same weights, the same batch, the same
// number of threads, in alternating rounds. Both losses are compared before anything is timed. Needs Debian's python3-torch and
// libopenblas0-openmp.
#:project ../../lib/NotebookCourse.Torch/NotebookCourse.Torch.csproj
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using NotebookCourse.Accounting;
using NotebookCourse.Checkpoints;
using NotebookCourse.Models;
using NotebookCourse.Training;
using TorchSharp;
using static TorchSharp.torch;

int threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2;
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 7;
set_num_threads(threads);
string here = Path.GetDirectoryName(Here())!;
Console.WriteLine($"{threads} thread(s), {rounds} alternating rounds, medians");
Console.WriteLine("| model | parameters | tokens a step | PyTorch, tokens/s | ours in float32 | ratio | ours, products in BF16 | ratio | loss after three steps in float32, ours and theirs |");
Console.WriteLine("|---|---|---|---|---|---|---|---|---|");

Compare("nanoGPT's CPU configuration (4 x 128, context 64, batch 12)", Gpt(4, 4, 128, 64), 12, 64, steps: 40);
Compare("mid-size (6 x 384, context 256, batch 8)", Gpt(6, 6, 384, 256), 8, 256, steps: 2);
Compare("tiny-v3 (latent attention, 16 experts; 16 x 128)", DeepSeek(), 16, 128, steps: 6);

(LanguageModel, JsonObject) Gpt(int layers, int heads, int hidden, int context)
{
    manual_seed(1);
    return (new GptModel(GptConfig.Classic(65, context, hidden, layers, heads, bias: false)), new JsonObject { ["layers"] = layers, ["heads"] = heads, ["hidden_size"] = hidden });
}

(LanguageModel, JsonObject) DeepSeek()
{
    manual_seed(1);
    var json = (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(here, "..", "..", "data", "models", "tiny-v3.json")))!["model"]!["deepseek"]!.DeepClone();
    json["vocab_size"] = 2048;
    json["num_nextn_predict_layers"] = 0; // DeepSeek's reference has no multi-token prediction
    return (new DeepSeekModel(ModelConfigJson.Parse(json.ToJsonString(), "tiny-v3", "tiny-v3.json")), json);
}

void Compare(string name, (LanguageModel Model, JsonObject Config) made, int batchSize, int context, int steps)
{
    using LanguageModel model = made.Model;
    string folder = Directory.CreateTempSubdirectory("training-benchmark-").FullName;
    File.WriteAllText(Path.Combine(folder, "config.json"), made.Config.ToJsonString());
    SafetensorsWriter.Write(Path.Combine(folder, "weights.safetensors"), model.state_dict().Select(entry => TensorToWrite.Of(entry.Key, entry.Value.shape, entry.Value.detach().contiguous().data<float>().ToArray().AsMemory())));
    var source = new OneBatch(batchSize, context, model.VocabularySize);
    source.Write(Path.Combine(folder, "batch.safetensors"));

    var recipe = new TrainingRecipe { Steps = long.MaxValue, Rate = new ConstantRate(1e-3) };
    var learner = new Learner(model);
    using var trainer = new Trainer(learner, source, source, recipe);
    using var peer = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Path.Combine(here, "peer.py"), folder, $"{threads}"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        Environment = { ["OMP_NUM_THREADS"] = $"{threads}" },
    })!;
    string version = peer.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the peer did not start; see its message above");

    Ours(3);
    double theirLoss = Theirs(3).Loss, ourLoss = trainer.Curve[^1].Loss;
    if (Math.Abs(ourLoss - theirLoss) > 1e-3)
        throw new InvalidOperationException($"{name}: after three steps our loss is {ourLoss}, {version}'s {theirLoss}: these are not the same model");
    Theirs(steps);
    List<double> wide = [], narrow = [], theirs = [];
    for (int round = -1; round < rounds; round++)
    {
        learner.BFloat16Products = false;
        double inFloat32 = Ours(steps);
        learner.BFloat16Products = true;
        double inBFloat16 = Ours(steps);
        if (round < 0)
            continue; // warm
        wide.Add(inFloat32);
        narrow.Add(inBFloat16);
        theirs.Add(Theirs(steps).Seconds);
    }

    double tokens = (double)batchSize * context * steps;
    Console.WriteLine(FormattableString.Invariant($"| {name} | {model.parameters().Sum(parameter => parameter.numel()):N0} | {batchSize * context:N0} | {tokens / Median(theirs):N0} | {tokens / Median(wide):N0} | {Median(theirs) / Median(wide):f2} | {tokens / Median(narrow):N0} | {Median(theirs) / Median(narrow):f2} | {ourLoss:f4}, {theirLoss:f4} |"));
    peer.StandardInput.Close();
    peer.WaitForExit();
    Directory.Delete(folder, recursive: true);

    double Ours(int count)
    {
        var watch = Stopwatch.StartNew();
        for (int step = 0; step < count; step++)
            trainer.Step();
        return watch.Elapsed.TotalSeconds;
    }

    (double Seconds, double Loss) Theirs(int count)
    {
        peer.StandardInput.WriteLine(count);
        string[] answer = peer.StandardOutput.ReadLine()!.Split(' ');
        return (double.Parse(answer[0], CultureInfo.InvariantCulture), double.Parse(answer[1], CultureInfo.InvariantCulture));
    }
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

static string Here([CallerFilePath] string path = "") => path;

/// <summary>The same random batch at every step.</summary>
internal sealed class OneBatch : BatchSource
{
    private readonly ReadOnlyMemory<int>[] _windows;

    public OneBatch(int batchSize, int context, int vocabulary)
        : base(batchSize, context)
    {
        var random = new Random(5);
        _windows = [.. Enumerable.Range(0, batchSize).Select(_ => (ReadOnlyMemory<int>)Enumerable.Range(0, context + 1).Select(_ => random.Next(vocabulary)).ToArray())];
    }

    public override ulong Fingerprint => 5;

    public override Batch At(long number) => Batch.Of(_windows);

    public void Write(string path)
    {
        Batch batch = At(0);
        SafetensorsWriter.Write(path, [Of("inputs", batch.Inputs), Of("targets", batch.Targets)]);

        static TensorToWrite Of(string name, Tensor ids) => TensorToWrite.Of(name, ids.shape, (ReadOnlyMemory<long>)ids.data<long>().ToArray());
    }
}
