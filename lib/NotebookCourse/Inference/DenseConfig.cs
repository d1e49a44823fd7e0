using System.Text.Json;
using NotebookCourse.Accounting;
using NotebookCourse.Models;

namespace NotebookCourse.Inference;

/// <summary>The shape of a model with grouped-query attention and dense feed-forward parts: GPT-2's kind, Llama's, and the course's own.</summary>
internal sealed record DenseConfig
{
    public required int VocabularySize { get; init; }

    public required int MaxPositions { get; init; }

    public required int HiddenSize { get; init; }

    public required int IntermediateSize { get; init; }

    public required int LayerCount { get; init; }

    public required int HeadCount { get; init; }

    public required int KeyValueHeadCount { get; init; }

    public required int HeadSize { get; init; }

    /// <summary>Root-mean-square norms; else layer norms.</summary>
    public required bool RmsNorm { get; init; }

    /// <summary>Rotary positions; else a learned vector for each.</summary>
    public required bool Rotary { get; init; }

    /// <summary>Whether rotary pairs are neighbours; else a half with the other.</summary>
    public bool RotaryNeighbours { get; init; }

    /// <summary>Three matrices, one of them a gate; else two with GELU between.</summary>
    public required bool SwiGlu { get; init; }

    /// <summary>Whether GELU is the tanh approximation; else the exact one.</summary>
    public bool GeluByTanh { get; init; }

    public bool AttentionInputBias { get; init; }

    public bool AttentionOutputBias { get; init; }

    public bool FeedForwardBias { get; init; }

    public bool NormBias { get; init; }

    public bool TieWordEmbeddings { get; init; }

    public double RotaryTheta { get; init; } = 10_000;

    public required double NormEpsilon { get; init; }

    /// <summary>Checks that the fields fit together.</summary>
    /// <returns>This configuration.</returns>
    /// <exception cref="ArgumentException">A field is out of range or at odds with another.</exception>
    public DenseConfig Validated()
    {
        int smallest = new[] { VocabularySize, MaxPositions, HiddenSize, IntermediateSize, LayerCount, HeadCount, KeyValueHeadCount, HeadSize }.Min();
        if (smallest < 1)
            throw new ArgumentException($"A size is {smallest}, expected 1 or more in {this}.");
        if (HeadCount % KeyValueHeadCount != 0)
            throw new ArgumentException($"{HeadCount} query heads cannot share {KeyValueHeadCount} key-value heads equally.");
        if (Rotary && HeadSize % 2 != 0)
            throw new ArgumentException($"A head is {HeadSize} wide, expected an even number: rotary embedding turns pairs.");
        if ((long)HeadCount * HeadSize > int.MaxValue)
            throw new ArgumentException($"{HeadCount} heads of {HeadSize} are wider than any matrix here.");
        return NormEpsilon > 0 && RotaryTheta > 1 ? this : throw new ArgumentException($"The norms' epsilon is {NormEpsilon} and the rotary base {RotaryTheta}; expected more than 0 and more than 1.");
    }

    /// <summary>The course's own GPT.</summary>
    public static DenseConfig Of(GptConfig config) => new()
    {
        VocabularySize = config.VocabularySize,
        MaxPositions = config.MaxPositions,
        HiddenSize = config.HiddenSize,
        IntermediateSize = config.IntermediateSize ?? 4 * config.HiddenSize,
        LayerCount = config.LayerCount,
        HeadCount = config.HeadCount,
        KeyValueHeadCount = config.KeyValueHeadCount ?? config.HeadCount,
        HeadSize = config.HiddenSize / config.HeadCount,
        RmsNorm = config.Norm == GptNorm.Rms,
        Rotary = config.Positions == GptPositions.Rotary,
        SwiGlu = config.FeedForward == GptFeedForward.SwiGlu,
        AttentionInputBias = config.Bias,
        AttentionOutputBias = config.Bias,
        FeedForwardBias = config.Bias && config.FeedForward == GptFeedForward.Gelu,
        NormBias = config.Bias && config.Norm == GptNorm.Layer,
        TieWordEmbeddings = config.TieWordEmbeddings,
        RotaryTheta = config.RotaryTheta,
        NormEpsilon = config.NormEpsilon,
    };

    /// <summary>Llama or Qwen2, as a Hugging Face configuration describes them.</summary>
    /// <param name="config">The configuration, as far as it counts.</param>
    /// <param name="file">Its file, for what only matters to running.</param>
    /// <exception cref="InvalidDataException">A field asks for something this engine does not do.</exception>
    public static DenseConfig Of(ModelConfig config, string file)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        if (json.RootElement.TryGetProperty("rope_scaling", out JsonElement scaling) && scaling.ValueKind != JsonValueKind.Null)
            throw new InvalidDataException($"{file}: the field 'rope_scaling' is {scaling}; this engine reads {config.Family} models without it (null) only.");
        if (json.RootElement.TryGetProperty("use_sliding_window", out JsonElement sliding) && sliding.ValueKind == JsonValueKind.True)
            throw new InvalidDataException($"{file}: the field 'use_sliding_window' is true; this engine looks at the whole text only.");
        return new DenseConfig
        {
            VocabularySize = config.VocabularySize,
            MaxPositions = config.MaxPositions,
            HiddenSize = config.HiddenSize,
            IntermediateSize = config.IntermediateSize,
            LayerCount = config.LayerCount,
            HeadCount = config.HeadCount,
            KeyValueHeadCount = config.KeyValueHeadCount,
            HeadSize = config.HeadSize,
            RmsNorm = true,
            Rotary = true,
            SwiGlu = true,
            AttentionInputBias = config.AttentionInputBias,
            AttentionOutputBias = config.AttentionOutputBias,
            TieWordEmbeddings = config.TieWordEmbeddings,
            RotaryTheta = config.Rotary.Theta,
            NormEpsilon = config.NormEpsilon,
        };
    }
}
