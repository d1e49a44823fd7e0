namespace NotebookCourse.Accounting;

public sealed partial record ModelConfig
{
    /// <summary>DeepSeek-V3 (arXiv 2412.19437, section 4.2; <c>inference/configs/config_671B.json</c>).</summary>
    public static ModelConfig DeepSeekV3 { get; } = new()
    {
        Name = "DeepSeek-V3",
        Family = ModelFamily.DeepSeek,
        VocabularySize = 129_280,
        HiddenSize = 7_168,
        IntermediateSize = 18_432,
        LayerCount = 61,
        HeadCount = 128,
        KeyValueHeadCount = 128,
        HeadSize = 192,
        Latent = new() { QueryRank = 1_536, KeyValueRank = 512, ContentHeadSize = 128, RotaryHeadSize = 64, ValueHeadSize = 128 },
        Experts = new()
        {
            RoutedCount = 256,
            SharedCount = 1,
            ExpertsPerToken = 8,
            IntermediateSize = 2_048,
            GroupCount = 8,
            GroupsKept = 4,
            Scoring = RouterScoring.Sigmoid,
            Selection = ExpertSelection.BiasCorrected,
            Renormalise = true,
            Scale = 2.5,
            DenseLayersFirst = 3,
        },
        Rotary = new() { Yarn = new() { Factor = 40, OriginalPositions = 4_096 } },
        MaxPositions = 163_840,
        PredictionLayerCount = 1,
        Float8Weights = true,
    };

    /// <summary>DeepSeek-V2 (arXiv 2405.04434; <c>config_236B.json</c>).</summary>
    public static ModelConfig DeepSeekV2 { get; } = new()
    {
        Name = "DeepSeek-V2",
        Family = ModelFamily.DeepSeek,
        VocabularySize = 102_400,
        HiddenSize = 5_120,
        IntermediateSize = 12_288,
        LayerCount = 60,
        HeadCount = 128,
        KeyValueHeadCount = 128,
        HeadSize = 192,
        Latent = DeepSeekV3.Latent,
        Experts = new()
        {
            RoutedCount = 160,
            SharedCount = 2,
            ExpertsPerToken = 6,
            IntermediateSize = 1_536,
            GroupCount = 8,
            GroupsKept = 3,
            Scoring = RouterScoring.Softmax,
            Selection = ExpertSelection.GroupLimited,
            Renormalise = false,
            Scale = 16,
            DenseLayersFirst = 1,
        },
        Rotary = V2Rotary,
        MaxPositions = 163_840,
    };

    /// <summary>DeepSeek-V2-Lite (<c>config_16B.json</c>), whose numbers are the defaults of DeepSeek's published code.</summary>
    public static ModelConfig DeepSeekV2Lite { get; } = new()
    {
        Name = "DeepSeek-V2-Lite",
        Family = ModelFamily.DeepSeek,
        VocabularySize = 102_400,
        HiddenSize = 2_048,
        IntermediateSize = 10_944,
        LayerCount = 27,
        HeadCount = 16,
        KeyValueHeadCount = 16,
        HeadSize = 192,
        Latent = new() { KeyValueRank = 512, ContentHeadSize = 128, RotaryHeadSize = 64, ValueHeadSize = 128 },
        Experts = new()
        {
            RoutedCount = 64,
            SharedCount = 2,
            ExpertsPerToken = 6,
            IntermediateSize = 1_408,
            Scoring = RouterScoring.Softmax,
            Selection = ExpertSelection.Greedy,
            Renormalise = false,
            DenseLayersFirst = 1,
        },
        Rotary = V2Rotary,
        MaxPositions = 163_840,
    };

    /// <summary>Llama-3.1-405B; for counting.</summary>
    public static ModelConfig Llama31_405B { get; } = new()
    {
        Name = "Llama-3.1-405B",
        Family = ModelFamily.Llama,
        VocabularySize = 128_256,
        HiddenSize = 16_384,
        IntermediateSize = 53_248,
        LayerCount = 126,
        HeadCount = 128,
        KeyValueHeadCount = 8,
        HeadSize = 128,
        Rotary = new() { Theta = 500_000 },
        NormEpsilon = 1e-5,
        MaxPositions = 131_072,
    };

    /// <summary>Qwen2.5-72B; for counting.</summary>
    public static ModelConfig Qwen25_72B { get; } = new()
    {
        Name = "Qwen2.5-72B",
        Family = ModelFamily.Qwen2,
        VocabularySize = 152_064,
        HiddenSize = 8_192,
        IntermediateSize = 29_568,
        LayerCount = 80,
        HeadCount = 64,
        KeyValueHeadCount = 8,
        HeadSize = 128,
        Rotary = new() { Theta = 1_000_000 },
        AttentionInputBias = true,
        MaxPositions = 131_072,
    };

    /// <summary>A DeepSeek-V3 small enough to read number by number: every mechanism, 217 thousand parameters.</summary>
    public static ModelConfig TinyDeepSeekV3 { get; } = new()
    {
        Name = "Tiny-DeepSeek-V3",
        Family = ModelFamily.DeepSeek,
        VocabularySize = 97,
        HiddenSize = 64,
        IntermediateSize = 96,
        LayerCount = 3,
        HeadCount = 4,
        KeyValueHeadCount = 4,
        HeadSize = 20,
        Latent = new() { QueryRank = 24, KeyValueRank = 16, ContentHeadSize = 12, RotaryHeadSize = 8, ValueHeadSize = 10 },
        Experts = new()
        {
            RoutedCount = 16,
            SharedCount = 1,
            ExpertsPerToken = 4,
            IntermediateSize = 24,
            GroupCount = 4,
            GroupsKept = 2,
            Scoring = RouterScoring.Sigmoid,
            Selection = ExpertSelection.BiasCorrected,
            Renormalise = true,
            Scale = 2.5,
            DenseLayersFirst = 1,
        },
        Rotary = new(),
        MaxPositions = 64,
    };

    /// <summary>The presets by name, for looking one up.</summary>
    public static IReadOnlyList<ModelConfig> Presets { get; } =
        [DeepSeekV3, DeepSeekV2, DeepSeekV2Lite, Llama31_405B, Qwen25_72B, TinyDeepSeekV3];

    private static RotaryConfig V2Rotary => new()
    {
        Yarn = new() { Factor = 40, OriginalPositions = 4_096, Magnitude = 0.707, MagnitudeAllDimensions = 0.707 },
    };

    /// <summary>Finds a preset by name; case, dots and hyphens do not matter ("deepseekv3" finds DeepSeek-V3).</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is no such preset; the message lists them.</exception>
    public static ModelConfig Preset(string name)
        => Presets.FirstOrDefault(preset => Plain(preset.Name) == Plain(name))
            ?? throw new ArgumentException($"There is no preset '{name}'. Take one of: {string.Join(", ", Presets.Select(preset => preset.Name))}.", nameof(name));

    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
