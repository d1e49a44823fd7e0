using NotebookCourse.Precision;
using static TorchSharp.torch;

namespace NotebookCourse.Training;

/// <summary>How a linear layer's three products are done in eight bits (DeepSeek-V3 report, section 3.3.2).</summary>
public sealed record Float8Recipe
{
    /// <summary>Format of gradients; V3 uses E4M3 as everywhere, others E5M2, whose range is wider.</summary>
    public Float8Format Gradients { get; init; } = Float8Format.E4M3;

    /// <summary>Which numbers a scale may be.</summary>
    public ScaleKind Scales { get; init; } = ScaleKind.Float32;

    /// <summary>How products are added up; null adds them in float32, which is much faster here.</summary>
    public AccumulatorModel? Accumulator { get; init; }

    /// <summary>left times right transposed, both quantised first.</summary>
    /// <param name="left">Float32 [rows, inner].</param>
    /// <param name="leftFormat">Its format; its scales are for 1 x 128 tiles along the inner dimension.</param>
    /// <param name="right">Float32 [columns, inner].</param>
    /// <param name="rightShape">What shares a scale there.</param>
    /// <returns>Float32 [rows, columns].</returns>
    internal Tensor Multiply(Tensor left, Float8Format leftFormat, Tensor right, BlockShape rightShape)
    {
        BlockScaledMatrix a = Quantise(left, BlockShape.Activations, leftFormat), b = Quantise(right, rightShape, Float8Format.E4M3);
        if (Accumulator is not null)
            return tensor(Float8MatrixProduct.Multiply(a, b, Accumulator), left.shape[0], right.shape[0]);
        using Tensor first = tensor(a.Dequantise(), left.shape), second = tensor(b.Dequantise(), right.shape), turned = second.t();
        return first.mm(turned);
    }

    private BlockScaledMatrix Quantise(Tensor matrix, BlockShape shape, Float8Format format)
    {
        using Tensor rows = matrix.detach().contiguous();
        return BlockScaledMatrix.Quantise(rows.data<float>().ToArray(), (int)matrix.shape[0], (int)matrix.shape[1], shape, format, Scales);
    }
}
