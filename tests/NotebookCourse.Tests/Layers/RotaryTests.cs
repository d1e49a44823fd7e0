using NotebookCourse.Accounting;
using NotebookCourse.Layers;
using NotebookCourse.Tests.Support;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Layers;

[Collection(OneTorch.Name)]
public sealed class RotaryTests
{
    [Fact]
    public void A_pair_turns_by_position_times_frequency()
    {
        using var scope = NewDisposeScope();
        using var rotary = new RotaryEmbedding(4, theta: 100);
        Tensor turned = Rotation.Apply(tensor(new[] { 1.0, 0, 0, 1 }).view(1, 1, 1, 4), rotary.Angles(3, 1));
        double[] expected = [Math.Cos(3), Math.Sin(3), -Math.Sin(0.3), Math.Cos(0.3)];
        TensorAssert.Close(tensor(expected).view(1, 1, 1, 4), turned, 1e-6);
    }

    [Fact]
    public void The_two_layouts_are_a_permutation_of_each_other()
    {
        using var scope = NewDisposeScope();
        using var rotary = new RotaryEmbedding(8);
        using RotaryAngles angles = rotary.Angles(5, 3);
        Tensor input = Seeded.Normal(1, 2, 3, 2, 8);
        Tensor neighbours = Rotation.Apply(input, angles);
        Tensor halves = Rotation.Apply(Rotation.ToHalfSplit(input), angles, RotaryLayout.HalfSplit);
        TensorAssert.Close(neighbours, Rotation.ToInterleaved(halves), 0);
        TensorAssert.Close(tensor(new long[] { 0, 2, 1, 3 }), Rotation.ToHalfSplit(arange(4)), 0);
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(11, 2)]
    public void A_product_depends_only_on_the_distance(int query, int key)
    {
        using var scope = NewDisposeScope();
        using var rotary = new RotaryEmbedding(8);
        Tensor q = Seeded.Normal(1, 1, 1, 1, 8), k = Seeded.Normal(2, 1, 1, 1, 8);
        double Product(int shift) => (Rotation.Apply(q, rotary.Angles(query + shift, 1)) * Rotation.Apply(k, rotary.Angles(key + shift, 1))).sum().item<double>();
        Assert.Equal(Product(0), Product(20), 5);
    }

    [Fact]
    public void Turning_keeps_lengths()
    {
        using var scope = NewDisposeScope();
        using var rotary = new RotaryEmbedding(8);
        Tensor input = Seeded.Normal(1, 1, 5, 2, 8);
        TensorAssert.Close(input.norm(-1), Rotation.Apply(input, rotary.Angles(0, 5)).norm(-1), 1e-6);
    }

    [Fact]
    public void Gradients_equal_finite_differences()
    {
        using var scope = NewDisposeScope();
        using var rotary = new RotaryEmbedding(4);
        using var nothing = nn.Identity();
        using RotaryAngles angles = rotary.Angles(2, 3);
        GradientCheck.Check(nothing, Seeded.Normal(1, 1, 3, 2, 4), input => Rotation.Apply(input, angles));
        GradientCheck.Check(nothing, Seeded.Normal(1, 1, 3, 2, 4), input => Rotation.Apply(input, angles, RotaryLayout.HalfSplit));
    }

    [Fact]
    public void Yarn_leaves_fast_pairs_and_slows_slow_ones_by_the_factor()
    {
        using var plain = new RotaryEmbedding(64);
        using var stretched = new RotaryEmbedding(64, yarn: ModelConfig.DeepSeekV3.Rotary.Yarn);
        Assert.Equal(plain.Frequencies[0], stretched.Frequencies[0]);
        Assert.Equal(plain.Frequencies[^1] / 40, stretched.Frequencies[^1], 1e-10f);
        double[] kept = Yarn.KeptShare(ModelConfig.DeepSeekV3.Rotary.Yarn!, 10_000, 64);
        Assert.All(kept.Zip(kept.Skip(1)), pair => Assert.True(pair.First >= pair.Second));
        Assert.Contains(kept, share => share is > 0 and < 1);
    }

    [Fact]
    public void Angles_that_do_not_fit_are_named_with_both_shapes()
    {
        using var rotary = new RotaryEmbedding(4);
        using RotaryAngles angles = rotary.Angles(0, 3);
        using Tensor wrong = zeros(1, 2, 1, 4);
        string message = Assert.Throws<ArgumentException>(() => Rotation.Apply(wrong, angles)).Message;
        Assert.Contains("[1, 2, 1, 4]", message);
        Assert.Contains("[3, 2]", message);
        Assert.Contains("even", Assert.Throws<ArgumentException>(() => new RotaryEmbedding(3)).Message);
    }
}
