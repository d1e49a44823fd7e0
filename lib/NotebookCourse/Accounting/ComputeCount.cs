namespace NotebookCourse.Accounting;

/// <summary>
/// Floating point operations a token costs. A multiplication and an addition are two. Counted are the matrix products:
/// weights, and attention's scores and weighted values; norms, activation functions and softmax are not.
/// </summary>
/// <param name="Parameters">The counted model.</param>
public sealed record ComputeCount(ParameterCount Parameters)
{
    private const int PerMultiplyAdd = 2;
    private const int ForwardAndBackward = 3; // the backward pass is two products for each of the forward pass's

    /// <summary>Counts a model.</summary>
    /// <exception cref="ArgumentException">The configuration contradicts itself.</exception>
    public static ComputeCount Of(ModelConfig config) => new(ParameterCount.Of(config));

    /// <summary>Forward pass through the weights: 73,249,193,984 for DeepSeek-V3.</summary>
    public long ForwardWeights => PerMultiplyAdd * Parameters.Multiplied;

    /// <summary>
    /// What each position of context adds to a token's forward pass: a score and a weighted value in every head of every
    /// layer. 4,997,120 for DeepSeek-V3.
    /// </summary>
    public long AttentionPerPosition => PerMultiplyAdd * (long)Config.LayerCount * Config.HeadCount * (KeySize + ValueSize);

    /// <summary>
    /// The same in the absorbed form, which reads the compressed cache as it is and so works in wider vectors
    /// (V2 paper, section 2.1.2): 16,990,208 for DeepSeek-V3. Without latent attention equal to <see cref="AttentionPerPosition"/>.
    /// </summary>
    public long AbsorbedAttentionPerPosition => Config.Latent is { } latent
        ? PerMultiplyAdd * (long)Config.LayerCount * Config.HeadCount * (2 * latent.KeyValueRank + latent.RotaryHeadSize)
        : AttentionPerPosition;

    /// <summary>The context at which attention costs as much as the weights, in tokens.</summary>
    public double BreakEvenContext => (double)ForwardWeights / AttentionPerPosition;

    /// <summary>Forward pass of a token, attention included.</summary>
    /// <param name="context">Length of the sequence, in tokens. Range: &gt;= 0.</param>
    /// <param name="causal">Whether each token looks only back: then it sees half of the sequence on average.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="context"/> is negative.</exception>
    public double Forward(long context, bool causal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(context);
        return ForwardWeights + AttentionPerPosition * (causal ? context / 2.0 : context);
    }

    /// <summary>Training on a token, forward and backward: 250.4 billion for DeepSeek-V3 at 4096, causal.</summary>
    /// <inheritdoc cref="Forward"/>
    public double Training(long context, bool causal) => ForwardAndBackward * Forward(context, causal);

    private ModelConfig Config => Parameters.Config;

    private int KeySize => Config.Latent?.QueryHeadSize ?? Config.HeadSize;

    private int ValueSize => Config.Latent?.ValueHeadSize ?? Config.HeadSize;
}
