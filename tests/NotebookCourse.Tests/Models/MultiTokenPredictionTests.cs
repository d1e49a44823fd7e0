using NotebookCourse.Accounting;
using NotebookCourse.Models;
using NotebookCourse.Tests.Support;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Models;

[Collection(OneTorch.Name)]
public sealed class MultiTokenPredictionTests
{
    private const int Length = 8;

    [Fact]
    public void Module_k_uses_tokens_up_to_k_ahead_and_none_later()
    {
        using var scope = NewDisposeScope();
        using DeepSeekModel model = Model(depth: 2);
        Tensor tokens = Seeded.Tokens(1, 97, 1, Length), edited = tokens.clone();
        edited[0, 5] = (tokens[0, 5] + 1) % 97;
        Tensor[] before = Logits(model, tokens), after = Logits(model, edited);
        for (int k = 1; k <= 2; k++)
        {
            Assert.Equal([1, Length - k, 97], before[k - 1].shape);
            double[] change = (after[k - 1] - before[k - 1]).abs().amax(-1)[0].data<double>().ToArray();
            Assert.All(change[..(5 - k)], moved => Assert.True(moved < 1e-12)); // position i has read up to token i + k
            Assert.True(change[5 - k] > 1e-6);
        }
    }

    [Fact]
    public void The_loss_is_lambda_times_the_mean_cross_entropy_of_tokens_further_ahead()
    {
        using var scope = NewDisposeScope();
        using DeepSeekModel model = Model(depth: 2);
        Tensor tokens = Seeded.Tokens(1, 97, 1, Length);
        Tensor[] logits = Logits(model, tokens);
        double expected = 0;
        for (int k = 1; k <= 2; k++)
        {
            Tensor logProbability = logits[k - 1].log_softmax(-1)[0];
            double sum = 0;
            for (int i = 0; i < Length - k - 1; i++)
                sum -= logProbability[i, tokens[0, i + k + 1].item<long>()].item<double>();
            expected += 0.3 / 2 * sum / (Length - k - 1);
        }

        Assert.Equal(expected, PredictionLoss.Compute(model, tokens, model.Decoder.forward(tokens), 0.3).item<double>(), 10);
    }

    [Fact]
    public void Gradients_equal_finite_differences()
    {
        using var scope = NewDisposeScope();
        using DeepSeekModel model = Model(depth: 1);
        Tensor tokens = Seeded.Tokens(1, 97, 1, 4);
        MultiTokenPrediction module = model.Decoder.Predictions[0];
        Tensor embedded = Seeded.Normal(3, 1, 3, 64);
        GradientCheck.Check(module, Seeded.Normal(2, 1, 3, 64), previous => module.forward(previous, embedded), elements: 2);
    }

    [Fact]
    public void Nothing_is_left_behind_but_the_result()
    {
        using var outer = NewDisposeScope();
        using DeepSeekModel model = Model(depth: 2);
        Tensor tokens = Seeded.Tokens(1, 97, 1, Length), hidden = model.Decoder.forward(tokens);
        TensorAssert.LeavesBehind(2, () => PredictionLoss.Logits(model, tokens, hidden));
        TensorAssert.LeavesBehind(1, () => PredictionLoss.Compute(model, tokens, hidden));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        using var scope = NewDisposeScope();
        using DeepSeekModel model = Model(depth: 1), without = Model(depth: 0);
        Tensor tokens = Seeded.Tokens(1, 97, 1, 1), hidden = zeros(1, 1, 64, dtype: ScalarType.Float64);
        Assert.Contains("more than 1", Assert.Throws<ArgumentException>(() => PredictionLoss.Logits(model, tokens, hidden)).Message);
        Assert.Contains("num_nextn_predict_layers", Assert.Throws<ArgumentException>(() => PredictionLoss.Compute(without, tokens, hidden)).Message);
        Assert.Contains("[1, 1, 60]", Assert.Throws<ArgumentException>(() => PredictionLoss.Logits(model, tokens, zeros(1, 1, 60))).Message);
        Assert.Contains("[1, 3, 64], expected [1, 2, 64]", Assert.Throws<ArgumentException>(() => model.Decoder.Predictions[0].forward(zeros(1, 2, 64), zeros(1, 3, 64))).Message);
    }

    private static DeepSeekModel Model(int depth)
        => Seeded.Filled(new DeepSeekModel(ModelConfig.TinyDeepSeekV3 with { PredictionLayerCount = depth }), 1, 0.2);

    private static Tensor[] Logits(DeepSeekModel model, Tensor tokens) => PredictionLoss.Logits(model, tokens, model.Decoder.forward(tokens));
}
