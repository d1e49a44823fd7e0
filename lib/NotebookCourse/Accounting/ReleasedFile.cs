namespace NotebookCourse.Accounting;

/// <summary>
/// How many numbers of each type a released checkpoint holds. Where the configuration says FP8: linear weights in FP8
/// with a 32-bit scale for each 128 x 128 block, router biases in 32 bits, the rest BF16. Otherwise all is BF16, except
/// router biases.
/// </summary>
/// <param name="Float8">Numbers in FP8 (E4M3).</param>
/// <param name="BFloat16">Numbers in BF16.</param>
/// <param name="Float32">32-bit floats: block scales and router biases.</param>
public sealed record ReleasedFile(long Float8, long BFloat16, long Float32)
{
    /// <summary>All numbers: 684,531,386,000 for DeepSeek-V3.</summary>
    public long Total => Float8 + BFloat16 + Float32;

    /// <summary>Bytes of all tensors, without the files' headers.</summary>
    public long Bytes => Float8 + 2 * BFloat16 + 4 * Float32;

    internal static ReleasedFile Of(ParameterCount count)
    {
        long all = count.Tensors.Sum(tensor => tensor.Total);
        long routerBiases = count.Tensors.Where(tensor => tensor.Component == ModelComponent.RouterBias).Sum(tensor => tensor.Total);
        if (!count.Config.Float8Weights)
            return new ReleasedFile(0, all - routerBiases, routerBiases);

        var eightBits = count.Tensors.Where(tensor => tensor.IsFloat8InRelease).ToList();
        long float8 = eightBits.Sum(tensor => tensor.Total);
        return new ReleasedFile(float8, all - float8 - routerBiases, eightBits.Sum(tensor => tensor.BlockScales) + routerBiases);
    }
}
