using NotebookCourse.Accounting;
using NotebookCourse.Attention;
using NotebookCourse.Layers;
using NotebookCourse.Models;
using NotebookCourse.Routing;
using NotebookCourse.Tests.Support;
using NotebookCourse.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Models;

/// <summary>One suite over every model.</summary>
[Collection(OneTorch.Name)]
public sealed class ModelTests
{
    private const int Vocabulary = 97, Length = 7;

    private static readonly ModelConfig Small = ModelConfig.TinyDeepSeekV3;

    public static TheoryData<string> Kinds => ["gpt classic", "gpt modern", "gpt grouped, no positions", "deepseek", "deepseek dense, tied", "deepseek all experts, yarn"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Position_0_does_not_see_the_future_and_the_last_sees_the_past(string kind)
    {
        using var scope = NewDisposeScope();
        using LanguageModel model = Model(kind);
        Tensor tokens = Seeded.Tokens(1, Vocabulary, 1, Length), edited = tokens.clone();
        edited[0, 3] = (tokens[0, 3] + 1) % Vocabulary;
        double[] change = (model.forward(edited) - model.forward(tokens)).abs().amax(-1)[0].data<double>().ToArray();
        Assert.All(change[..3], moved => Assert.True(moved < 1e-12)); // not 0: experts multiply blocks of other sizes, and round otherwise
        Assert.All(change[3..], moved => Assert.True(moved > 1e-6));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reading_with_a_cache_equals_reading_at_once(string kind)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using LanguageModel model = Model(kind);
        Tensor tokens = Seeded.Tokens(1, Vocabulary, 2, Length), whole = model.forward(tokens);
        foreach (LatentForm form in Enum.GetValues<LatentForm>())
        {
            using ModelCache cache = model.NewCache(form);
            Tensor first = model.forward(tokens.narrow(1, 0, 3), new() { Cache = cache });
            Tensor wrong = model.forward(tokens.narrow(1, 0, 2), new() { Cache = cache });
            cache.Truncate(3);
            var parts = new List<Tensor> { first };
            for (int position = 3; position < Length; position++)
                parts.Add(model.forward(tokens.narrow(1, position, 1), new() { Cache = cache, LastPositionOnly = true }));
            TensorAssert.Close(whole, cat(parts, 1), 1e-10);
            TensorAssert.Close(whole.narrow(1, Length - 1, 1), model.forward(tokens, new() { Form = form, LastPositionOnly = true }), 1e-10);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_equal_finite_differences(string kind)
    {
        using var scope = NewDisposeScope();
        using LanguageModel model = Model(kind);
        Tensor tokens = Seeded.Tokens(1, Vocabulary, 1, 4);
        Tensor nothing = zeros(1, dtype: ScalarType.Float64);
        GradientCheck.Check(model, nothing, input => model.forward(tokens) + input, elements: 1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_is_left_behind_but_the_result(string kind)
    {
        using LanguageModel model = Model(kind);
        using Tensor tokens = Seeded.Tokens(1, Vocabulary, 1, Length);
        using var noGradients = no_grad();
        using ModelCache cache = model.NewCache();
        TensorAssert.LeavesBehind(1, () => model.forward(tokens));
        TensorAssert.LeavesBehind(1, () => model.forward(tokens, new() { Cache = cache }));
    }

    [Fact]
    public void Tied_embeddings_are_one_parameter()
    {
        using var scope = NewDisposeScope();
        using var model = new DeepSeekModel(Small with { TieWordEmbeddings = true });
        using var apart = new DeepSeekModel(Small);
        long table = (long)Small.VocabularySize * Small.HiddenSize;
        Assert.Equal(apart.parameters().Sum(parameter => parameter.numel()) - table, model.parameters().Sum(parameter => parameter.numel()));
        using var optimizer = new FusedAdamW(model.named_parameters(), new AdamWOptions());
        Assert.Equal("model.embed_tokens.weight", Assert.Single(optimizer.Names, name => name.Contains("embed") || name.Contains("lm_head")));

        Tensor tokens = tensor(new long[,] { { 1, 2, 3 } }), before = model.Decoder.Embedding.weight!.detach().clone();
        model.forward(tokens, new()).square().mean().backward();
        optimizer.Step(0.01);
        Tensor after = model.Decoder.Embedding.weight!.detach(), hidden = Seeded.Single(4, 2, Small.HiddenSize);
        Assert.InRange((after - before).abs().max().item<float>(), 0.009f, 0.0101f);            // one step of it, not two
        TensorAssert.Close(hidden.mm(after.t()), model.Head(hidden), 1e-6);
        model.to(ScalarType.BFloat16);
        Tensor small = hidden.to(ScalarType.BFloat16);
        TensorAssert.Close(small.mm(model.Decoder.Embedding.weight!.t()), model.Head(small), 0);   // and still one
    }

    [Fact]
    public void The_parts_leave_nothing_behind_but_their_results()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using DeepSeekModel model = Seeded.Filled(new DeepSeekModel(Small with { PredictionLayerCount = 1 }), 1, 0.2, exact: false);
        using GptModel gpt = Seeded.Filled(new GptModel(GptConfig.Modern(Vocabulary, 64, 64, 2, 2)), 1, 0.2, exact: false);
        using RotaryAngles angles = model.Decoder.Angles(0, 3);
        Tensor tokens = Seeded.Tokens(1, Vocabulary, 1, 3), hidden = Seeded.Single(2, 1, 3, 64), flat = hidden[0];
        Router router = model.Routers.First();
        TensorAssert.LeavesBehind(2, () => model.Decoder.Angles(0, 3));
        TensorAssert.LeavesBehind(1, () => model.Decoder.forward(tokens));
        TensorAssert.LeavesBehind(1, () => model.Decoder.Normalised(hidden));
        TensorAssert.LeavesBehind(1, () => model.Head(hidden));
        using var tied = new DeepSeekModel(Small with { TieWordEmbeddings = true });
        TensorAssert.LeavesBehind(1, () => tied.Head(hidden));
        TensorAssert.LeavesBehind(1, () => model.Decoder.Layers[0].forward(hidden, angles, new()));
        TensorAssert.LeavesBehind(1, () => model.Decoder.Layers[1].forward(hidden, angles, new()));
        TensorAssert.LeavesBehind(1, () => model.Decoder.Predictions[0].forward(hidden, hidden, angles));
        TensorAssert.LeavesBehind(1, () => model.Decoder.Predictions[0].Normalised(hidden));
        TensorAssert.LeavesBehind(1, () => gpt.Blocks[0].forward(hidden));
        TensorAssert.LeavesBehind(1, () => gpt.Normalised(hidden));
        TensorAssert.LeavesBehind(1, () => gpt.Head(hidden));
        TensorAssert.LeavesBehind(1, () => router.forward(flat));
        TensorAssert.LeavesBehind(3, () => router.Decide(flat));
        TensorAssert.LeavesBehind(0, () =>
        {
            using LayerCache cache = MultiHeadLatentAttention.NewCache();
            ((LatentCache)cache).Append(hidden).Dispose();
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_newcomers_get_wrong_is_explained(string kind)
    {
        using var scope = NewDisposeScope();
        using LanguageModel model = Model(kind);
        Assert.Contains("[7], expected [?, ?]", Message(Seeded.Tokens(1, Vocabulary, Length)));
        Assert.Contains("expected Int64", Message(zeros(1, 3)));
        Assert.Contains("97, expected numbers from 0 to 96", Message(tensor(new long[] { 0, 97 }).view(1, 2)));
        Assert.Contains("1 to 64", Message(zeros(1, 65, dtype: ScalarType.Int64)));

        string Message(Tensor tokens) => Assert.Throws<ArgumentException>(() => model.forward(tokens)).Message;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_probe_can_take_a_part_away(string kind)
    {
        using var scope = NewDisposeScope();
        using LanguageModel model = Model(kind);
        Tensor tokens = Seeded.Tokens(1, Vocabulary, 1, Length);
        Probe silence = (name, value) => name.EndsWith("self_attn.output") ? zeros_like(value) : value;
        Tensor edited = tokens.clone();
        edited[0, 0] = (tokens[0, 0] + 1) % Vocabulary;
        Tensor change = model.forward(edited, new() { Probe = silence }) - model.forward(tokens, new() { Probe = silence });
        TensorAssert.Close(zeros(Length - 1, Vocabulary, dtype: ScalarType.Float64), change[0, 1..], 1e-12);
    }

    [Fact]
    public void The_parameters_are_those_the_configuration_asks_for_under_the_checkpoints_names()
    {
        using var model = new DeepSeekModel(Small with { PredictionLayerCount = 1 });
        string[] names = [.. model.state_dict().Keys];
        foreach (string name in new[]
        {
            "model.embed_tokens.weight", "model.layers.0.mlp.gate_proj.weight", "model.layers.1.mlp.gate.e_score_correction_bias",
            "model.layers.2.self_attn.kv_a_proj_with_mqa.weight", "model.layers.3.eh_proj.weight", "model.layers.3.shared_head.norm.weight", "model.norm.weight", "lm_head.weight",
        })
            Assert.Contains(name, names);
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.DoesNotContain(names, name => name.Contains("_block") || name.Contains('<'));
    }

    [Fact]
    public void A_log_gets_one_decision_for_each_layer_with_experts()
    {
        using var scope = NewDisposeScope();
        using var model = new DeepSeekModel(Small);
        using var log = new RoutingLog();
        model.forward(Seeded.Tokens(1, Vocabulary, 2, Length), new() { Routing = log });
        Assert.Equal(2, log.Decisions.Count);
        Assert.All(log.Decisions, decision => Assert.Equal([2 * Length, 4], decision.Experts.shape));
    }

    internal static LanguageModel Model(string kind) => kind switch
    {
        "gpt classic" => Seeded.Filled(new GptModel(GptConfig.Classic(Vocabulary, 64, 16, 2, 2)), 1, 0.2),
        "gpt modern" => Seeded.Filled(new GptModel(GptConfig.Modern(Vocabulary, 64, 16, 2, 2)), 1, 0.2),
        "gpt grouped, no positions" => Seeded.Filled(
            new GptModel(GptConfig.Classic(Vocabulary, 64, 16, 2, 4) with { KeyValueHeadCount = 2, Positions = GptPositions.None }), 1, 0.2),
        "deepseek" => Seeded.Filled(new DeepSeekModel(Small), 1, 0.2),
        "deepseek dense, tied" => Seeded.Filled(new DeepSeekModel(Small with { Experts = null, TieWordEmbeddings = true, AttentionInputBias = true }), 1, 0.2),
        "deepseek all experts, yarn" => Seeded.Filled(
            new DeepSeekModel(Small with
            {
                Experts = Small.Experts! with { DenseLayersFirst = 0, Selection = ExpertSelection.GroupLimited, Scoring = RouterScoring.Softmax },
                Rotary = new() { Yarn = new() { Factor = 4, OriginalPositions = 16 } },
            }),
            1, 0.2),
        _ => throw new ArgumentException($"no model '{kind}'", nameof(kind)),
    };
}
