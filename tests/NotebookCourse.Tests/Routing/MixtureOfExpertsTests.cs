using NotebookCourse.Accounting;
using NotebookCourse.Models;
using NotebookCourse.Routing;
using NotebookCourse.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Routing;

[Collection(OneTorch.Name)]
public sealed class MixtureOfExpertsTests
{
    private const int Hidden = 6;

    private static readonly ExpertsConfig Small = ModelConfig.TinyDeepSeekV3.Experts! with { RoutedCount = 8, IntermediateSize = 4, ExpertsPerToken = 3 };

    public static TheoryData<int, int, int> Sizes => new() { { 8, 3, 1 }, { 8, 3, 0 }, { 8, 8, 2 }, { 1, 1, 1 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Grouped_experts_equal_a_slow_loop(int experts, int perToken, int shared)
    {
        using var scope = NewDisposeScope();
        using MixtureOfExperts layer = Layer(experts, perToken, shared);
        Tensor input = Seeded.Normal(2, 2, 5, Hidden);
        TensorAssert.Close(SlowLoop(layer, input), layer.forward(input), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gradients_equal_finite_differences(int experts, int perToken, int shared)
    {
        using var scope = NewDisposeScope();
        using MixtureOfExperts layer = Layer(experts, perToken, shared);
        GradientCheck.Check(layer, Seeded.Normal(2, 1, 4, Hidden), layer.forward);
    }

    [Fact]
    public void The_router_learns_through_the_gates()
    {
        using var scope = NewDisposeScope();
        using MixtureOfExperts layer = Layer(8, 3, 1);
        layer.forward(Seeded.Normal(2, 2, 5, Hidden)).square().sum().backward();
        Assert.True(TensorAssert.Largest(layer.Router.Weight.grad!) > 1e-6);
    }

    [Fact]
    public void The_correction_bias_stays_float32_in_a_smaller_model()
    {
        using var scope = NewDisposeScope();
        using var model = new DeepSeekModel(ModelConfig.TinyDeepSeekV3);
        foreach (Router router in model.Routers)
            router.CorrectionBias!.fill_(0.5f + 0.001f);
        model.to(ScalarType.BFloat16);
        Assert.Equal(ScalarType.BFloat16, model.Routers.First().Weight.dtype);
        Assert.All(model.Routers, router => Assert.Equal(ScalarType.Float32, router.CorrectionBias!.dtype));
        Assert.All(model.Routers, router => Assert.Equal(0.5f + 0.001f, router.CorrectionBias![0].item<float>()));
        Assert.Equal(ScalarType.Float32, model.state_dict().Single(entry => entry.Key.EndsWith("layers.2.mlp.gate.e_score_correction_bias", StringComparison.Ordinal)).Value.dtype);
        using var noGradients = no_grad();
        Assert.Equal(ScalarType.BFloat16, model.forward(tensor(new long[,] { { 1, 2, 3 } }), new()).dtype);
        Assert.Equal(0.501f, model.Routers.First().CorrectionBias![0].item<float>(), 1e-6f);
        model.to(ScalarType.Float64);
        Assert.All(model.Routers, router => Assert.Equal(ScalarType.Float64, router.CorrectionBias!.dtype));
    }

    [Fact]
    public void One_token_and_one_expert_work()
    {
        using var scope = NewDisposeScope();
        using MixtureOfExperts layer = Layer(1, 1, 0);
        Tensor input = Seeded.Normal(1, 1, 1, Hidden);
        TensorAssert.Close(2.5 * layer.Experts[0].forward(input), layer.forward(input), 1e-12);
    }

    [Fact]
    public void An_expert_nobody_chose_gets_no_gradient()
    {
        using var scope = NewDisposeScope();
        using MixtureOfExperts layer = Layer(8, 3, 0);
        using var log = new RoutingLog();
        layer.forward(Seeded.Normal(3, 1, 1, Hidden), log).sum().backward();
        long[] chosen = log.Decisions[0].Experts.data<long>().ToArray();
        Assert.Equal(Enumerable.Range(0, 8).Select(expert => chosen.Contains(expert)), layer.Experts.Select(expert => expert.Gate.weight!.grad is not null));
    }

    [Fact]
    public void Names_are_those_of_checkpoints()
    {
        using var layer = new MixtureOfExperts(Hidden, Small);
        string[] names = [.. layer.state_dict().Keys];
        Assert.Equal(3 * 8 + 3 + 2, names.Length);
        Assert.Contains("gate.e_score_correction_bias", names);
        Assert.Contains("experts.7.down_proj.weight", names);
        Assert.Contains("shared_experts.up_proj.weight", names);
        Assert.DoesNotContain("gate.e_score_correction_bias", layer.named_parameters().Select(pair => pair.name));
    }

    [Fact]
    public void A_wrong_width_is_named_beside_the_right_one()
    {
        using var layer = new MixtureOfExperts(Hidden, Small);
        using Tensor wrong = zeros(2, 5);
        Assert.Contains("[2, 5], expected [..., 6]", Assert.Throws<ArgumentException>(() => layer.forward(wrong)).Message);
    }

    [Fact]
    public void Nothing_is_left_behind_but_the_result()
    {
        using var layer = new MixtureOfExperts(Hidden, Small);
        using Tensor input = Seeded.Single(1, 2, 3, Hidden);
        using var log = new RoutingLog();
        TensorAssert.LeavesBehind(1, () => layer.forward(input));
        TensorAssert.LeavesBehind(1, () =>
        {
            layer.forward(input, log);
            log.Clear();
        });
    }

    private static MixtureOfExperts Layer(int experts, int perToken, int shared)
    {
        ExpertsConfig config = Small with { RoutedCount = experts, ExpertsPerToken = perToken, SharedCount = shared };
        if (perToken > 4 || experts < 4)
            config = config with { GroupCount = 1, GroupsKept = 1 };
        return Seeded.Filled(new MixtureOfExperts(Hidden, config), 11, size: 0.7);
    }

    /// <summary>Token by token, expert by expert.</summary>
    private static Tensor SlowLoop(MixtureOfExperts layer, Tensor input)
    {
        Tensor tokens = input.reshape(-1, Hidden);
        double[] bias = layer.Router.CorrectionBias!.data<double>().ToArray();
        var rows = new List<Tensor>();
        for (long token = 0; token < tokens.shape[0]; token++)
        {
            Tensor x = tokens.narrow(0, token, 1);
            double[] gates = RoutingOracle.Gates(layer.Router.forward(x).data<double>().ToArray(), bias, layer.Router.Config);
            Tensor sum = layer.Shared is null ? zeros_like(x) : layer.Shared.forward(x);
            foreach (var (gate, expert) in gates.Select((gate, expert) => (gate, expert)).Where(pair => pair.gate != 0))
                sum = sum + (layer.Experts[expert].forward(x) * gate);
            rows.Add(sum);
        }

        return cat(rows, 0).view(input.shape);
    }
}
