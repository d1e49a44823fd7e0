using System.Globalization;
using System.Text;
using NotebookCourse.Checkpoints;
using NotebookCourse.Models;
using static TorchSharp.torch;

namespace NotebookCourse.Training;

/// <summary>
/// Trains a configuration into a folder: weights, tokenizer, log, card, and the state a stopped run is resumed from. Until
/// the run is complete only the state and the log are written: a model that lies in the folder stays whole until then.
/// </summary>
/// <param name="configuration">What to train.</param>
/// <param name="folder">Where everything goes; made if it does not exist.</param>
public sealed class TrainingRun(CourseModel configuration, string folder)
{
    private const string StateFile = "state.safetensors", CardFile = "README.md", LockFile = ".lock";
    internal const string LogFile = "log.csv";

    private string StatePath => Path.Combine(folder, StateFile);

    /// <summary>What the run says about itself while it starts: data, parameters, threads.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>Whether products are done in BF16; null to measure what is faster here, and then to do that.</summary>
    public bool? BFloat16Products { get; init; }

    /// <summary>How many threads torch computes with; null to measure whether all or one are faster. Range: 1 or more.</summary>
    public int? Threads { get; init; }

    /// <summary>Called after every step.</summary>
    public Action<TrainingProgress>? Watch { get; init; }

    /// <summary>Trains, and writes the folder.</summary>
    /// <param name="textFile">A text in place of the configuration's data; null for that data.</param>
    /// <param name="resume">Go on from the folder's state.</param>
    /// <param name="cancel">Ends the run after the step under way, with a state to resume from.</param>
    /// <exception cref="InvalidDataException">The text, the configuration or the state to resume from cannot be used; the message says why.</exception>
    /// <exception cref="IOException">Another training writes to the folder, or it cannot be written to.</exception>
    /// <exception cref="TrainingDivergedException">The numbers broke.</exception>
    public TrainingResult Run(string? textFile = null, bool resume = false, CancellationToken cancel = default)
    {
        Directory.CreateDirectory(folder);
        using FileStream hold = Hold();
        AtomicFile.RemoveUnfinished(StatePath);
        SavedModel.Settle(folder);
        if (resume)
            RequireResumable();
        else
            RequireNothingUnfinished();
        TrainingData data = TrainingData.Load(configuration, textFile);
        random.manual_seed(configuration.Training.Seed);
        using LanguageModel model = configuration.Model.Build(data.Tokenizer.VocabularySize, configuration.Training.Context);
        Learner learner = model is DeepSeekModel deepSeek
            ? new DeepSeekLearner(deepSeek, configuration.Training.Objective ?? new DeepSeekObjective())
            : new Learner(model);
        if (!resume)
            ChooseArithmetic(learner, data.Training);

        using var trainer = new Trainer(learner, data.Training, data.Validation, configuration.Training.Recipe()) { Origin = configuration.ToJson() };
        if (resume)
            trainer.Restore(StatePath);

        string arithmetic = learner.BFloat16Products ? BFloat16Products is null && !resume ? "products in BF16 (faster here)" : "products in BF16" : "float32";
        long parameters = model.parameters().Sum(parameter => parameter.numel());
        Say?.Invoke(FormattableString.Invariant($"{configuration.Name}: {parameters:N0} parameters, {data.TrainingTokens:N0} training tokens, vocabulary {data.Tokenizer.VocabularySize:N0}, {arithmetic}, {get_num_threads()} thread(s){(resume ? $", resumed after step {trainer.StepCount:N0}" : "")}"));
        TrainingResult result = trainer.Run(StatePath, Watch, cancel);
        WriteLog(result);
        if (result.Completed)
        {
            SavedModel.Write(folder, configuration, model, data.Tokenizer);
            double stored = StoredLoss(data);
            var domains = data.Domains.Count > 1 ? DomainReport.Of(model, data.Domains, configuration.Training.ValidationBatches) : [];
            AtomicFile.WriteText(Path.Combine(folder, CardFile), ModelCard.Write(configuration, learner, result, parameters, data, stored, textFile, domains));
        }

        return result;
    }

    private void ChooseArithmetic(Learner learner, BatchSource source)
    {
        if (Threads is { } threads)
            ThreadChoice.Use(threads);
        else
            ThreadChoice.Fastest(learner, source);
        if (BFloat16Products is { } narrow)
            learner.BFloat16Products = narrow;
        else
            ProductChoice.Fastest(learner, source);
    }

    /// <summary>Keeps others out while this run writes: of two, one would lose its model without a word.</summary>
    private FileStream Hold()
    {
        try
        {
            return new FileStream(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new IOException($"Another training writes to '{folder}' now. Give this one another folder, or wait until that one has ended. ({error.Message})", error);
        }
    }

    private void RequireNothingUnfinished()
    {
        if (!File.Exists(StatePath))
            return;
        (long step, long? steps) = TrainerState.Standing(StatePath);
        if (steps is null || step < steps)
            throw new InvalidDataException($"'{folder}' holds a run that is not finished: it stands after step {step} of {steps?.ToString(CultureInfo.InvariantCulture) ?? "?"}. Go on with --resume, give another folder with --out, or delete {StatePath} to lose it.");
    }

    private void RequireResumable()
    {
        if (Threads is not null || BFloat16Products is not null)
            throw new InvalidDataException("A resumed run computes as it was started: leave out the number of threads and the kind of products.");
        if (!File.Exists(StatePath))
            throw new InvalidDataException($"There is nothing to resume in '{folder}': it has no {StateFile}. Start the run without --resume.");
        if (TrainerState.OriginOf(StatePath) is not { } origin)
            return;
        CourseModel started = CourseModel.Parse(origin, StatePath);
        TrainingSettings before = started.Training, now = configuration.Training;
        if ((started with { Description = configuration.Description, Data = configuration.Data, Training = now }).ToJson() != configuration.ToJson())
            throw new InvalidDataException($"The run in '{folder}' is of another model than '{configuration.Name}' is now (another shape or tokenizer). Resume with the configuration it was started with, or start a new run without --resume.");
        long warmup = before.Steps == now.Steps ? before.Warmup : now.Warmup; // a shorter run is warmed up for a shorter time
        if (before with { Steps = now.Steps, Warmup = warmup, CheckpointEvery = now.CheckpointEvery, ValidateEvery = now.ValidateEvery } != now)
            throw new InvalidDataException($"The run in '{folder}' was started with other training settings than '{configuration.Name}' has now. Resume with the configuration it was started with, or start a new run without --resume.");
    }

    /// <summary>Validation loss of the model as it lies in the folder: after rounding to eight bits.</summary>
    private double StoredLoss(TrainingData data)
    {
        using SavedModel saved = SavedModel.Load(folder);
        return Trainer.MeanLoss(new Learner(saved.Model), data.Validation, configuration.Training.ValidationBatches);
    }

    private void WriteLog(TrainingResult result)
    {
        var log = new StringBuilder("step,training_loss,validation_loss,learning_rate,gradient_norm\n");
        foreach (CurvePoint point in result.Curve)
            log.Append(CultureInfo.InvariantCulture, $"{point.Step},{point.Loss:g6},{point.ValidationLoss:g6},{point.LearningRate:g6},{point.GradientNorm:g4}\n");
        AtomicFile.WriteText(Path.Combine(folder, LogFile), log.ToString());
    }
}
