using NotebookCourse.Accounting;
using NotebookCourse.Layers;
using NotebookCourse.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Layers;

[Collection(OneTorch.Name)]
public sealed class LayersTests
{
    [Fact]
    public void RmsNorm_divides_by_the_root_mean_square()
    {
        using var scope = NewDisposeScope();
        using var norm = new RmsNorm(2, 1e-12);
        norm.Weight.detach()[1] = 10;
        TensorAssert.Close(tensor(new[] { 3 / Math.Sqrt(12.5), 40 / Math.Sqrt(12.5) }, ScalarType.Float32), norm.forward(tensor(new[] { 3f, 4f })), 1e-6);
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void RmsNorm_rounds_small_types_once(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var norm = new RmsNorm(64, 1e-6);
        norm.Weight.detach().copy_(1 + Seeded.Single(2, 64) / 3);
        norm.to(type);
        Tensor input = Seeded.Single(1, 300, 64).to(type), wide = input.to(ScalarType.Float64);
        Tensor exact = wide * ((wide * wide).mean([-1], keepdim: true) + 1e-6).rsqrt() * norm.Weight.to(ScalarType.Float64);
        Tensor output = norm.forward(input);
        Assert.Equal(type, output.dtype);
        long others = output.ne(exact.to(type)).sum().item<long>(); // float32 inside may fall to the other side of a tie, rarely
        Assert.InRange(others, 0, 20);
    }

    [Fact]
    public void RmsNorm_gives_zero_for_zero()
    {
        using var scope = NewDisposeScope();
        using var norm = new RmsNorm(4);
        TensorAssert.Close(zeros(3, 4), norm.forward(zeros(3, 4)), 0);
    }

    [Fact]
    public void SwiGlu_is_its_formula()
    {
        using var scope = NewDisposeScope();
        using var layer = Seeded.Filled(new SwiGlu(3, 5), 1);
        Tensor x = Seeded.Normal(2, 4, 3), gate = x.mm(layer.Gate.weight!.t());
        Tensor expected = (gate / (1 + (-gate).exp()) * x.mm(layer.Up.weight!.t())).mm(layer.Down.weight!.t());
        TensorAssert.Close(expected, layer.forward(x), 1e-12);
    }

    [Fact]
    public void Gradients_equal_finite_differences()
    {
        using var scope = NewDisposeScope();
        using var norm = Seeded.Filled(new RmsNorm(4), 1);
        using var gated = Seeded.Filled(new SwiGlu(4, 6), 2);
        using var plain = Seeded.Filled(new GeluMlp(4, 6), 3);
        GradientCheck.Check(norm, Seeded.Normal(5, 3, 4), norm.forward);
        GradientCheck.Check(gated, Seeded.Normal(6, 3, 4), gated.forward);
        GradientCheck.Check(plain, Seeded.Normal(7, 3, 4), plain.forward);
    }

    [Fact]
    public void Nothing_is_left_behind_but_the_result()
    {
        using var norm = new RmsNorm(4);
        using var gated = new SwiGlu(4, 6);
        using var plain = new GeluMlp(4, 6);
        using var rotary = new RotaryEmbedding(4);
        using Tensor input = Seeded.Single(1, 2, 3, 1, 4);
        using RotaryAngles angles = rotary.Angles(0, 3);
        TensorAssert.LeavesBehind(1, () => norm.forward(input));
        TensorAssert.LeavesBehind(1, () => gated.forward(input));
        TensorAssert.LeavesBehind(1, () => plain.forward(input));
        TensorAssert.LeavesBehind(2, () => rotary.Angles(0, 3));
        TensorAssert.LeavesBehind(1, () => Rotation.Apply(input, angles));
        TensorAssert.LeavesBehind(1, () => Rotation.ToHalfSplit(input));
        TensorAssert.LeavesBehind(1, () => Rotation.ToInterleaved(input));
    }

    [Fact]
    public void A_wrong_shape_is_named_beside_the_right_one()
    {
        using Tensor wrong = zeros(2, 5);
        using var norm = new RmsNorm(4);
        using var gated = new SwiGlu(4, 6);
        Assert.Contains("[2, 5], expected [..., 4]", Assert.Throws<ArgumentException>(() => norm.forward(wrong)).Message);
        Assert.Contains("[2, 5], expected [..., 4]", Assert.Throws<ArgumentException>(() => gated.forward(wrong)).Message);
        Assert.Contains("[2, 5], expected [?, 3]", Assert.Throws<ArgumentException>(() => Shape.Require(wrong, "It", Shape.Any, 3)).Message);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void An_id_out_of_range_is_named(long id)
    {
        using Tensor ids = tensor(new[] { 0, id });
        Assert.Contains($"{id}, expected numbers from 0 to 9", Assert.Throws<ArgumentException>(() => Shape.RequireIds(ids, "The tokens", 10)).Message);
    }

    [Fact]
    public void DeepSeekV3_sharpens_attention_as_published()
    {
        Assert.Equal(1.3689, Yarn.Magnitude(40, 1), 4);
        Assert.Equal(1.3689 * 1.3689 / Math.Sqrt(192), Yarn.AttentionScale(ModelConfig.DeepSeekV3), 4);
        Assert.Equal(1, Yarn.RotationScale(ModelConfig.DeepSeekV3));
    }

    [Fact]
    public void A_recording_keeps_what_was_asked_for_and_lists_it_when_asked_for_something_else()
    {
        using var recording = new Recording(name => name == "kept");
        using Tensor value = ones(2);
        recording.Probe("kept", value);
        recording.Probe("passed over", value);
        TensorAssert.Close(value, recording["kept"], 0);
        Assert.Contains("Recorded: kept", Assert.Throws<KeyNotFoundException>(() => recording["other"]).Message);
    }
}
