using NotebookCourse.Accounting;
using NotebookCourse.Checkpoints;
using NotebookCourse.Models;
using NotebookCourse.Tests.Support;

namespace NotebookCourse.Tests.Inference;

/// <summary>Small DeepSeek models with random weights, one for each way in which configurations differ.</summary>
internal static class RandomModels
{
    private static readonly ModelConfig Plain = new()
    {
        Name = "plain",
        Family = ModelFamily.DeepSeek,
        VocabularySize = 97,
        HiddenSize = 64,
        IntermediateSize = 96,
        LayerCount = 3,
        HeadCount = 4,
        KeyValueHeadCount = 4,
        HeadSize = 24,
        Latent = new LatentAttentionConfig { QueryRank = 32, KeyValueRank = 32, ContentHeadSize = 16, RotaryHeadSize = 8, ValueHeadSize = 16 },
        Experts = new ExpertsConfig
        {
            RoutedCount = 8,
            SharedCount = 1,
            ExpertsPerToken = 2,
            IntermediateSize = 32,
            Scoring = RouterScoring.Sigmoid,
            Selection = ExpertSelection.BiasCorrected,
            Renormalise = true,
            Scale = 2.5,
            DenseLayersFirst = 1,
        },
        Rotary = new RotaryConfig(),
        MaxPositions = 512,
    };

    /// <summary>The models by name.</summary>
    public static IReadOnlyDictionary<string, ModelConfig> All { get; } = new Dictionary<string, ModelConfig>
    {
        ["plain"] = Plain,
        ["groups"] = Plain with { Experts = Plain.Experts! with { RoutedCount = 16, GroupCount = 4, GroupsKept = 2, ExpertsPerToken = 4 } },
        ["groups of one"] = Plain with { Experts = Plain.Experts! with { GroupCount = 8, GroupsKept = 4 } },
        ["no query compression"] = Plain with { Latent = Plain.Latent! with { QueryRank = null } },
        ["no shared expert"] = Plain with { Experts = Plain.Experts! with { SharedCount = 0 } },
        ["two shared experts"] = Plain with { Experts = Plain.Experts! with { SharedCount = 2 } },
        ["softmax"] = Plain with { Experts = Plain.Experts! with { Scoring = RouterScoring.Softmax, Selection = ExpertSelection.Greedy, Renormalise = false, Scale = 1 } },
        ["softmax in groups"] = Plain with { Experts = Plain.Experts! with { Scoring = RouterScoring.Softmax, Selection = ExpertSelection.GroupLimited, GroupCount = 4, GroupsKept = 2, Renormalise = false, Scale = 16 } },
        ["yarn"] = Plain with { Rotary = new RotaryConfig { Yarn = new YarnConfig { Factor = 16, OriginalPositions = 32 } } },
        ["yarn, one magnitude"] = Plain with { Rotary = new RotaryConfig { Theta = 5_000, Yarn = new YarnConfig { Factor = 4, OriginalPositions = 128, Magnitude = 1, MagnitudeAllDimensions = 0.5 } } },
        ["dense, tied"] = Plain with { Experts = null, TieWordEmbeddings = true },
        ["every second layer, biases"] = Plain with { LayerCount = 4, AttentionInputBias = true, AttentionOutputBias = true, Experts = Plain.Experts! with { DenseLayersFirst = 0, LayerInterval = 2 } },
        ["odd sizes"] = Plain with
        {
            VocabularySize = 101,
            HiddenSize = 50,
            IntermediateSize = 75,
            HeadCount = 3,
            KeyValueHeadCount = 3,
            HeadSize = 17,
            Latent = new LatentAttentionConfig { QueryRank = 19, KeyValueRank = 21, ContentHeadSize = 11, RotaryHeadSize = 6, ValueHeadSize = 13 },
            Experts = Plain.Experts! with { RoutedCount = 7, IntermediateSize = 29, ExpertsPerToken = 3 },
        },
        ["larger than a block"] = Plain with
        {
            HiddenSize = 160,
            IntermediateSize = 288,
            HeadCount = 5,
            KeyValueHeadCount = 5,
            Latent = new LatentAttentionConfig { QueryRank = 136, KeyValueRank = 144, ContentHeadSize = 32, RotaryHeadSize = 16, ValueHeadSize = 24 },
        },
        ["square"] = Plain with { Latent = Plain.Latent! with { KeyValueRank = 16 } },
        ["predicts"] = Plain with { PredictionLayerCount = 1 },
    };

    /// <summary>A torch model with random weights.</summary>
    public static DeepSeekModel Make(string name) => Seeded.Filled(new DeepSeekModel(All[name]), seed: 7, size: 0.15, exact: false);

    /// <summary>Writes a random model as a Hugging Face folder.</summary>
    public static void Write(string name, string folder)
    {
        using DeepSeekModel model = Make(name);
        ModelFolder.Save(model, folder);
    }
}
