using NotebookCourse.Accounting;
using NotebookCourse.Attention;
using NotebookCourse.Layers;
using NotebookCourse.Models;
using NotebookCourse.Routing;
using NotebookCourse.Tests.Support;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Models;

/// <summary>Every public function that takes tensors, called wrongly: an error that has what was given and what was expected, never the end of the process.</summary>
[Collection(OneTorch.Name)]
public sealed class WrongInputTests
{
    private const int Hidden = 16;

    private static readonly ExpertsConfig Experts = new()
    {
        RoutedCount = 8,
        SharedCount = 1,
        ExpertsPerToken = 2,
        IntermediateSize = 5,
        GroupCount = 4,
        GroupsKept = 2,
        Scoring = RouterScoring.Sigmoid,
        Selection = ExpertSelection.BiasCorrected,
        Renormalise = true,
    };

    private static readonly Dictionary<string, (Action Call, string[] Named)> Calls = new()
    {
        ["norm, no dimension"] = (() => new RmsNorm(4).forward(ones([])), ["[]", "[..., 4]"]),
        ["gelu, width"] = (() => new GeluMlp(4, 6).forward(ones(2, 5)), ["[2, 5]", "[..., 4]"]),
        ["product, inputs"] = (() => MatrixProducts.Linear(ones(2, 3), ones(4, 5)), ["[2, 3]", "[4, 5]"]),
        ["product, no dimension"] = (() => InBFloat16(() => MatrixProducts.Linear(ones([]), ones(4, 5))), ["[]", "[4, 5]"]),
        ["product, bias"] = (() => MatrixProducts.Linear(ones(2, 3), ones(4, 3), ones(5)), ["[5]", "[4, 3]"]),
        ["product, batched"] = (() => MatrixProducts.Batched(ones(2, 3, 4), ones(2, 5, 6)), ["[2, 3, 4]", "[2, 5, 6]"]),
        ["product, batched ranks"] = (() => MatrixProducts.Batched(ones(3, 4), ones(4, 6)), ["[3, 4]", "[4, 6]"]),
        ["rotation, rank"] = (() => Rotation.Apply(ones(3, 4), Angles(3, 4)), ["[3, 4]", "[3, 2]"]),
        ["rotation, positions"] = (() => Rotation.Apply(ones(1, 2, 1, 4), Angles(3, 4)), ["[1, 2, 1, 4]", "[?, 3, ?, 4]"]),
        ["rotation, sines"] = (() => Rotation.Apply(ones(1, 3, 1, 4), new RotaryAngles(ones(3, 2), ones(3, 1))), ["[3, 1]", "[3, 2]"]),
        ["rotation, flat angles"] = (() => Rotation.Apply(ones(1, 3, 1, 4), new RotaryAngles(ones(6), ones(6))), ["[6]", "[?, ?]"]),
        ["layouts, odd"] = (() => Rotation.ToHalfSplit(ones(2, 3)), ["[2, 3]", "even"]),
        ["layouts, no dimension"] = (() => Rotation.ToInterleaved(ones([])), ["[]", "even"]),
        ["attend, rank"] = (() => ScaledDotProduct.Attend(ones(3, 4), ones(3, 4), ones(3, 4)), ["[3, 4]", "[?, ?, ?, ?]"]),
        ["attend, head sizes"] = (() => ScaledDotProduct.Attend(ones(1, 2, 3, 4), ones(1, 2, 3, 5), ones(1, 2, 3, 4)), ["[1, 2, 3, 5]", "[1, 2, ?, 4]"]),
        ["attend, batch"] = (() => ScaledDotProduct.Attend(ones(2, 2, 3, 4), ones(1, 2, 3, 4), ones(1, 2, 3, 4)), ["[1, 2, 3, 4]", "[2, 2, ?, 4]"]),
        ["grouped, rank"] = (() => Grouped().forward(ones(3, Hidden)), ["[3, 16]", "[?, ?, 16]"]),
        ["grouped, angles"] = (() => Grouped().forward(ones(1, 3, Hidden), new() { Angles = Angles(2, 4) }), ["[1, 3, 4, 4]", "[?, 2, ?, 4]"]),
        ["grouped, mask"] = (() => Grouped().forward(ones(1, 3, Hidden), new() { Mask = ones(2, 2, dtype: ScalarType.Bool) }), ["[2, 2]", "[3, 3]"]),
        ["latent, angles"] = (() => Latent(LatentForm.Naive, new() { Angles = Angles(2, 8) }), ["[1, 3, ", "[?, 2, "]),
        ["latent, mask"] = (() => Latent(LatentForm.Naive, new() { Mask = ones(3, 2, dtype: ScalarType.Bool) }), ["[3, 2]", "[3, 3]"]),
        ["absorbed, mask"] = (() => Latent(LatentForm.Absorbed, new() { Mask = ones(3, 2, dtype: ScalarType.Bool) }), ["[3, 2]", "[3, 3]"]),
        ["absorbed, mask of numbers"] = (() => Latent(LatentForm.Absorbed, new() { Mask = ones(3, 3) }), ["Float32", "Bool"]),
        ["cache, first rank"] = (() => new KeyValueCache().Append(ones(3, 4), ones(3, 4)), ["[3, 4]", "[?, ?, ?, ?]"]),
        ["cache, keys without values"] = (() => new KeyValueCache().Append(ones(1, 2, 3, 4), ones(1, 2, 2, 4)), ["[1, 2, 3, 4]", "[1, 2, 2, 4]"]),
        ["cache, another batch"] = (() => Twice(new LatentCache(), ones(1, 2, 3), ones(2, 2, 3)), ["[2, 2, 3]", "[1, ?, 3]"]),
        ["cache, another type"] = (() => Twice(new LatentCache(), ones(1, 2, 3), ones(1, 2, 3, dtype: ScalarType.Float64)), ["Float64", "Float32"]),
        ["cache, fewer layers"] = (() => Gpt().forward(Tokens(1, 2), new() { Cache = new ModelCache([new KeyValueCache()]) }), ["1 layers", "NewCache"]),
        ["recurrent, mask"] = (() => new RnnModel(9, 4, 1).forward(Tokens(1, 3), new() { Mask = ones(3, 2, dtype: ScalarType.Bool) }), ["[3, 2]", "expected none"]),
        ["mask, negative"] = (() => AttentionMask.Causal(-1, 2), ["queries"]),
        ["mask, everyone"] = (() => AttentionMask.Everyone(0, 2), ["queries", "0"]),
        ["mask, prefix too long"] = (() => AttentionMask.Prefix(3, 4), ["prefix"]),
        ["router, rank"] = (() => new Router(Hidden, Experts).Decide(ones(1, 2, Hidden)), ["[1, 2, 16]", "[?, 16]"]),
        ["router, no experts"] = (() => new Router(Hidden, Experts with { RoutedCount = 0 }), ["n_routed_experts", "0"]),
        ["latent, no heads"] = (() => new MultiHeadLatentAttention(ModelConfig.TinyDeepSeekV3 with { HeadCount = 0 }), ["num_attention_heads", "0"]),
        ["choice, experts"] = (() => ExpertChoice.Decide(ones(3, 7), Experts, zeros(8)), ["[3, 7]", "[?, 8]"]),
        ["choice, bias"] = (() => ExpertChoice.Decide(ones(3, 8), Experts, zeros(7)), ["[7]", "[8]"]),
        ["choice, k above experts"] = (() => ExpertChoice.Decide(ones(3, 8), Experts with { ExpertsPerToken = 9 }, zeros(8)), ["9", "1 to n_routed_experts, which is 8"]),
        ["choice, negative k"] = (() => ExpertChoice.Decide(ones(3, 8), Experts with { ExpertsPerToken = -1 }, zeros(8)), ["-1", "expected 1"]),
        ["choice, groups"] = (() => ExpertChoice.GroupScores(ones(3, 8), Experts with { GroupCount = 3 }), ["8", "n_group 3"]),
        ["choice, k above groups"] = (() => ExpertChoice.Decide(ones(3, 8), Experts with { GroupsKept = 5 }, zeros(8)), ["topk_group is 5", "4"]),
        ["group scores, rank"] = (() => ExpertChoice.GroupScores(ones(8), Experts), ["[8]", "[?, 8]"]),
        ["experts, no dimension"] = (() => new MixtureOfExperts(Hidden, Experts).forward(ones([])), ["[]", "[..., 16]"]),
        ["balance, sequences"] = (() => BalanceLoss.SequenceWise(Decision(5), 2), ["[5, 8]", "2 sequences"]),
        ["balance, tokens"] = (() => BalanceLoss.SequenceWise(Decision(4) with { Experts = zeros(3, 2, dtype: ScalarType.Int64) }, 2), ["[3, 2]", "[4, ?]"]),
        ["balance, ids"] = (() => BalanceLoss.SequenceWise(Decision(4) with { Experts = full(4, 2, 8, dtype: ScalarType.Int64) }, 2), ["8", "0 to 7"]),
        ["balance, rank"] = (() => BalanceLoss.SequenceWise(Decision(4) with { Affinities = ones(8) }, 2), ["[8]", "[?, ?]"]),
        ["load, ids"] = (() => ExpertLoad.Of(full(4, 2, 8, dtype: ScalarType.Int64), 8), ["8", "0 to 7"]),
        ["load, no experts"] = (() => ExpertLoad.Of(zeros(0, dtype: ScalarType.Int64), -1), ["-1"]),
        ["bias update"] = (() => BiasUpdate.Apply(zeros(8), ones(7), 0.1), ["[7]", "[8]"]),
        ["layer, rank"] = (() => new DeepSeekLayer(ModelConfig.TinyDeepSeekV3, 0).forward(ones(3, ModelConfig.TinyDeepSeekV3.HiddenSize)), ["[3, 64]", "[?, ?, 64]"]),
        ["block, width"] = (() => new GptBlock(GptConfig.Modern(97, 64, Hidden, 2, 2), 0).forward(ones(1, 3, 15)), ["[1, 3, 15]", "[..., 16]"]),
        ["decoder, rank"] = (() => DeepSeek().Decoder.forward(Tokens(3)), ["[3]", "[?, ?]"]),
        ["decoder, ids"] = (() => DeepSeek().Decoder.forward(full(1, 2, 97, dtype: ScalarType.Int64)), ["97", "0 to 96"]),
        ["decoder, start"] = (() => DeepSeek().Decoder.forward(Tokens(1, 2), -1, new()), ["start"]),
        ["head, width"] = (() => DeepSeek().Head(ones(1, 2, 3)), ["[1, 2, 3]", "[..., 64]"]),
        ["normalised, width"] = (() => Gpt().Normalised(ones(1, 2, 3)), ["[1, 2, 3]", "[..., 16]"]),
        ["prediction, shapes"] = (() => PredictionLoss.Logits(DeepSeek(), Tokens(1, 5), ones(1, 4, 64)), ["[1, 4, 64]", "[1, 5, 64]"]),
        ["prediction, ids"] = (() => PredictionLoss.Logits(DeepSeek(), full(1, 5, 97, dtype: ScalarType.Int64), ones(1, 5, 64)), ["97", "0 to 96"]),
    };

    // What has no meaning, where libtorch's own message will do.
    private static readonly Dictionary<string, Action> WrongTypes = new()
    {
        ["norm"] = () => new RmsNorm(4).forward(ones(2, 4, dtype: ScalarType.Int64)),
        ["swiglu"] = () => new SwiGlu(4, 6).forward(ones(2, 4, dtype: ScalarType.Float64)),
        ["gelu"] = () => new GeluMlp(4, 6).forward(ones(2, 4, dtype: ScalarType.Int64)),
        ["attend"] = () => ScaledDotProduct.Attend(ones(1, 1, 2, 4), ones(1, 1, 2, 4, dtype: ScalarType.Float64), ones(1, 1, 2, 4)),
        ["weights"] = () => ScaledDotProduct.Weights(ones(1, 1, 2, 4), ones(1, 1, 2, 4, dtype: ScalarType.Float64)),
        ["grouped"] = () => Grouped().forward(ones(1, 2, Hidden, dtype: ScalarType.Float64)),
        ["absorbed"] = () => Latent(LatentForm.Absorbed, new(), ScalarType.Float64),
        ["router"] = () => new Router(Hidden, Experts).Decide(ones(2, Hidden, dtype: ScalarType.Int64)),
        ["experts"] = () => new MixtureOfExperts(Hidden, Experts).forward(ones(2, Hidden, dtype: ScalarType.Float64)),
        ["load"] = () => ExpertLoad.Of(ones(2, 3), 4),
        ["model"] = () => DeepSeek().forward(ones(1, 2)),
    };

    public static TheoryData<string> Names => [.. Calls.Keys];

    public static TheoryData<string> TypeNames => [.. WrongTypes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_error_has_what_was_given_and_what_was_expected(string name)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var (call, named) = Calls[name];
        string message = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.All(named, part => Assert.Contains(part, message));
    }

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void A_wrong_type_is_an_error(string name)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        Assert.ThrowsAny<Exception>(WrongTypes[name]);
    }

    [Fact]
    public void What_was_refused_has_not_changed_the_cache()
    {
        using var scope = NewDisposeScope();
        using var cache = new KeyValueCache();
        cache.Append(ones(1, 2, 3, 4), ones(1, 2, 3, 5));
        Assert.Throws<ArgumentException>(() => cache.Append(ones(1, 2, 1, 4), ones(1, 2, 1, 4)));
        Assert.Equal(3, cache.Length);
        var (keys, values) = cache.Append(zeros(1, 2, 1, 4), zeros(1, 2, 1, 5));
        Assert.Equal((4, 4), (keys.shape[2], values.shape[2]));
    }

    [Fact]
    public void No_tokens_visit_no_expert()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([2, 0, Hidden], new MixtureOfExperts(Hidden, Experts).forward(ones(2, 0, Hidden)).shape);
    }

    private static Tensor Tokens(params long[] shape) => zeros(shape, ScalarType.Int64);

    private static RotaryAngles Angles(long length, int size) => new RotaryEmbedding(size).Angles(0, length);

    private static GroupedQueryAttention Grouped() => new(Hidden, 4, 2, 4);

    private static GptModel Gpt() => new(GptConfig.Modern(97, 64, Hidden, 2, 2));

    private static DeepSeekModel DeepSeek() => new(ModelConfig.TinyDeepSeekV3 with { VocabularySize = 97, PredictionLayerCount = 1 });

    private static RoutingDecision Decision(long tokens) => ExpertChoice.Decide(Seeded.Single(1, tokens, 8), Experts, zeros(8));

    private static void Latent(LatentForm form, AttentionContext context, ScalarType type = ScalarType.Float32) =>
        new MultiHeadLatentAttention(ModelConfig.TinyDeepSeekV3).forward(ones(1, 3, ModelConfig.TinyDeepSeekV3.HiddenSize, dtype: type), context with { Form = form });

    private static void InBFloat16(Action call)
    {
        using var products = MatrixProducts.InBFloat16();
        call();
    }

    private static void Twice(LatentCache cache, Tensor first, Tensor second)
    {
        cache.Append(first);
        cache.Append(second);
    }
}
