// dotnet run --configuration Release benchmarks/training/split.cs [THREADS]
//
// Where the time of one training step goes, in float32 and with products in BF16.
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

const int Rounds = 15;
int threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
set_num_threads(threads);
FreedMemory.Keep(); // as Trainer does
Console.WriteLine($"{threads} thread(s), ms, medians of {Rounds} steps");
Console.WriteLine("| model | products | data | forward | backward | clipping | AdamW | together |");
Console.WriteLine("|---|---|---|---|---|---|---|---|");
Split("nanoGPT's CPU configuration", () => new GptModel(GptConfig.Classic(65, 64, 128, 4, 4, bias: false)), 12, 64);
Split("mid-size", () => new GptModel(GptConfig.Classic(65, 256, 384, 6, 6, bias: false)), 8, 256);
Split("tiny-v3", TinyV3, 16, 128);

LanguageModel TinyV3()
{
    string file = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "data", "models", "tiny-v3.json");
    var json = (JsonObject)JsonNode.Parse(File.ReadAllText(file))!["model"]!["deepseek"]!.DeepClone();
    json["vocab_size"] = 2048;
    return new DeepSeekModel(ModelConfigJson.Parse(json.ToJsonString(), "tiny-v3", file));
}

void Split(string name, Func<LanguageModel> make, int batchSize, int context)
{
    foreach (bool bfloat16 in (bool[])[false, true])
    {
        manual_seed(1);
        using LanguageModel model = make();
        var random = new Random(5);
        var source = new RandomWindows(new TokenStream(Enumerable.Range(0, 100_000).Select(_ => random.Next(model.VocabularySize)).ToArray()), batchSize, context, seed: 1);
        var learner = new Learner(model) { BFloat16Products = bfloat16 };
        using var optimizer = new FusedAdamW(model.named_parameters(), new AdamWOptions());
        Tensor[] gradients = [.. model.parameters().Select(parameter => parameter.grad!)]; // the optimizer has made them
        List<double>[] times = [.. Enumerable.Range(0, 5).Select(_ => new List<double>())];
        for (int round = -3; round < Rounds; round++)
        {
            using var scope = NewDisposeScope();
            var watch = Stopwatch.StartNew();
            double[] marks = new double[6];
            Batch batch = source.At(round + 3);
            marks[1] = watch.Elapsed.TotalMilliseconds;
            Tensor loss = learner.TrainingLoss(batch);
            marks[2] = watch.Elapsed.TotalMilliseconds;
            loss.backward();
            marks[3] = watch.Elapsed.TotalMilliseconds;
            GradientClipping.Clip(gradients, 1);
            marks[4] = watch.Elapsed.TotalMilliseconds;
            optimizer.Step(1e-3);
            optimizer.ZeroGradients();
            marks[5] = watch.Elapsed.TotalMilliseconds;
            for (int part = 0; part < 5 && round >= 0; part++)
                times[part].Add(marks[part + 1] - marks[part]);
        }

        double[] medians = [.. times.Select(values => values.Order().ElementAt(Rounds / 2))];
        Console.WriteLine($"| {name} | {(bfloat16 ? "BF16" : "float32")} | {string.Join(" | ", medians.Select(median => median.ToString("f2", CultureInfo.InvariantCulture)))} | {medians.Sum():f1} |");
    }
}

static string Here([CallerFilePath] string path = "") => path;
