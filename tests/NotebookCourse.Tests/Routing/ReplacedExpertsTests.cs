using NotebookCourse.Accounting;
using NotebookCourse.Layers;
using NotebookCourse.Routing;
using NotebookCourse.Tests.Support;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Routing;

/// <summary>A probe that answers <c>router.indices</c> with other experts: the layer goes on with those.</summary>
[Collection(OneTorch.Name)]
public sealed class ReplacedExpertsTests
{
    private const int Hidden = 6;
    private const int Tokens = 10;

    private static readonly ExpertsConfig V3 = ModelConfig.TinyDeepSeekV3.Experts! with { RoutedCount = 8, IntermediateSize = 4, ExpertsPerToken = 3 };

    private static readonly ExpertsConfig V2 = V3 with
    {
        Scoring = RouterScoring.Softmax,
        Selection = ExpertSelection.Greedy,
        Renormalise = false,
        Scale = 1,
        GroupCount = 1,
        GroupsKept = 1,
    };

    public static TheoryData<string> Variants => ["V3", "V2"];

    public static TheoryData<string> Presets => [.. ModelConfig.Presets.Where(preset => preset.Experts is not null).Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Own_choice_handed_back_changes_nothing(string variant)
    {
        using var scope = NewDisposeScope();
        using MixtureOfExperts layer = Layer(variant == "V3" ? V3 : V2);
        Tensor input = Input(), plain = layer.forward(input);
        Assert.True(plain.equal(layer.forward(input, null, (_, value) => value)).all().item<bool>());
        Assert.True(plain.equal(layer.forward(input, null, (_, value) => value.clone())).all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_token_goes_where_the_probe_says(string variant)
    {
        using var scope = NewDisposeScope();
        using MixtureOfExperts layer = Layer(variant == "V3" ? V3 : V2);
        Tensor input = Input(), tokens = input.view(Tokens, Hidden);
        Tensor affinities = layer.Router.Decide(tokens).Affinities.index_select(1, tensor(new long[] { 5, 0 }));
        Tensor gates = variant == "V3" ? 2.5 * affinities / affinities.sum(-1, keepdim: true) : affinities;
        Tensor expected = layer.Shared!.forward(tokens) + (gates.narrow(1, 0, 1) * layer.Experts[5].forward(tokens))
            + (gates.narrow(1, 1, 1) * layer.Experts[0].forward(tokens));
        TensorAssert.Close(expected.view(input.shape), layer.forward(input, null, All(5, 0)), 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Fewer_or_more_experts_than_configured_share_the_scale(int count)
    {
        using var scope = NewDisposeScope();
        using MixtureOfExperts layer = Layer(V3);
        using var log = new RoutingLog();
        layer.forward(Input(), log, All([.. Enumerable.Range(0, count).Select(expert => (long)expert)]));
        Assert.Equal([Tokens, count], log.Decisions[0].Gates.shape);
        TensorAssert.Close(full(Tokens, 2.5, dtype: ScalarType.Float64), log.Decisions[0].Gates.sum(-1), 1e-12);
    }

    [Fact]
    public void Changed_gates_multiply_the_replaced_experts()
    {
        using var scope = NewDisposeScope();
        using MixtureOfExperts layer = Layer(V3);
        Tensor input = Input(), tokens = input.view(Tokens, Hidden);
        Tensor output = layer.forward(input, null, (name, value) => name == "router.weights" ? full_like(value, 0.5) : All(4)(name, value));
        TensorAssert.Close((layer.Shared!.forward(tokens) + (0.5 * layer.Experts[4].forward(tokens))).view(input.shape), output, 1e-12);
    }

    [Fact]
    public void The_log_counts_the_experts_that_were_visited()
    {
        using var scope = NewDisposeScope();
        using MixtureOfExperts layer = Layer(V3);
        using var log = new RoutingLog();
        layer.forward(Input(), log, All(2, 7));
        Assert.Equal([0L, 0, Tokens, 0, 0, 0, 0, Tokens], ExpertLoad.Of(log.Decisions[0].Experts, 8).Tokens);
    }

    [Fact]
    public void The_router_learns_through_replaced_experts()
    {
        using var scope = NewDisposeScope();
        using MixtureOfExperts layer = Layer(V3);
        layer.forward(Input(), null, All(1, 6)).square().sum().backward();
        Tensor rows = layer.Router.Weight.grad!.abs().amax(-1);
        Assert.Equal([1L, 6], rows.gt(1e-9).nonzero().flatten().data<long>().ToArray());
    }

    [Fact]
    public void Experts_that_do_not_exist_are_named()
    {
        using var scope = NewDisposeScope();
        using MixtureOfExperts layer = Layer(V3);
        Assert.Contains("The chosen experts holds 8, expected numbers from 0 to 7", Refusal(layer, All(0, 8)));
        Assert.Contains("The chosen experts holds -1, expected numbers from 0 to 7", Refusal(layer, All(-1, 3)));
    }

    [Fact]
    public void Wrong_shapes_and_types_are_named()
    {
        using var scope = NewDisposeScope();
        using MixtureOfExperts layer = Layer(V3);
        Assert.Contains("The chosen experts has shape [9, 3], expected [10, ?]", Refusal(layer, On("router.indices", value => value.narrow(0, 0, 9))));
        Assert.Contains("The chosen experts has type Int32, expected Int64", Refusal(layer, On("router.indices", value => value.to(ScalarType.Int32))));
        Assert.Contains("The gates has shape [10, 2], expected [10, 3]", Refusal(layer, On("router.weights", value => value.narrow(1, 0, 2))));
    }

    [Fact]
    public void Nothing_is_left_behind_but_the_result()
    {
        using MixtureOfExperts layer = Layer(V3);
        using Tensor input = Input();
        TensorAssert.LeavesBehind(1, () => layer.forward(input, null, All(1, 6)));
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Gates_of_the_routers_choice_are_the_routers(string preset)
    {
        ExpertsConfig config = ModelConfig.Presets.Single(known => known.Name == preset).Experts!;
        using var scope = NewDisposeScope();
        Tensor? bias = config.HasCorrectionBias ? Seeded.Normal(4, config.RoutedCount) : null;
        RoutingDecision decision = ExpertChoice.Decide(Seeded.Normal(5, 7, config.RoutedCount), config, bias);
        Assert.True(decision.Gates.equal(ExpertChoice.Gates(decision.Affinities, decision.Experts, config)).all().item<bool>());
    }

    private static MixtureOfExperts Layer(ExpertsConfig config) => Seeded.Filled(new MixtureOfExperts(Hidden, config), 11, size: 0.7);

    private static Tensor Input() => Seeded.Normal(2, 2, Tokens / 2, Hidden);

    private static Probe On(string point, Func<Tensor, Tensor> change) => (name, value) => name == point ? change(value) : value;

    /// <summary>Sends every token to these experts.</summary>
    private static Probe All(params long[] experts) => On("router.indices", value => tensor(experts).expand(value.shape[0], -1));

    private static string Refusal(MixtureOfExperts layer, Probe probe)
        => Assert.Throws<ArgumentException>(() => layer.forward(Input(), null, probe)).Message;
}
