using NotebookCourse.Training;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Training;

[Collection(OneTorch.Name)]
public sealed class ValueTests
{
    private static readonly (string Name, Func<Value, Value, Value> Here, Func<Tensor, Tensor, Tensor> Torch)[] Operations =
    [
        ("+", (a, b) => a + b, (a, b) => a + b),
        ("-", (a, b) => a - b, (a, b) => a - b),
        ("*", (a, b) => a * b, (a, b) => a * b),
        ("/", (a, b) => a / (b * b + 1), (a, b) => a / (b * b + 1)),
        ("negative", (a, _) => -a, (a, _) => -a),
        ("exp", (a, _) => a.Tanh().Exp(), (a, _) => a.tanh().exp()),
        ("log", (a, _) => (a * a + 0.5).Log(), (a, _) => (a * a + 0.5).log()),
        ("pow", (a, _) => (a * a + 0.5).Pow(-1.5), (a, _) => (a * a + 0.5).pow(-1.5)),
        ("tanh", (a, _) => a.Tanh(), (a, _) => a.tanh()),
        ("relu", (a, _) => a.Relu(), (a, _) => a.relu()),
        ("sigmoid", (a, _) => a.Sigmoid(), (a, _) => a.sigmoid()),
        ("sum", (a, b) => Value.Sum(a, b, a), (a, b) => a + b + a),
        ("log sum exp", (a, b) => Value.LogSumExp(a, b), (a, b) => stack([a, b]).logsumexp(0)),
    ];

    /// <summary>A hundred random programs of twenty steps, each step's operands any of the numbers before it.</summary>
    [Fact]
    public void Gradients_are_those_of_TorchSharp()
    {
        using var scope = NewDisposeScope();
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            double[] start = [.. Enumerable.Range(0, 4).Select(_ => 4 * random.NextDouble() - 2)];
            List<Value> values = [.. start.Select(number => new Value(number))];
            List<Tensor> tensors = [.. start.Select(number => tensor(number, dtype: ScalarType.Float64, requires_grad: true))];
            var used = new List<string>();
            for (int step = 0; step < 20; step++)
            {
                var (name, here, there) = Operations[random.Next(Operations.Length)];
                (int a, int b) = (random.Next(values.Count), random.Next(values.Count));
                values.Add(here(values[a], values[b]));
                tensors.Add(there(tensors[a], tensors[b]));
                used.Add($"{name}({a}, {b})");
            }

            Value result = Value.Sum(values);
            Tensor sum = stack([.. tensors]).sum();
            result.Backward();
            sum.backward();
            Assert.Equal(sum.item<double>(), result.Data, 1e-9 * Math.Max(1, Math.Abs(result.Data)));
            for (int i = 0; i < start.Length; i++)
            {
                double expected = tensors[i].grad!.item<double>();
                Assert.True(Math.Abs(expected - values[i].Gradient) <= 1e-9 * Math.Max(1, Math.Abs(expected)),
                    $"seed {seed}: number {i} has gradient {values[i].Gradient}, TorchSharp {expected}, after {string.Join(", ", used)}");
            }
        }
    }

    [Fact]
    public void Cross_entropy_and_its_gradient_are_those_of_TorchSharp()
    {
        using var scope = NewDisposeScope();
        double[] logits = [0.3, -1.2, 2.5, 0];
        Value[] values = [.. logits.Select(logit => new Value(logit))];
        Value loss = Value.CrossEntropy(values, 1);
        loss.Backward();
        Tensor there = tensor(logits, dtype: ScalarType.Float64, requires_grad: true);
        Tensor expected = nn.functional.cross_entropy(there.unsqueeze(0), tensor(new long[] { 1 }));
        expected.backward();
        Assert.Equal(expected.item<double>(), loss.Data, 1e-12);
        Assert.Equal(there.grad!.data<double>().ToArray(), values.Select(value => value.Gradient), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    /// <summary>The bridge to counting: where the gradient of a table of scores is 0, its softmax is the table of shares.</summary>
    [Fact]
    public void Descending_finds_the_counts()
    {
        double[] shares = [0.5, 0.3, 0.2];
        Value[] scores = [0.0, 0.0, 0.0];
        for (int step = 0; step < 500; step++)
        {
            Value.Sum(shares.Select((share, i) => share * Value.CrossEntropy(scores, i))).Backward();
            foreach (Value score in scores)
                (score.Data, score.Gradient) = (score.Data - score.Gradient, 0);
        }

        Assert.Equal(shares, NotebookCourse.Probability.Distribution.Softmax([.. scores.Select(score => score.Data)]), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Large_scores_do_not_overflow()
    {
        Value[] scores = [2000.0, 0.0];
        Value loss = Value.CrossEntropy(scores, 1);
        loss.Backward();
        Assert.Equal(2000, loss.Data);
        Assert.Equal([1, -1], scores.Select(score => score.Gradient));
    }

    [Fact]
    public void A_number_used_twice_is_blamed_twice()
    {
        Value x = 3.0;
        (x * x + x).Backward();
        Assert.Equal(7, x.Gradient);
    }

    [Fact]
    public void Parameters_add_up_over_calls_and_inner_numbers_do_not()
    {
        Value x = 3.0, inner = x * 2;
        Value first = inner * inner, second = inner * 5;
        first.Backward();
        second.Backward();
        Assert.Equal(5, inner.Gradient);
        Assert.Equal(2 * 12 + 2 * 5, x.Gradient);
    }

    [Fact]
    public void A_chain_of_a_million_steps_is_walked()
    {
        Value x = 1.0, sum = x;
        for (int i = 0; i < 1_000_000; i++)
            sum += 1;
        sum.Backward();
        Assert.Equal(1, x.Gradient);
    }

    [Fact]
    public void What_is_no_number_says_so_and_nothing_throws()
    {
        Value zero = 0.0;
        zero.Log().Backward();
        Assert.Equal(double.PositiveInfinity, zero.Gradient);
        Value nothing = double.NaN, result = nothing * 2;
        result.Backward();
        Assert.True(double.IsNaN(result.Data));
        Assert.Equal(2, nothing.Gradient);
    }

    [Fact]
    public void Scores_that_are_missing_are_refused()
    {
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => Value.LogSumExp()).Message, StringComparison.Ordinal);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Value.CrossEntropy([1.0, 2.0], 2));
        Assert.Contains("from 0 to 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_shows_number_and_gradient() => Assert.Equal("0.5 (gradient 0)", new Value(0.5).ToString());
}
