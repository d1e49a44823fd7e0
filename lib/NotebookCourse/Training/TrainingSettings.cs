namespace NotebookCourse.Training;

/// <summary>The part of a <see cref="CourseModel"/> that says how it is trained.</summary>
public sealed record TrainingSettings
{
    private const int MostPositions = 1 << 20;

    /// <summary>Positions in a window.</summary>
    public required int Context { get; init; }

    /// <summary>Windows in a batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Optimizer steps.</summary>
    public required long Steps { get; init; }

    /// <summary>Highest learning rate.</summary>
    public required double Peak { get; init; }

    /// <summary>Learning rate at the end.</summary>
    public double End { get; init; }

    /// <summary>Steps of warmup.</summary>
    public long Warmup { get; init; }

    /// <summary><c>cosine</c>, <c>constant</c>, or <c>wsd</c> (warmup, stable, decay over the last fifth).</summary>
    public string Schedule { get; init; } = "cosine";

    /// <summary>AdamW's memory of the second moment; that of the first is 0.9.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Weight decay on matrices.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>Longest gradient norm.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Batches in a step.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>Seed of weights and data order.</summary>
    public long Seed { get; init; } = 1337;

    /// <summary>Share of each text, from its beginning, that is trained on.</summary>
    public double TrainingShare { get; init; } = 0.9;

    /// <summary>Steps between validations.</summary>
    public long ValidateEvery { get; init; } = 250;

    /// <summary>Batches in a validation.</summary>
    public int ValidationBatches { get; init; } = 20;

    /// <summary>Steps between checkpoints.</summary>
    public long CheckpointEvery { get; init; } = 500;

    /// <summary>λ, α and γ of a DeepSeek model; V3's if not said.</summary>
    public DeepSeekObjective? Objective { get; init; }

    /// <summary>The recipe for a <c>Trainer</c>.</summary>
    public TrainingRecipe Recipe() => new()
    {
        Steps = Steps,
        Rate = Schedule switch
        {
            "cosine" => new CosineRate(Peak, End, Warmup, Steps),
            "constant" => new ConstantRate(Peak, Warmup),
            "wsd" => new WarmupStableDecay(Peak, End, Warmup, Steps * 4 / 5, Steps),
            _ => throw new ArgumentException($"schedule is '{Schedule}', expected \"cosine\", \"constant\" or \"wsd\"."),
        },
        Optimizer = new AdamWOptions(0.9, Beta2, WeightDecay),
        ClipNorm = ClipNorm,
        Accumulation = Accumulation,
        ValidateEvery = ValidateEvery,
        ValidationBatches = ValidationBatches,
        CheckpointEvery = CheckpointEvery,
    };

    internal void Validate()
    {
        Require(Context is >= 1 and <= MostPositions, $"context is {Context}, expected 1 to {MostPositions}");
        Require(BatchSize is >= 1 and <= MostPositions, $"batch_size is {BatchSize}, expected 1 to {MostPositions}");
        Require(Peak > 0, $"peak is {Peak}, expected a learning rate above 0");
        Require(End >= 0 && End <= Peak, $"end is {End}, expected 0 to peak, which is {Peak}");
        Require(Warmup >= 0, $"warmup is {Warmup}, expected 0 or more steps");
        Require(Beta2 is >= 0 and < 1, $"beta2 is {Beta2}, expected 0 to below 1");
        Require(WeightDecay >= 0, $"weight_decay is {WeightDecay}, expected 0 or more");
        Require(TrainingShare is > 0 and < 1, $"training_share is {TrainingShare}, expected above 0 and below 1");
        Require(Objective is null or { PredictionWeight: >= 0, BalanceWeight: >= 0, BiasUpdateSpeed: >= 0 }, "objective has a number below 0, expected 0 or more for each");
        Recipe().Validated();
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
            throw new ArgumentException($"training.{message}.");
    }
}
