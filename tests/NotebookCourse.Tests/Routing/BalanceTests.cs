using NotebookCourse.Accounting;
using NotebookCourse.Routing;
using NotebookCourse.Tests.Support;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Routing;

[Collection(OneTorch.Name)]
public sealed class BalanceTests
{
    private static readonly ExpertsConfig Plain = ModelConfig.TinyDeepSeekV3.Experts! with { RoutedCount = 4, ExpertsPerToken = 2, Selection = ExpertSelection.Greedy };

    [Fact]
    public void The_loss_is_1_when_even_and_experts_over_chosen_when_all_crowd()
    {
        using var scope = NewDisposeScope();
        Tensor even = tensor(new[] { 9.0, 9, -9, -9, -9, -9, 9, 9 }).view(2, 4);
        Tensor crowd = tensor(new[] { 9.0, 9, -9, -9, 9, 9, -9, -9 }).view(2, 4);
        Assert.Equal(1, BalanceLoss.SequenceWise(ExpertChoice.Decide(even, Plain), 1).item<double>(), 3);
        Assert.Equal(2, BalanceLoss.SequenceWise(ExpertChoice.Decide(crowd, Plain), 1).item<double>(), 3);
    }

    [Fact]
    public void The_loss_equals_the_equations_sequence_by_sequence()
    {
        using var scope = NewDisposeScope();
        RoutingDecision decision = ExpertChoice.Decide(Seeded.Normal(1, 6, 4), Plain);
        double expected = (Equation(decision, 0, 3) + Equation(decision, 3, 3)) / 2;
        Assert.Equal(expected, BalanceLoss.SequenceWise(decision, 2).item<double>(), 12);
        Assert.Contains("4 sequences", Assert.Throws<ArgumentException>(() => BalanceLoss.SequenceWise(decision, 4)).Message);
    }

    [Fact]
    public void Following_the_loss_downhill_makes_the_load_more_even()
    {
        using var scope = NewDisposeScope();
        Tensor logits = (Seeded.Normal(1, 64, 4) * 0.5) + tensor(new[] { 2.0, 1, 0, -1 });
        double Loss() => BalanceLoss.SequenceWise(ExpertChoice.Decide(logits, Plain), 1).item<double>();
        double before = Loss();
        for (int step = 0; step < 60; step++)
        {
            Tensor leaf = logits.detach().requires_grad_();
            BalanceLoss.SequenceWise(ExpertChoice.Decide(leaf, Plain), 1).backward();
            logits = leaf.detach() - (20 * leaf.grad!);
        }

        Assert.True(Loss() < before - 0.05);
    }

    [Fact]
    public void A_bias_rises_below_the_mean_load_falls_above_it_and_stays_on_it()
    {
        using var scope = NewDisposeScope();
        Tensor bias = tensor(new[] { 0.5f, 0.5f, 0.5f });
        BiasUpdate.Apply(bias, tensor(new long[] { 1, 2, 3 }), 0.25);
        TensorAssert.Close(tensor(new[] { 0.75f, 0.5f, 0.25f }), bias, 0);
        BiasUpdate.Apply(bias, tensor(new long[] { 7, 7, 7 }), 0.25);
        TensorAssert.Close(tensor(new[] { 0.75f, 0.5f, 0.25f }), bias, 0);
        Assert.Contains("[2], expected [3]", Assert.Throws<ArgumentException>(() => BiasUpdate.Apply(bias, zeros(2), 0.1)).Message);
    }

    [Fact]
    public void Updating_the_bias_evens_out_a_skewed_router()
    {
        using var scope = NewDisposeScope();
        ExpertsConfig config = Plain with { Selection = ExpertSelection.BiasCorrected };
        Tensor logits = (Seeded.Normal(1, 400, 4) * 0.5) + tensor(new[] { 2.0, 1, 0, -1 });
        Tensor bias = zeros(4, dtype: ScalarType.Float64);
        ExpertLoad Load() => ExpertLoad.Of(ExpertChoice.Decide(logits, config, bias).Experts, 4);
        double before = Load().MaxViolation;
        for (int step = 0; step < 500; step++)
            BiasUpdate.Apply(bias, tensor(Load().Tokens.ToArray()), 0.005);
        Assert.True(before > 0.9);
        Assert.True(Load().MaxViolation < 0.1);
    }

    [Fact]
    public void Load_statistics_by_hand()
    {
        using Tensor experts = tensor(new long[] { 0, 0, 0, 2 });
        ExpertLoad load = ExpertLoad.Of(experts, 4);
        Assert.Equal([3, 0, 1, 0], load.Tokens);
        Assert.Equal(2, load.MaxViolation);
        Assert.Equal(2, load.Unused);
        Assert.Equal(Math.Sqrt(1.5), load.CoefficientOfVariation, 12);
        Assert.Equal(Math.Exp(-((0.75 * Math.Log(0.75)) + (0.25 * Math.Log(0.25)))), load.EffectiveExperts, 12);
        Assert.Equal(4, new ExpertLoad([5, 5, 5, 5]).EffectiveExperts, 12);
        Assert.Equal(0, new ExpertLoad([0, 0]).MaxViolation);
    }

    [Fact]
    public void Nothing_is_left_behind_but_the_result()
    {
        using Tensor logits = Seeded.Single(1, 6, 4), bias = zeros(4), load = ones(4);
        using RoutingDecision decision = ExpertChoice.Decide(logits, Plain);
        TensorAssert.LeavesBehind(1, () => BalanceLoss.SequenceWise(decision, 2));
        TensorAssert.LeavesBehind(0, () => BiasUpdate.Apply(bias, load, 0.1));
        TensorAssert.LeavesBehind(0, () => ExpertLoad.Of(decision.Experts, 4));
    }

    private static double Equation(RoutingDecision decision, int first, int length)
    {
        double sum = 0;
        for (int expert = 0; expert < 4; expert++)
        {
            double frequency = 0, probability = 0;
            for (int token = first; token < first + length; token++)
            {
                double[] affinity = decision.Affinities[token].data<double>().ToArray();
                probability += affinity[expert] / affinity.Sum() / length;
                frequency += decision.Experts[token].data<long>().Contains(expert) ? 4.0 / (2 * length) : 0;
            }

            sum += frequency * probability;
        }

        return sum;
    }
}
