namespace NotebookCourse.Accounting;

/// <summary>Bytes kept for each parameter while training.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Weights">The copy that is multiplied.</param>
/// <param name="MasterWeights">The copy that is updated, where it is another.</param>
/// <param name="Gradients">The gradient.</param>
/// <param name="Moments">Adam's two running means.</param>
public sealed record MemoryRecipe(string Name, int Weights, int MasterWeights, int Gradients, int Moments)
{
    /// <summary>Everything in 32 bits.</summary>
    public static MemoryRecipe Float32 { get; } = new("FP32", Weights: 4, MasterWeights: 0, Gradients: 4, Moments: 8);

    /// <summary>BF16 weights; master weights, gradients and moments in 32 bits.</summary>
    public static MemoryRecipe BFloat16Mixed { get; } = new("BF16 mixed", Weights: 2, MasterWeights: 4, Gradients: 4, Moments: 8);

    /// <summary>DeepSeek-V3's: FP8 weights, 32-bit master weights and gradients, BF16 moments (report, section 3.3.3).</summary>
    public static MemoryRecipe DeepSeekV3 { get; } = new("DeepSeek-V3 FP8", Weights: 1, MasterWeights: 4, Gradients: 4, Moments: 4);

    /// <summary>All of them together.</summary>
    public int BytesPerParameter => Weights + MasterWeights + Gradients + Moments;
}
