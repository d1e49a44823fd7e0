using NotebookCourse.Attention;
using NotebookCourse.Layers;
using NotebookCourse.Tests.Support;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Attention;

[Collection(OneTorch.Name)]
public sealed class ScaledDotProductTests
{
    [Fact]
    public void Two_positions_by_hand()
    {
        using var scope = NewDisposeScope();
        Tensor q = tensor(new[] { 1.0, 0, 0, 1 }).view(1, 1, 2, 2), k = tensor(new[] { 1.0, 0, 1, 1 }).view(1, 1, 2, 2);
        double half = 1 / (1 + Math.Exp(-1 / Math.Sqrt(2))); // position 1 asks (0,1): scores 0 and 1/sqrt(2)
        TensorAssert.Close(tensor(new[] { 1, 0, 1 - half, half }).view(1, 1, 2, 2), ScaledDotProduct.Weights(q, k), 1e-12);
    }

    [Theory]
    [InlineData(5, 5, 8, 8)]
    [InlineData(5, 5, 6, 3)]
    [InlineData(5, 5, 3, 6)]
    [InlineData(1, 5, 6, 4)]
    [InlineData(3, 5, 6, 4)]
    public void The_fused_way_equals_the_open_one(int queries, int keys, int size, int valueSize)
    {
        using var scope = NewDisposeScope();
        Tensor q = Seeded.Normal(1, 2, 3, queries, size), k = Seeded.Normal(2, 2, 3, keys, size), v = Seeded.Normal(3, 2, 3, keys, valueSize);
        foreach (Tensor? mask in new[] { null, AttentionMask.Everyone(queries, keys) })
            TensorAssert.Close(ScaledDotProduct.Attend(q, k, v, mask, 0.7, (_, weights) => weights), ScaledDotProduct.Attend(q, k, v, mask, 0.7), 1e-12);
    }

    [Fact]
    public void In_BF16_the_mix_and_its_gradients_are_nearly_the_same()
    {
        using var scope = NewDisposeScope();
        Tensor[] exact = Mix(false), narrow = Mix(true);
        foreach (var (expected, actual) in exact.Zip(narrow))
            Assert.InRange(((expected - actual).norm() / expected.norm()).item<float>(), 1e-5, 0.01);

        static Tensor[] Mix(bool inBFloat16)
        {
            using var products = MatrixProducts.InBFloat16(inBFloat16);
            Tensor[] parts = [.. Enumerable.Range(1, 3).Select(seed => Seeded.Normal(seed, 2, 3, 5, 8).to(ScalarType.Float32).requires_grad_())];
            Tensor mixed = ScaledDotProduct.Attend(parts[0], parts[1], parts[2]);
            mixed.square().sum().backward();
            return [mixed.detach(), .. parts.Select(part => part.grad!)];
        }
    }

    [Fact]
    public void Weights_sum_to_one_and_the_future_gets_none()
    {
        using var scope = NewDisposeScope();
        Tensor weights = ScaledDotProduct.Weights(Seeded.Normal(1, 2, 3, 4, 8), Seeded.Normal(2, 2, 3, 4, 8));
        TensorAssert.Close(ones(2, 3, 4, dtype: ScalarType.Float64), weights.sum(-1), 1e-12);
        TensorAssert.Close(weights.tril(), weights, 0);
    }

    [Fact]
    public void Masks_are_what_they_say()
    {
        using var scope = NewDisposeScope();
        Assert.Equal("11000 11100 11110 11111".Replace(" ", ""), Bits(AttentionMask.Causal(4, 5)));
        Assert.Equal("1100 1100 1110 1111".Replace(" ", ""), Bits(AttentionMask.Prefix(4, 2)));
        Assert.Equal(Bits(AttentionMask.Causal(4, 4)), Bits(AttentionMask.Prefix(4, 0)));
        Assert.Equal(Bits(AttentionMask.Everyone(4, 4)), Bits(AttentionMask.Prefix(4, 4)));
    }

    [Fact]
    public void A_probe_can_change_the_weights()
    {
        using var scope = NewDisposeScope();
        Tensor q = Seeded.Normal(1, 1, 1, 3, 4), v = Seeded.Normal(2, 1, 1, 3, 4);
        Tensor mixed = ScaledDotProduct.Attend(q, q, v, probe: (_, weights) => eye(3, dtype: ScalarType.Float64).expand(1, 1, 3, 3));
        TensorAssert.Close(v, mixed, 1e-12);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_both_named()
    {
        using var scope = NewDisposeScope();
        Tensor q = zeros(1, 2, 3, 4), k = zeros(1, 2, 5, 4);
        AssertNames(() => ScaledDotProduct.Attend(q, zeros(1, 2, 5, 6), k), "[1, 2, 5, 6]", "[1, 2, ?, 4]");
        AssertNames(() => ScaledDotProduct.Attend(q, k, zeros(1, 2, 4, 4)), "[1, 2, 4, 4]", "[1, 2, 5, ?]");
        AssertNames(() => ScaledDotProduct.Attend(q, k, k, ones(3, 4, dtype: ScalarType.Bool)), "[3, 4]", "[3, 5]");
        AssertNames(() => ScaledDotProduct.Attend(q, k, k, ones(3, 5)), "Float32", "Bool");
        AssertNames(() => ScaledDotProduct.Weights(k, q), "[1, 2, 5, 4]", "[1, 2, 3, 4]");
    }

    [Fact]
    public void Nothing_is_left_behind_but_the_result()
    {
        using Tensor q = Seeded.Single(1, 1, 2, 3, 4), v = Seeded.Single(2, 1, 2, 3, 2);
        TensorAssert.LeavesBehind(1, () => ScaledDotProduct.Attend(q, q, v));
        TensorAssert.LeavesBehind(1, () => ScaledDotProduct.Attend(q, q, v, probe: (_, weights) => weights));
        TensorAssert.LeavesBehind(1, () => ScaledDotProduct.Weights(q, q));
        TensorAssert.LeavesBehind(1, () => AttentionMask.Causal(3, 4));
        TensorAssert.LeavesBehind(1, () => AttentionMask.Prefix(4, 2));
        TensorAssert.LeavesBehind(1, () => AttentionMask.Everyone(4, 2));
    }

    private static void AssertNames(Action call, params string[] parts)
    {
        string message = Assert.Throws<ArgumentException>(call).Message;
        Assert.All(parts, part => Assert.Contains(part, message));
    }

    private static string Bits(Tensor mask) => string.Concat(mask.flatten().data<bool>().Select(allowed => allowed ? '1' : '0'));
}
