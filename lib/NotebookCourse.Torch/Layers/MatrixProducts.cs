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
    // The library behind the products compiles a program for every shape it meets, in about the time of a product of this many rows. Experts
    // get another number of rows at every step, so the rows are filled up to a multiple of it and shapes come back.
    private const long RowStep = 64;

    [ThreadStatic]
    private static bool _inBFloat16;

    /// <summary>Whether products of this thread are done in BF16 now.</summary>
    public static bool AreInBFloat16 => _inBFloat16;

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
    /// <exception cref="ArgumentException">Shapes do not fit; the message has both.</exception>
    public static Tensor Linear(Tensor input, Tensor weight, Tensor? bias = null)
    {
        if (input.dim() == 0 || weight.dim() != 2 || input.size(-1) != weight.size(1))
            throw new ArgumentException($"The input has shape {Shape.Of(input)}, the weight {Shape.Of(weight)}; expected [..., inputs] and [outputs, inputs].");
        if (bias is not null && (bias.dim() != 1 || bias.size(0) != weight.size(0)))
            throw new ArgumentException($"The bias has shape {Shape.Of(bias)}, expected [{weight.size(0)}] to go with the weight's {Shape.Of(weight)}.");
        if (!AreInBFloat16 || input.dtype != ScalarType.Float32 || input.size(-1) == 0)
            return nn.functional.linear(input, weight, bias);
        using var scope = NewDisposeScope();
        long rows = input.numel() / input.shape[^1], missing = -rows & (RowStep - 1);
        Tensor left = input.to(ScalarType.BFloat16).reshape(rows, input.shape[^1]);
        if (missing > 0)
            left = nn.functional.pad(left, (0, 0, 0, missing));                                    // [rows + missing, inputs]
        Tensor product = nn.functional.linear(left, weight.to(ScalarType.BFloat16));
        if (missing > 0)
            product = product.narrow(0, 0, rows);
        product = product.to(ScalarType.Float32).view([.. input.shape[..^1], weight.shape[0]]);
        return (bias is null ? product : product + bias).MoveToOuterDisposeScope();
    }

    /// <summary>left times right, matrix by matrix.</summary>
    /// <param name="left">[batch, rows, inner].</param>
    /// <param name="right">[batch, inner, columns].</param>
    /// <returns>[batch, rows, columns], of the left's type.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit; the message has both.</exception>
    public static Tensor Batched(Tensor left, Tensor right)
    {
        if (left.dim() != 3 || right.dim() != 3 || left.size(0) != right.size(0) || left.size(2) != right.size(1))
            throw new ArgumentException($"The left has shape {Shape.Of(left)}, the right {Shape.Of(right)}; expected [batch, rows, inner] and [batch, inner, columns].");
        if (!AreInBFloat16 || left.dtype != ScalarType.Float32)
            return bmm(left, right);
        using var scope = NewDisposeScope();
        return bmm(left.to(ScalarType.BFloat16), right.to(ScalarType.BFloat16)).to(ScalarType.Float32).MoveToOuterDisposeScope();
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
