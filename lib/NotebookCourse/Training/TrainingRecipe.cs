namespace NotebookCourse.Training;

/// <summary>Everything about a run but the model and the data.</summary>
public sealed record TrainingRecipe
{
    /// <summary>Optimizer steps. Range: 1 or more.</summary>
    public required long Steps { get; init; }

    /// <summary>The learning rate by step.</summary>
    public required LearningRate Rate { get; init; }

    /// <summary>The optimizer's constants.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>Longest global gradient norm. Range: above 0; positive infinity for no clipping.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Batches whose mean gradient makes one step. Range: 1 or more.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>Steps between validations; 0 for only one at the end. Range: 0 or more.</summary>
    public long ValidateEvery { get; init; }

    /// <summary>Batches in a validation. Range: 1 or more.</summary>
    public int ValidationBatches { get; init; } = 20;

    /// <summary>Steps between checkpoints; 0 for only one at the end. Range: 0 or more.</summary>
    public long CheckpointEvery { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <returns>This recipe.</returns>
    /// <exception cref="ArgumentException">A number is out of its range; the message names it.</exception>
    public TrainingRecipe Validated()
    {
        Require(Steps >= 1, $"steps is {Steps}, expected 1 or more");
        Require(ClipNorm > 0, $"the clipping norm is {ClipNorm}, expected a number above 0");
        Require(Accumulation >= 1, $"accumulation is {Accumulation}, expected 1 or more");
        Require(ValidateEvery >= 0, $"steps between validations is {ValidateEvery}, expected 0 or more");
        Require(ValidationBatches >= 1, $"validation batches is {ValidationBatches}, expected 1 or more");
        Require(CheckpointEvery >= 0, $"steps between checkpoints is {CheckpointEvery}, expected 0 or more");
        return this;
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
            throw new ArgumentException($"The training recipe cannot be used: {message}.");
    }
}
