using NotebookCourse.Layers;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Layers;

[Collection(OneTorch.Name)]
public sealed class MatrixProductsTests
{
    [Fact]
    public void In_BF16_the_operands_and_the_result_are_rounded_and_nothing_else()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        Tensor input = randn(3, 5, 64), weight = randn(32, 64), bias = randn(32);
        Tensor exact = MatrixProducts.Linear(input, weight, bias);
        Tensor narrow;
        using (MatrixProducts.InBFloat16())
            narrow = MatrixProducts.Linear(input, weight, bias);
        Tensor Rounded(Tensor value) => value.to(ScalarType.BFloat16).to(ScalarType.Float64);
        Tensor expected = Rounded(nn.functional.linear(Rounded(input), Rounded(weight))) + bias;
        Assert.Equal(ScalarType.Float32, narrow.dtype);
        Assert.Equal(nn.functional.linear(input, weight, bias).data<float>().ToArray(), exact.data<float>().ToArray());
        double scale = expected.abs().max().item<double>();
        Assert.InRange((expected - narrow).abs().max().item<double>() / scale, 0, 1.0 / 128); // a sum on a tie may round the other way
        Assert.InRange((exact - narrow).abs().max().item<float>() / scale, 1e-4, 0.02);
    }

    [Fact]
    public void Gradients_come_through_in_float32()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(2);
        Tensor input = randn(40, 64).requires_grad_(), weight = randn(32, 64).requires_grad_(), direction = randn(40, 32);
        using (MatrixProducts.InBFloat16())
            (MatrixProducts.Linear(input, weight) * direction).sum().backward();
        Near(direction.mm(weight), input.grad!);
        Near(direction.t().mm(input), weight.grad!);

        static void Near(Tensor expected, Tensor actual)
        {
            Assert.Equal(ScalarType.Float32, actual.dtype);
            Assert.InRange(((expected - actual).norm() / expected.norm()).item<float>(), 1e-5, 0.01);
        }
    }

    [Fact]
    public void Products_matrix_by_matrix_are_rounded_alike()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        Tensor left = randn(2, 5, 64), right = randn(2, 64, 7);
        Tensor[] parts = [.. Enumerable.Range(0, 2).Select(number => left[number].mm(right[number]))];
        Tensor narrow;
        using (MatrixProducts.InBFloat16())
            narrow = MatrixProducts.Batched(left, right);
        Assert.Equal(ScalarType.Float32, narrow.dtype);
        Assert.InRange(((stack(parts) - narrow).norm() / narrow.norm()).item<float>(), 1e-4, 0.01);
        Assert.True(MatrixProducts.Batched(left, right).allclose(stack(parts), rtol: 1e-4, atol: 1e-4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    public void No_number_of_rows_shows_in_the_result(long rows)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(4);
        Tensor input = randn(128, 64), weight = randn(32, 64).requires_grad_(), some = input.narrow(0, 0, rows).requires_grad_();
        using var products = MatrixProducts.InBFloat16();
        Tensor product = MatrixProducts.Linear(some, weight);
        product.sum().backward();
        Assert.Equal([rows, 32], product.shape);
        Assert.True(product.allclose(MatrixProducts.Linear(input, weight).narrow(0, 0, rows), rtol: 1.0 / 128, atol: 1e-3));
        Assert.True(weight.grad!.allclose(some.sum([0]).expand(32, 64), rtol: 0.02, atol: 0.05));
    }

    [Fact]
    public void The_setting_ends_where_it_began_and_nests()
    {
        using var scope = NewDisposeScope();
        Tensor input = randn(4, 64), weight = randn(8, 64);
        float[] exact = Run();
        using (MatrixProducts.InBFloat16(wanted: false))
            Assert.Equal(exact, Run());
        using (MatrixProducts.InBFloat16())
        {
            using (MatrixProducts.InBFloat16(wanted: false))
                Assert.NotEqual(exact, Run());
            using (MatrixProducts.InBFloat16())
            {
            }

            Assert.NotEqual(exact, Run());
        }

        Assert.Equal(exact, Run());

        float[] Run() => MatrixProducts.Linear(input, weight).data<float>().ToArray();
    }

    [Fact]
    public void Other_types_are_left_as_they_are()
    {
        using var scope = NewDisposeScope();
        Tensor input = randn([4, 64], dtype: ScalarType.Float64), weight = randn([8, 64], dtype: ScalarType.Float64);
        using (MatrixProducts.InBFloat16())
            Assert.Equal(nn.functional.linear(input, weight).data<double>().ToArray(), MatrixProducts.Linear(input, weight).data<double>().ToArray());
    }
}
