namespace NotebookCourse.Accounting;

/// <summary>All tensors of one name pattern and shape, such as the query down-projection of every layer.</summary>
/// <param name="Part">The part of the checkpoint.</param>
/// <param name="Component">What the parameters are counted under.</param>
/// <param name="Name">Hugging Face's name within its layer, such as <c>self_attn.q_a_proj.weight</c>.</param>
/// <param name="Rows">Rows of one tensor; the length of a vector. Range: &gt;= 1.</param>
/// <param name="Columns">Columns, or null for a vector. Range: &gt;= 1.</param>
/// <param name="Copies">How many there are: layers, times experts for an expert's.</param>
/// <param name="ActiveCopies">How many of them one token meets.</param>
public sealed record WeightTensor(ModelPart Part, ModelComponent Component, string Name, long Rows, long? Columns, long Copies, long ActiveCopies)
{
    private const int ScaleBlock = 128;

    /// <summary>Elements of one tensor.</summary>
    public long Elements => Rows * (Columns ?? 1);

    /// <summary>Elements of all of them.</summary>
    public long Total => Elements * Copies;

    /// <summary>Elements that one token meets.</summary>
    public long Active => Elements * ActiveCopies;

    /// <summary>Whether a token's vector is multiplied by it. The embedding table is looked up, vectors scale or shift.</summary>
    public bool IsMultiplied => Columns is not null && Component != ModelComponent.Embedding;

    /// <summary>
    /// Whether DeepSeek-V3's release stores it as FP8: the linear layers of attention, feed-forward layers and experts
    /// (README_WEIGHTS.md). Embedding, head, router, norms and the prediction module's projection stay BF16.
    /// </summary>
    public bool IsFloat8InRelease => Columns is not null && Component is
        ModelComponent.Attention or ModelComponent.DenseFeedForward or ModelComponent.SharedExperts or ModelComponent.RoutedExperts;

    /// <summary>Scales for all of them at one for each 128 x 128 block, ragged blocks included.</summary>
    public long BlockScales => Blocks(Rows) * Blocks(Columns ?? 1) * Copies;

    private static long Blocks(long size) => (size + ScaleBlock - 1) / ScaleBlock;
}
