using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookCourse.Layers;

/// <summary>
/// The products of linear layers. Usually in the type of their operands; in BF16 where training asks for it: the weights stay in
/// float32, each product rounds its operands to BF16, adds up in float32 and gives its result as float32 again, and so do its gradients'
/// products.
/// </summary>
/// <remarks>
/// On processors with instructions for it, such a product takes a quarter of the time (AVX-512 BF16, one thread, measured with
/// the rounding of both operands). Everything between the products stays in float32.
/// </remarks>
public static class MatrixProducts
{
    [ThreadStatic]
    private static bool _inBFloat16;

    /// <summary>Until the result is disposed of, products that this thread starts are done in BF16.</summary>
    /// <param name="wanted">False changes nothing.</param>
    public static IDisposable InBFloat16(bool wanted = true)
    {
        var before = new Restore(_inBFloat16);
        _inBFloat16 |= wanted;
        return before;
    }

    /// <summary>input times weight transposed, plus bias.</summary>
    /// <param name="input">[..., inputs].</param>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="bias">[outputs]; null for none.</param>
    /// <returns>[..., outputs], of the input's type.</returns>
    public static Tensor Linear(Tensor input, Tensor weight, Tensor? bias = null)
    {
        if (!_inBFloat16 || input.dtype != ScalarType.Float32)
            return nn.functional.linear(input, weight, bias);
        using var scope = NewDisposeScope();
        Tensor product = nn.functional.linear(input.to(ScalarType.BFloat16), weight.to(ScalarType.BFloat16)).to(ScalarType.Float32);
        return (bias is null ? product : product + bias).MoveToOuterDisposeScope();
    }

    /// <summary>A layer's output, with its product done as asked for.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">[..., inputs].</param>
    /// <returns>[..., outputs].</returns>
    public static Tensor Product(this Linear layer, Tensor input) => Linear(input, layer.weight!, layer.bias);

    private sealed class Restore(bool before) : IDisposable
    {
        public void Dispose() => _inBFloat16 = before;
    }
}
