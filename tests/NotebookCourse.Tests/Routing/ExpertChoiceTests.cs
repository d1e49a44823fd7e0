using NotebookCourse.Accounting;
using NotebookCourse.Routing;
using NotebookCourse.Tests.Support;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Routing;

[Collection(OneTorch.Name)]
public sealed class ExpertChoiceTests
{
    private static readonly ExpertsConfig V3 = ModelConfig.TinyDeepSeekV3.Experts!;

    public static TheoryData<RouterScoring, ExpertSelection, bool, int, int> Variants
    {
        get
        {
            var data = new TheoryData<RouterScoring, ExpertSelection, bool, int, int>();
            foreach (RouterScoring scoring in Enum.GetValues<RouterScoring>())
                foreach (ExpertSelection selection in Enum.GetValues<ExpertSelection>())
                    foreach (bool renormalise in new[] { false, true })
                        foreach (var (groups, kept) in new[] { (1, 1), (4, 2), (8, 4), (16, 9) })
                            data.Add(scoring, selection, renormalise, groups, kept);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_variant_equals_the_equations(RouterScoring scoring, ExpertSelection selection, bool renormalise, int groups, int kept)
    {
        using var scope = NewDisposeScope();
        ExpertsConfig config = V3 with { Scoring = scoring, Selection = selection, Renormalise = renormalise, GroupCount = groups, GroupsKept = kept };
        Tensor logits = Seeded.Normal(1, 50, 16);
        Tensor? bias = config.HasCorrectionBias ? Seeded.Normal(2, 16) * 0.2 : null;
        Tensor gates = Dense(ExpertChoice.Decide(logits, config, bias), 16);
        for (int token = 0; token < 50; token++)
        {
            double[] expected = RoutingOracle.Gates(logits[token].data<double>().ToArray(), bias?.data<double>().ToArray(), config);
            TensorAssert.Close(tensor(expected), gates[token], 1e-12);
        }
    }

    [Fact]
    public void The_bias_chooses_and_does_not_weigh()
    {
        using var scope = NewDisposeScope();
        ExpertsConfig config = V3 with { RoutedCount = 2, GroupCount = 1, GroupsKept = 1, ExpertsPerToken = 1, Renormalise = false, Scale = 1 };
        Tensor logits = tensor(new[] { 1.0, 0 }).view(1, 2);
        RoutingDecision decision = ExpertChoice.Decide(logits, config, tensor(new[] { 0.0, 5 }));
        Assert.Equal(1, decision.Experts.item<long>());
        Assert.Equal(0.5, decision.Gates.item<double>(), 12);
    }

    [Theory]
    [InlineData(ExpertSelection.Greedy)]
    [InlineData(ExpertSelection.GroupLimited)]
    [InlineData(ExpertSelection.BiasCorrected)]
    public void Ties_still_give_different_experts_within_the_kept_groups(ExpertSelection selection)
    {
        using var scope = NewDisposeScope();
        ExpertsConfig config = V3 with { Selection = selection };
        RoutingDecision decision = ExpertChoice.Decide(zeros(3, 16), config, config.HasCorrectionBias ? zeros(16) : null);
        for (int token = 0; token < 3; token++)
        {
            long[] chosen = decision.Experts[token].data<long>().ToArray();
            Assert.Equal(4, chosen.Distinct().Count());
            if (selection != ExpertSelection.Greedy)
                Assert.True(chosen.Select(expert => expert / 4).Distinct().Count() <= 2);
            Assert.All(decision.Gates[token].data<float>().ToArray(), gate => Assert.Equal(2.5f / 4, gate, 6));
        }
    }

    [Fact]
    public void Softmax_over_256_random_scores_leaves_a_fifth_for_the_best_eight_and_V3_makes_it_two_and_a_half()
    {
        using var scope = NewDisposeScope();
        Tensor logits = Seeded.Normal(1, 2000, 256);
        ExpertsConfig config = ModelConfig.DeepSeekV3.Experts!;
        ExpertsConfig softmax = config with { Scoring = RouterScoring.Softmax, Selection = ExpertSelection.Greedy, Renormalise = false, Scale = 1 };
        Assert.Equal(0.19, ExpertChoice.Decide(logits, softmax).Gates.sum(-1).mean().item<double>(), 2);
        TensorAssert.Close(full(2000, 2.5, dtype: ScalarType.Float64), ExpertChoice.Decide(logits, config, zeros(256)).Gates.sum(-1), 1e-12);
    }

    [Fact]
    public void Gates_carry_gradients_and_the_choice_does_not()
    {
        using var scope = NewDisposeScope();
        Tensor logits = Seeded.Normal(1, 1, 16).requires_grad_(), bias = zeros(16, dtype: ScalarType.Float64).requires_grad_();
        RoutingDecision decision = ExpertChoice.Decide(logits, V3 with { Renormalise = false }, bias);
        decision.Gates.sum().backward();
        long[] moved = [.. logits.grad!.flatten().data<double>().Select((value, expert) => (value, expert)).Where(pair => pair.value != 0).Select(pair => (long)pair.expert)];
        Assert.Equal(decision.Experts.data<long>().Order(), moved);
        Assert.True(bias.grad is null);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("[3, 15], expected [?, 16]", Message(() => ExpertChoice.Decide(zeros(3, 15), V3, zeros(16))));
        Assert.Contains("[15], expected [16]", Message(() => ExpertChoice.Decide(zeros(3, 16), V3, zeros(15))));
        Assert.Contains("needs a correction bias", Message(() => ExpertChoice.Decide(zeros(3, 16), V3)));
        Assert.Contains("knows no correction bias", Message(() => ExpertChoice.Decide(zeros(3, 16), V3 with { Selection = ExpertSelection.Greedy }, zeros(16))));
    }

    [Fact]
    public void Nothing_is_left_behind_but_the_decision()
    {
        using Tensor logits = Seeded.Single(1, 5, 16), bias = zeros(16);
        TensorAssert.LeavesBehind(3, () => ExpertChoice.Decide(logits, V3, bias));
        TensorAssert.LeavesBehind(1, () => ExpertChoice.GroupScores(logits, V3));
    }

    private static string Message(Action call) => Assert.Throws<ArgumentException>(call).Message;

    private static Tensor Dense(RoutingDecision decision, int experts)
        => zeros(decision.Gates.shape[0], experts, dtype: ScalarType.Float64).scatter(1, decision.Experts, decision.Gates);
}
