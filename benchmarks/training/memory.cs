// dotnet run --configuration Release benchmarks/training/memory.cs
//
// Peak memory of training steps, against the arithmetic of what it should be. Each measurement is a process of its own, since a peak never goes down.
#:project ../../lib/NotebookCourse.Torch/NotebookCourse.Torch.csproj
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using NotebookCourse.Accounting;
using NotebookCourse.Models;
using NotebookCourse.Training;
using TorchSharp;
using static TorchSharp.torch;

const double MB = 1024 * 1024;
if (args.Length == 0)
{
    Console.WriteLine("| model | products | before the model, MB | weights, gradients, moments | kept for the backward pass | logits, their logarithms and gradients | together | measured above the start |");
    Console.WriteLine("|---|---|---|---|---|---|---|---|");
    foreach (string model in (string[])["nano", "mid", "tiny-v3"])
    {
        foreach (string products in (string[])["float32", "BF16"])
            Process.Start(Environment.ProcessPath!, Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [Environment.GetCommandLineArgs()[0], model, products] : [model, products]).WaitForExit();
    }

    return;
}

set_num_threads(2);
manual_seed(1);
using (var warm = randn(64, 64).requires_grad_())
    warm.mm(warm).sum().backward();
double before = Peak();
bool latent = args[0] == "tiny-v3";
var (batch, context) = args[0] switch { "nano" => (12, 64), "mid" => (8, 256), _ => (16, 128) };
ModelConfig? config = latent ? TinyV3() : null;
GptConfig? classic = latent ? null : args[0] == "nano" ? GptConfig.Classic(65, 64, 128, 4, 4, bias: false) : GptConfig.Classic(65, 256, 384, 6, 6, bias: false);
using LanguageModel trained = latent ? new DeepSeekModel(config!) : new GptModel(classic!);
var random = new Random(5);
var source = new RandomWindows(new TokenStream(Enumerable.Range(0, 100_000).Select(_ => random.Next(trained.VocabularySize)).ToArray()), batch, context, seed: 1);
using var trainer = new Trainer(new Learner(trained) { BFloat16Products = args[1] == "BF16" }, source, source, new TrainingRecipe { Steps = 10, Rate = new ConstantRate(1e-3) });
trainer.Run();
double measured = Peak() - before;

long tokens = batch * context;
double states = 16.0 * trained.parameters().Sum(parameter => parameter.numel()) / MB;
// A GPT block keeps both norms' inputs and results, queries, keys, values and their mix, and the feed-forward layer before and after GELU.
double kept = 4.0 * tokens * (latent ? MemoryCount.Of(config!).ActivationElementsPerToken : classic!.LayerCount * (8L + 8) * classic.HiddenSize) / MB;
double logits = 3 * 4.0 * tokens * trained.VocabularySize / MB;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {args[0]} | {args[1]} | {before:f0} | {states:f0} | {kept:f0} | {logits:f0} | {states + kept + logits:f0} | {measured:f0} |"));

static ModelConfig TinyV3()
{
    string file = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "data", "models", "tiny-v3.json");
    var json = (JsonObject)JsonNode.Parse(File.ReadAllText(file))!["model"]!["deepseek"]!.DeepClone();
    json["vocab_size"] = 2048;
    json["num_nextn_predict_layers"] = 0;
    return ModelConfigJson.Parse(json.ToJsonString(), "tiny-v3", file);
}

static double Peak()
{
    using var process = Process.GetCurrentProcess();
    return process.PeakWorkingSet64 / MB;
}

static string Here([CallerFilePath] string path = "") => path;
