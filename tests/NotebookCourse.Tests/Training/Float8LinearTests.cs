using NotebookCourse.Precision;
using NotebookCourse.Training;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Training;

[Collection(OneTorch.Name)]
public sealed class Float8LinearTests
{
    private const int Tokens = 150, Inputs = 200, Outputs = 140; // no multiple of 128: ragged blocks everywhere

    public static TheoryData<string> Recipes => ["V3", "E5M2 gradients", "powers of two", "Hopper"];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Equals_the_product_written_out(string name)
    {
        using var scope = NewDisposeScope();
        Float8Recipe recipe = Recipe(name);
        random.manual_seed(1);
        using var layer = new Float8Linear(Inputs, Outputs, recipe: recipe);
        Tensor input = randn(Tokens, Inputs).requires_grad_(), direction = randn(Tokens, Outputs);
        Tensor output = layer.forward(input);
        output.backward([direction]);

        AccumulatorModel accumulator = recipe.Accumulator ?? AccumulatorModel.Exact;
        Close(Oracle(input, Float8Format.E4M3, layer.Weight, BlockShape.Weights), output);
        Close(Oracle(direction, recipe.Gradients, layer.Weight.t(), BlockShape.Weights), input.grad!);
        Close(Oracle(direction.t(), recipe.Gradients, input.t(), BlockShape.Activations), layer.Weight.grad!);

        Tensor Oracle(Tensor left, Float8Format format, Tensor right, BlockShape shape) =>
            tensor(Float8MatrixProduct.Multiply(Quantise(left, BlockShape.Activations, format), Quantise(right, shape, Float8Format.E4M3), accumulator), left.shape[0], right.shape[0]);

        BlockScaledMatrix Quantise(Tensor matrix, BlockShape shape, Float8Format format) =>
            BlockScaledMatrix.Quantise(matrix.detach().contiguous().data<float>().ToArray(), (int)matrix.shape[0], (int)matrix.shape[1], shape, format, recipe.Scales);

        void Close(Tensor expected, Tensor actual) => Assert.InRange(((expected - actual).abs().max() / expected.abs().max()).item<float>(), 0, 2e-5);
    }

    [Fact]
    public void Is_near_the_float32_layer_but_not_equal_to_it()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(2);
        using var layer = new Float8Linear(Inputs, Outputs, hasBias: true);
        Tensor input = randn(3, 5, Inputs);
        Tensor exact = nn.functional.linear(input, layer.Weight, layer.get_parameter("bias")), eight = layer.forward(input);
        Assert.Equal([3, 5, Outputs], eight.shape);
        Assert.InRange(((exact - eight).norm() / exact.norm()).item<float>(), 0.005, 0.05);
    }

    [Fact]
    public void A_short_accumulator_loses_more()
    {
        using var scope = NewDisposeScope();
        Tensor input = rand(4, 4096);
        random.manual_seed(3);
        using var wide = new Float8Linear(4096, 8);
        random.manual_seed(3);
        using var narrow = new Float8Linear(4096, 8, recipe: new Float8Recipe { Accumulator = AccumulatorModel.Truncating(4) });
        Tensor exact = nn.functional.linear(input, wide.Weight);
        Assert.True(Error(narrow) > 2 * Error(wide));

        float Error(Float8Linear layer) => ((layer.forward(input) - exact).norm() / exact.norm()).item<float>();
    }

    [Fact]
    public void A_network_learns_through_it_nearly_as_well_as_in_float32()
    {
        float Train(Func<nn.Module<Tensor, Tensor>> first)
        {
            using var scope = NewDisposeScope();
            random.manual_seed(4);
            using nn.Module<Tensor, Tensor> hidden = first(), last = nn.Linear(128, 1);
            using var optimizer = optim.Adam(hidden.parameters().Concat(last.parameters()), 3e-3);
            float sum = 0;
            for (int step = 0; step < 300; step++)
            {
                using var inner = NewDisposeScope();
                Tensor x = randn(128, 64), y = x[.., 0..1].abs() + x[.., 2..3].sin();
                optimizer.zero_grad();
                Tensor error = nn.functional.mse_loss(last.forward(hidden.forward(x).relu()), y);
                error.backward();
                optimizer.step();
                sum += step >= 250 ? error.item<float>() : 0;
            }

            return sum / 50;
        }

        float exact = Train(() => nn.Linear(64, 128, hasBias: true)), eight = Train(() => new Float8Linear(64, 128, hasBias: true));
        Assert.InRange(exact, 0, 0.5); // the targets' variance is about 0.8
        Assert.InRange(eight / exact, 0.85, 1.15);
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        using var layer = new Float8Linear(64, 32);
        long before = 0;
        for (int round = 0; round < 5; round++)
        {
            using (var scope = NewDisposeScope())
            {
                Tensor input = randn(8, 64).requires_grad_();
                layer.forward(input).sum().backward();
                layer.zero_grad();
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (round == 1)
                before = Tensor.TotalCount;
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Says_what_it_wants()
    {
        using var scope = NewDisposeScope();
        using var layer = new Float8Linear(64, 32);
        Assert.Contains("[..., 64]", Assert.Throws<ArgumentException>(() => layer.forward(zeros(2, 65))).Message, StringComparison.Ordinal);
        Assert.Contains("Float32", Assert.Throws<ArgumentException>(() => layer.forward(zeros(2, 64, dtype: ScalarType.Float64))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Float8Linear(0, 3));
    }

    private static Float8Recipe Recipe(string name) => name switch
    {
        "E5M2 gradients" => new() { Gradients = Float8Format.E5M2 },
        "powers of two" => new() { Scales = ScaleKind.PowerOfTwo },
        "Hopper" => new() { Accumulator = AccumulatorModel.HopperPromoted },
        _ => new(),
    };
}
