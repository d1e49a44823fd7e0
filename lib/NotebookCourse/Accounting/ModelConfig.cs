namespace NotebookCourse.Accounting;

/// <summary>
/// The shape of a language model: every number that fixes its parameters and what it computes, and nothing else.
/// </summary>
/// <remarks>
/// Covers the DeepSeek-V2 and V3 families, which the course runs, and Llama and Qwen2, which it only counts.
/// Read one from a Hugging Face <c>config.json</c> with <see cref="ModelConfigJson"/>, or take a preset such as <see cref="DeepSeekV3"/>.
/// Sizes are in elements, never bytes.
/// </remarks>
public sealed partial record ModelConfig
{
    private const int MostOfASize = 1 << 24, MostLayers = 100_000;

    /// <summary>What people call the model; shown in tables and errors.</summary>
    public required string Name { get; init; }

    /// <summary>Which family's rules the fields follow.</summary>
    public required ModelFamily Family { get; init; }

    /// <summary>Rows of the embedding table. Range: at least 1.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream (d in the DeepSeek-V3 report). Range: at least 1.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Inner width of a dense feed-forward layer (SwiGLU: three matrices of this width). Range: at least 1.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Transformer blocks, without the multi-token-prediction blocks. Range: at least 1.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Query heads per layer. Range: at least 1.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Heads of keys and values: equal to <see cref="HeadCount"/> for multi-head, 1 for multi-query. Without meaning under latent attention.</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Width of one query, key and value head where there is no latent attention. Range: at least 1.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Multi-head latent attention, or null for multi-head, grouped-query and multi-query attention.</summary>
    public LatentAttentionConfig? Latent { get; init; }

    /// <summary>The experts, or null when every feed-forward layer is dense.</summary>
    public ExpertsConfig? Experts { get; init; }

    /// <summary>Rotary position embedding.</summary>
    public required RotaryConfig Rotary { get; init; }

    /// <summary>
    /// Whether the projections into attention carry a bias: query, key and value for Llama and Qwen2;
    /// for latent attention the two down-projections (query, if compressed, and key-value), as in Hugging Face's model.
    /// </summary>
    public bool AttentionInputBias { get; init; }

    /// <summary>Whether the projection out of attention carries a bias.</summary>
    public bool AttentionOutputBias { get; init; }

    /// <summary>Epsilon inside the square root of every RMSNorm, those on the two latents included. Range: greater than 0.</summary>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>Whether the output head is the embedding table itself.</summary>
    public bool TieWordEmbeddings { get; init; }

    /// <summary>Longest sequence, in tokens, the model is configured for. Range: at least 1.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>Multi-token-prediction blocks after the last layer (D in the report, section 2.2). Range: at least 0.</summary>
    public int PredictionLayerCount { get; init; }

    /// <summary>Whether the configuration says its linear weights are stored as FP8 in 128x128 blocks.</summary>
    public bool Float8Weights
    {
        get => QuantizationMethod == QuantizationJson.Float8Blocks;
        init => QuantizationMethod = value ? QuantizationJson.Float8Blocks : null;
    }

    /// <summary>
    /// How the file's weights are stored, by the name its configuration gives (<c>fp8</c>, <c>awq</c>, <c>compressed-tensors</c> ...);
    /// null if they are not quantised. Counts of parameters do not depend on it.
    /// </summary>
    public string? QuantizationMethod { get; init; }

    /// <summary>Whether YaRN is at work: it is configured, and the model may read past the length it was first trained on.</summary>
    /// <remarks>The condition is the reference implementation's (<c>inference/model.py</c>): max_seq_len greater than original_seq_len.</remarks>
    public bool UsesYarn => Rotary.Yarn is { } yarn && MaxPositions > yarn.OriginalPositions;

    /// <summary>Whether the feed-forward part of a layer is a mixture of experts.</summary>
    /// <param name="layer">Layer number from 0. The prediction blocks count on from <see cref="LayerCount"/>.</param>
    public bool IsExpertLayer(int layer)
        => Experts is { } experts && layer >= experts.DenseLayersFirst && layer % experts.LayerInterval == 0;

    /// <summary>Checks that the fields fit together.</summary>
    /// <returns>This configuration.</returns>
    /// <exception cref="ArgumentException">A field is out of range, or two fields contradict each other; the message names them.</exception>
    public ModelConfig Validated()
    {
        AtLeastOne(VocabularySize, "vocab_size");
        AtLeastOne(HiddenSize, "hidden_size");
        AtLeastOne(IntermediateSize, "intermediate_size");
        AtLeastOne(LayerCount, "num_hidden_layers", MostLayers);
        AtLeastOne(HeadCount, "num_attention_heads");
        AtLeastOne(MaxPositions, "max_position_embeddings", int.MaxValue);
        Require(NormEpsilon > 0, $"rms_norm_eps is {NormEpsilon}, expected a number greater than 0.");
        Require(PredictionLayerCount is >= 0 and <= MostLayers, $"num_nextn_predict_layers is {PredictionLayerCount:N0}, expected 0 to {MostLayers:N0}.");
        if (Latent is null)
        {
            AtLeastOne(HeadSize, "head_dim");
            AtLeastOne(KeyValueHeadCount, "num_key_value_heads");
            Require(HeadCount % KeyValueHeadCount == 0,
                $"num_attention_heads {HeadCount} is not a multiple of num_key_value_heads {KeyValueHeadCount}: each key-value head serves the same number of query heads.");
            Require(HeadSize % 2 == 0, $"head_dim is {HeadSize}, expected an even number: rotary embedding turns pairs.");
        }

        Latent?.Validate();
        Experts?.Validate();
        Rotary.Validate();
        return this;
    }

    internal static void AtLeastOne(int value, string field, int most = MostOfASize)
    {
        Require(value >= 1, $"{field} is {value}, expected 1 or more.");
        Require(value <= most, $"{field} is {value:N0}, too large to count or to build: expected at most {most:N0}.");
    }

    internal static void Require(bool condition, string message)
    {
        if (!condition)
            throw new ArgumentException(message);
    }
}

/// <summary>The families of models a <see cref="ModelConfig"/> can describe.</summary>
public enum ModelFamily
{
    /// <summary>DeepSeek-V2 and V3: latent attention, mixture of experts.</summary>
    DeepSeek,

    /// <summary>Llama: grouped-query attention, dense; counted only.</summary>
    Llama,

    /// <summary>Qwen2: as Llama, with biases on query, key and value; counted only.</summary>
    Qwen2,
}
