using NotebookCourse.Precision;

namespace NotebookCourse.Checkpoints;

/// <summary>
/// FP8 weights as DeepSeek publishes them (README_WEIGHTS.md of DeepSeek-V3): a matrix <c>NAME</c> of E4M3 codes and
/// beside it a matrix <c>NAME_scale_inv</c> with one scale for each 128 x 128 block, the last blocks ragged. A weight
/// is its code's value times its block's scale.
/// </summary>
public static class BlockScaledWeights
{
    /// <summary>What is added to a weight's name for the name of its scales.</summary>
    public const string ScaleSuffix = "_scale_inv";

    /// <summary>Rows and columns of a block.</summary>
    public const int BlockSize = 128;

    /// <summary>The elements of a tensor as floats, multiplied by its block scales where the checkpoint has them.</summary>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="SafetensorsException">The scales do not fit the weight.</exception>
    public static float[] ReadWeight(this Checkpoint checkpoint, string name)
    {
        float[] values = checkpoint.ReadFloats(name);
        if (!checkpoint.TryGet(name + ScaleSuffix, out var scales))
            return values;

        var entry = checkpoint[name];
        if (entry.Shape is not [long rows, long columns] || !scales.Shape.SequenceEqual([Blocks(rows), Blocks(columns)]))
            throw new SafetensorsException(checkpoint.Path, $"{scales} does not fit {entry}: a scale for each {BlockSize} x {BlockSize} block of a matrix is expected.");
        var grid = new BlockGrid((int)rows, (int)columns, BlockShape.Weights);
        grid.Multiply(values, checkpoint.ReadFloats(scales.Name));
        return values;
    }

    /// <summary>A weight and its scales on their way into a file: E4M3 codes and F32 scales.</summary>
    /// <param name="name">The weight's name.</param>
    /// <param name="rows">Output features. Range: &gt; 0.</param>
    /// <param name="columns">Input features. Range: &gt; 0.</param>
    /// <param name="values">rows * columns floats, row by row.</param>
    /// <exception cref="ArgumentException">The values are not rows * columns.</exception>
    public static IEnumerable<TensorToWrite> ToWrite(string name, int rows, int columns, ReadOnlySpan<float> values)
    {
        var quantised = BlockScaledMatrix.Quantise(values, rows, columns, BlockShape.Weights);
        return
        [
            TensorToWrite.Of(name, SafetensorsType.F8_E4M3, [rows, columns], quantised.Codes),
            TensorToWrite.Of(name + ScaleSuffix, [quantised.Grid.BlockRows, quantised.Grid.BlockColumns], quantised.Scales),
        ];
    }

    private static long Blocks(long elements) => (elements + BlockSize - 1) / BlockSize;
}
