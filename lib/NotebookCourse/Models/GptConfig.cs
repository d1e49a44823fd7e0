namespace NotebookCourse.Models;

/// <summary>The shape of a <c>GptModel</c>, and the choices in which GPT-2 and today's models differ.</summary>
public sealed record GptConfig
{
    /// <summary>Number of tokens. Range: at least 1.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Longest sequence. Range: at least 1.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>Width of the residual stream; a multiple of <see cref="HeadCount"/>.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Blocks. Range: at least 1.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Query heads per block. Range: at least 1.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Key-value heads, a divisor of <see cref="HeadCount"/>; null for as many.</summary>
    public int? KeyValueHeadCount { get; init; }

    /// <summary>Inner width of the feed-forward part; null for four times <see cref="HiddenSize"/>.</summary>
    public int? IntermediateSize { get; init; }

    /// <summary>Which norm.</summary>
    public GptNorm Norm { get; init; } = GptNorm.Layer;

    /// <summary>How the model knows positions.</summary>
    public GptPositions Positions { get; init; } = GptPositions.Learned;

    /// <summary>Which feed-forward part.</summary>
    public GptFeedForward FeedForward { get; init; } = GptFeedForward.Gelu;

    /// <summary>Whether projections and layer norms carry biases. SwiGLU and RMSNorm never do.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Whether the output head is the embedding table.</summary>
    public bool TieWordEmbeddings { get; init; } = true;

    /// <summary>Share of channels dropped in training after the embedding and each part of a block. Range: 0 to below 1.</summary>
    public double Dropout { get; init; }

    /// <summary>Base of rotary frequencies.</summary>
    public double RotaryTheta { get; init; } = 10_000;

    /// <summary>Epsilon of the norms.</summary>
    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>As GPT-2 and nanoGPT: layer norm, learned positions, GELU.</summary>
    /// <param name="vocabularySize">Number of tokens.</param>
    /// <param name="maxPositions">Longest sequence.</param>
    /// <param name="hiddenSize">Width.</param>
    /// <param name="layers">Blocks.</param>
    /// <param name="heads">Heads.</param>
    /// <param name="bias">Whether there are biases; nanoGPT's character models have none.</param>
    public static GptConfig Classic(int vocabularySize, int maxPositions, int hiddenSize, int layers, int heads, bool bias = true) => new()
    {
        VocabularySize = vocabularySize,
        MaxPositions = maxPositions,
        HiddenSize = hiddenSize,
        LayerCount = layers,
        HeadCount = heads,
        Bias = bias,
    };

    /// <summary>As today's dense models: RMSNorm, rotary positions, SwiGLU (8/3 as wide inside, rounded up to 32), no biases, a head of its own.</summary>
    /// <param name="vocabularySize">Number of tokens.</param>
    /// <param name="maxPositions">Longest sequence.</param>
    /// <param name="hiddenSize">Width.</param>
    /// <param name="layers">Blocks.</param>
    /// <param name="heads">Heads.</param>
    public static GptConfig Modern(int vocabularySize, int maxPositions, int hiddenSize, int layers, int heads) => new()
    {
        VocabularySize = vocabularySize,
        MaxPositions = maxPositions,
        HiddenSize = hiddenSize,
        LayerCount = layers,
        HeadCount = heads,
        IntermediateSize = ((hiddenSize * 8 / 3) + 31) / 32 * 32,
        Norm = GptNorm.Rms,
        Positions = GptPositions.Rotary,
        FeedForward = GptFeedForward.SwiGlu,
        Bias = false,
        TieWordEmbeddings = false,
        NormEpsilon = 1e-6,
    };

    /// <summary>Checks that the fields fit together.</summary>
    /// <returns>This configuration.</returns>
    /// <exception cref="ArgumentException">A field is out of range or at odds with another.</exception>
    public GptConfig Validated()
    {
        int smallest = new[] { VocabularySize, MaxPositions, HiddenSize, LayerCount, HeadCount, KeyValueHeadCount ?? 1, IntermediateSize ?? 1 }.Min();
        if (smallest < 1)
            throw new ArgumentException($"A size is {smallest}, expected 1 or more in {this}.");
        if (HiddenSize % HeadCount != 0)
            throw new ArgumentException($"A width of {HiddenSize} cannot be divided among {HeadCount} heads equally; expected a multiple of {HeadCount}.");
        if (Positions == GptPositions.Rotary && HiddenSize / HeadCount % 2 != 0)
            throw new ArgumentException($"A head is {HiddenSize / HeadCount} wide, expected an even number: rotary embedding turns pairs.");
        return Dropout is >= 0 and < 1 ? this : throw new ArgumentException($"Dropout is {Dropout}, expected 0 to below 1.");
    }
}

/// <summary>Which norm a <c>GptModel</c> has.</summary>
public enum GptNorm
{
    /// <summary>Layer norm: mean taken out, divided by the standard deviation.</summary>
    Layer,

    /// <summary>Root-mean-square norm.</summary>
    Rms,
}

/// <summary>How a <c>GptModel</c> knows positions.</summary>
public enum GptPositions
{
    /// <summary>A learned vector per position, added to the token's.</summary>
    Learned,

    /// <summary>Queries and keys are rotated.</summary>
    Rotary,

    /// <summary>Not at all, but for the causal mask.</summary>
    None,
}

/// <summary>Which feed-forward part a <c>GptModel</c> has.</summary>
public enum GptFeedForward
{
    /// <summary>Two projections with GELU between.</summary>
    Gelu,

    /// <summary>Three projections, one a gate.</summary>
    SwiGlu,
}
