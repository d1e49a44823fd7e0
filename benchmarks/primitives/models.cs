#:project ../../lib/NotebookCourse.Torch/NotebookCourse.Torch.csproj
#:property Configuration=Release
#:property PublishAot=false
#:property UseCurrentRuntimeIdentifier=true

// usage: dotnet run benchmarks/primitives/models.cs -- [moe] [mla] [forward FOLDER [PYTHON]]
//   moe      a mixture of experts, forward and backward: ours against DeepSeek's loop over experts, both here
//   mla      one decode step of one attention layer in DeepSeek-V2-Lite's size: absorbed against naive
//   forward  saves a mid-size DeepSeekModel and its logits in FOLDER and times its forward pass, in turns with models_peer.py in PYTHON (python3)
// Threads: libtorch's own choice, or as many as OMP_NUM_THREADS says.
using System.Diagnostics;
using NotebookCourse.Accounting;
using NotebookCourse.Attention;
using NotebookCourse.Checkpoints;
using NotebookCourse.Layers;
using NotebookCourse.Models;
using NotebookCourse.Routing;
using TorchSharp;
using static TorchSharp.torch;

if (args.Length == 0 || args.Contains("moe"))
    Experts();
if (args.Length == 0 || args.Contains("mla"))
    LatentAttention();
if (args is ["forward", string folder, .. var python])
    Forward(folder, python is [string given] ? given : "python3");

static void Experts()
{
    Console.WriteLine("mixture of experts, forward and backward, hidden 256, width 128, 2048 tokens, ms (median of 15)");
    Console.WriteLine($"{"experts",10}{"chosen",10}{"ours",10}{"loop",10}{"ratio",10}");
    foreach (var (experts, chosen) in new[] { (16, 2), (64, 6), (256, 8) })
    {
        var config = new ExpertsConfig
        {
            RoutedCount = experts, SharedCount = 1, ExpertsPerToken = chosen, IntermediateSize = 128,
            Scoring = RouterScoring.Sigmoid, Selection = ExpertSelection.BiasCorrected, Renormalise = true, Scale = 2.5,
        };
        using var layer = new MixtureOfExperts(256, config);
        using Tensor input = randn(2048, 256), direction = randn(2048, 256);
        double[] times = Medians(15, () => Train(layer.forward), () => Train(x => LoopOverExperts(layer, x)));
        Console.WriteLine($"{experts,10}{chosen,10}{times[0],10:f1}{times[1],10:f1}{times[1] / times[0],10:f2}");

        void Train(Func<Tensor, Tensor> forward)
        {
            using var scope = NewDisposeScope();
            layer.zero_grad();
            Tensor leaf = input.detach().requires_grad_();
            (forward(leaf) * direction).sum().backward();
        }
    }
}

// The algorithm of DeepSeek's inference/model.py: for each expert, find its tokens, compute, add to their rows.
static Tensor LoopOverExperts(MixtureOfExperts layer, Tensor tokens)
{
    RoutingDecision decision = layer.Router.Decide(tokens);
    Tensor sum = zeros_like(tokens);
    for (int expert = 0; expert < layer.Experts.Count; expert++)
    {
        Tensor[] found = decision.Experts.eq(expert).nonzero().unbind(1);
        if (found[0].numel() == 0)
            continue;
        Tensor gates = decision.Gates.index(found[0], found[1]).unsqueeze(1);
        sum = sum.index_add(0, found[0], layer.Experts[expert].forward(tokens.index(found[0])) * gates, 1);
    }

    return sum + layer.Shared!.forward(tokens);
}

static void LatentAttention()
{
    using var noGradients = no_grad();
    ModelConfig config = ModelConfig.DeepSeekV2Lite;
    using var layer = new MultiHeadLatentAttention(config);
    using var rotary = new RotaryEmbedding(config);
    Console.WriteLine("latent attention of DeepSeek-V2-Lite's size, one token after CONTEXT, one layer (median of 15)");
    Console.WriteLine($"{"context",10}{"naive ms",12}{"absorbed ms",12}{"ratio",8}{"naive MB",12}{"absorbed MB",12}{"ratio",8}");
    foreach (int context in new[] { 1024, 4096, 16384 })
    {
        using LayerCache naive = Filled(LatentForm.Naive), absorbed = Filled(LatentForm.Absorbed);
        using Tensor token = randn(1, 1, config.HiddenSize);
        using RotaryAngles angles = rotary.Angles(context, 1);
        double[] times = Medians(15, () => Step(naive), () => Step(absorbed));
        Console.WriteLine($"{context,10}{times[0],12:f2}{times[1],12:f2}{times[0] / times[1],8:f1}{naive.Bytes / 1e6,12:f1}{absorbed.Bytes / 1e6,12:f1}{(double)naive.Bytes / absorbed.Bytes,8:f1}");

        LayerCache Filled(LatentForm form)
        {
            LatentAttentionConfig latent = config.Latent!;
            if (form == LatentForm.Absorbed)
            {
                var one = new LatentCache();
                using Tensor latents = randn(1, context, latent.KeyValueRank + latent.RotaryHeadSize);
                one.Append(latents).Dispose();
                return one;
            }

            var every = new KeyValueCache();
            using Tensor keys = randn(1, config.HeadCount, context, latent.QueryHeadSize), values = randn(1, config.HeadCount, context, latent.ValueHeadSize);
            var (first, second) = every.Append(keys, values);
            first.Dispose();
            second.Dispose();
            return every;
        }

        void Step(LayerCache cache)
        {
            layer.forward(token, new AttentionContext { Angles = angles, Cache = cache }).Dispose();
            cache.Truncate(context);
        }
    }
}

static void Forward(string folder, string python)
{
    ModelConfig config = ModelConfig.TinyDeepSeekV3 with
    {
        Name = "mid-size", VocabularySize = 8192, HiddenSize = 512, IntermediateSize = 1536, LayerCount = 6, HeadCount = 8, KeyValueHeadCount = 8, HeadSize = 96,
        Latent = new() { QueryRank = 192, KeyValueRank = 128, ContentHeadSize = 64, RotaryHeadSize = 32, ValueHeadSize = 64 },
        Experts = ModelConfig.TinyDeepSeekV3.Experts! with { RoutedCount = 16, IntermediateSize = 256 },
        MaxPositions = 1024,
    };
    manual_seed(1);
    using var model = new DeepSeekModel(config);
    ModelFolder.Save(model, folder);
    using Tensor tokens = randint(0, config.VocabularySize, [2, 256], dtype: ScalarType.Int64);
    using var noGradients = no_grad();
    using Tensor logits = model.forward(tokens);
    SafetensorsWriter.Write(Path.Combine(folder, "activations.safetensors"), [CheckpointTensors.ToWrite("tokens", tokens), CheckpointTensors.ToWrite("logits", logits)]);

    // Both processes stay, and a line sent to the other one is a forward pass it answers when done: they take turns as if they were one.
    string script = Path.Combine(Path.GetDirectoryName(ThisFile())!, "models_peer.py");
    using Process peer = Process.Start(new ProcessStartInfo(python, [script, folder]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    Console.WriteLine(Answer());
    double[] times = Medians(15, () => model.forward(tokens).Dispose(), () =>
    {
        peer.StandardInput.WriteLine();
        peer.StandardInput.Flush();
        Answer();
    });
    peer.StandardInput.Close();
    peer.WaitForExit();
    Console.WriteLine($"{model.parameters().Sum(parameter => parameter.numel()):N0} parameters, 2 x 256 tokens, {get_num_threads()} threads, ms (median of 15, in turns)");
    Console.WriteLine($"DeepSeekModel {times[0]:f1}   PyTorch {times[1]:f1}   ratio {times[1] / times[0]:f2}");

    string Answer() => peer.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{python} {script} ended; its message is above. It needs torch (Debian's python3-torch).");
    static string ThisFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}

// Taking turns: whatever else the machine does meets all of them alike.
static double[] Medians(int rounds, params Action[] contenders)
{
    double[][] times = [.. contenders.Select(_ => new double[rounds])];
    foreach (Action contender in contenders)
        contender();
    for (int round = 0; round < rounds; round++)
    {
        for (int i = 0; i < contenders.Length; i++)
        {
            var clock = Stopwatch.StartNew();
            contenders[i]();
            times[i][round] = clock.Elapsed.TotalMilliseconds;
        }
    }

    return [.. times.Select(values => values.Order().ElementAt(rounds / 2))];
}
