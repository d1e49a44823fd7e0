using System.Diagnostics;
using static TorchSharp.torch;

namespace NotebookCourse.Training;

/// <summary>
/// Trains a model: batch, loss, gradients, clipping, AdamW, and again. Batches are known by their number and schedules
/// by their step, so weights, moments and the step are the whole state, and a resumed run goes on exactly as if it had
/// never stopped.
/// </summary>
public sealed class Trainer : IDisposable
{
    /// <summary>A loss so many nats above the first one counts as an explosion: chance had been e^3 times better.</summary>
    public const double ExplosionNats = 3;

    private readonly Learner _learner;
    private readonly BatchSource _training, _validation;
    private readonly AdamW _optimizer;
    private readonly List<CurvePoint> _curve = [];

    /// <summary>A run about to begin, or to be resumed with <see cref="Restore"/>.</summary>
    /// <param name="learner">The model and its loss; its weights are changed in place.</param>
    /// <param name="training">Batches to train on.</param>
    /// <param name="validation">Batches to validate with.</param>
    /// <param name="recipe">Steps, rates and the rest.</param>
    /// <param name="readable">Use the readable AdamW in place of the fused one.</param>
    public Trainer(Learner learner, BatchSource training, BatchSource validation, TrainingRecipe recipe, bool readable = false)
    {
        Recipe = recipe.Validated();
        (_learner, _training, _validation) = (learner, training, validation);
        _optimizer = readable
            ? new ReadableAdamW(learner.Model.named_parameters(), recipe.Optimizer)
            : new FusedAdamW(learner.Model.named_parameters(), recipe.Optimizer);
        learner.Model.train();
        FreedMemory.Keep();
    }

    /// <summary>The recipe.</summary>
    public TrainingRecipe Recipe { get; }

    /// <summary>What the run was started from, in words of the caller's; stands in its checkpoints for whoever resumes it.</summary>
    public string? Origin { get; init; }

    /// <summary>Steps taken.</summary>
    public long StepCount => _optimizer.StepCount;

    /// <summary>Every step so far.</summary>
    public IReadOnlyList<CurvePoint> Curve => _curve;

    /// <summary>
    /// Takes the remaining steps. Cancelling ends the run after the step under way, with a checkpoint.
    /// </summary>
    /// <param name="checkpointPath">Where checkpoints go, replaced each time; null to write none.</param>
    /// <param name="watch">Called after every step.</param>
    /// <param name="cancel">Ends the run early.</param>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is not a number, or the loss exploded.</exception>
    /// <exception cref="IOException">A checkpoint could not be written; the previous one is whole.</exception>
    public TrainingResult Run(string? checkpointPath = null, Action<TrainingProgress>? watch = null, CancellationToken cancel = default)
    {
        var total = Stopwatch.StartNew();
        var stepping = new Stopwatch();
        long tokens = 0;
        while (StepCount < Recipe.Steps && !cancel.IsCancellationRequested)
        {
            stepping.Start();
            tokens += Step();
            stepping.Stop();
            if (IsDue(Recipe.ValidateEvery) || StepCount == Recipe.Steps)
                _curve[^1] = _curve[^1] with { ValidationLoss = Validate() };
            if (checkpointPath is not null && IsDue(Recipe.CheckpointEvery) && StepCount < Recipe.Steps)
                Save(checkpointPath);
            double rate = tokens / stepping.Elapsed.TotalSeconds;
            double remaining = (Recipe.Steps - StepCount) * (double)TokensPerStep / rate;
            watch?.Invoke(new TrainingProgress(_curve[^1], Recipe.Steps, rate, TimeSpan.FromSeconds(remaining)));
        }

        if (checkpointPath is not null)
            Save(checkpointPath);
        return new TrainingResult(
            [.. _curve],
            _curve.LastOrDefault(point => point.ValidationLoss is not null)?.ValidationLoss,
            StepCount >= Recipe.Steps,
            total.Elapsed,
            tokens / Math.Max(stepping.Elapsed.TotalSeconds, 1e-9),
            Process.GetCurrentProcess().PeakWorkingSet64);
    }

    /// <summary>Takes one step.</summary>
    /// <returns>Tokens trained on.</returns>
    /// <exception cref="TrainingDivergedException">The loss or a gradient is not a number, or the loss exploded.</exception>
    public long Step()
    {
        using var scope = NewDisposeScope();
        double loss = 0, rate = Recipe.Rate.At(StepCount);
        for (int part = 0; part < Recipe.Accumulation; part++)
            loss += Backward(StepCount * Recipe.Accumulation + part);
        double norm = GradientClipping.Clip(_optimizer.Gradients, Recipe.ClipNorm);
        RequireSound(loss, norm, rate);
        _optimizer.Step(rate);
        _optimizer.ZeroGradients();
        _learner.AfterStep();
        _curve.Add(new CurvePoint(StepCount, loss, rate, norm));
        return TokensPerStep;
    }

    /// <summary>Mean next-token loss over the recipe's validation batches, nats.</summary>
    public double Validate() => MeanLoss(_learner, _validation, Recipe.ValidationBatches);

    /// <summary>Mean next-token loss over the first batches of a source, nats; the model is left in training mode.</summary>
    /// <param name="learner">The model.</param>
    /// <param name="source">Where batches come from.</param>
    /// <param name="batches">How many. Range: 1 or more.</param>
    public static double MeanLoss(Learner learner, BatchSource source, int batches)
    {
        using var noGradients = no_grad();
        learner.Model.eval();
        double sum = 0;
        for (int number = 0; number < batches; number++)
        {
            using var scope = NewDisposeScope();
            sum += learner.NextTokenLoss(source.At(number)).item<float>();
        }

        learner.Model.train();
        return sum / batches;
    }

    /// <summary>Writes weights, moments, step and curve to one file, which appears only when it is whole.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <exception cref="IOException">It could not be written; a file that was there before is still there, whole.</exception>
    public void Save(string path)
    {
        try
        {
            TrainerState.Save(path, _learner, _optimizer, _curve, _training.Fingerprint, Origin);
        }
        catch (IOException error)
        {
            throw new IOException($"The checkpoint of step {StepCount} could not be written to '{path}': {error.Message} The previous checkpoint, if there was one, is whole; free some space and go on with --resume.", error);
        }
    }

    /// <summary>Goes back to what <see cref="Save"/> wrote.</summary>
    /// <param name="path">A checkpoint of the same model, data and optimizer.</param>
    /// <exception cref="InvalidDataException">The checkpoint is of another model or another data set, or is no checkpoint; the message says which.</exception>
    public void Restore(string path)
    {
        _curve.Clear();
        _curve.AddRange(TrainerState.Restore(path, _learner, _optimizer, _training.Fingerprint));
    }

    /// <summary>Frees the optimizer's memory; the model stays.</summary>
    public void Dispose()
    {
        _optimizer.Dispose();
        FreedMemory.Return();
    }

    private long TokensPerStep => (long)_training.BatchSize * _training.ContextLength * Recipe.Accumulation;

    private bool IsDue(long every) => every > 0 && StepCount % every == 0;

    /// <summary>Adds one batch's share to the gradients and returns its share of the loss.</summary>
    private double Backward(long number)
    {
        using var scope = NewDisposeScope();
        Tensor loss = _learner.TrainingLoss(_training.At(number));
        if (Recipe.Accumulation > 1)
            loss = loss / Recipe.Accumulation;
        loss.backward();
        return loss.item<float>();
    }

    private void RequireSound(double loss, double norm, double rate)
    {
        double first = _curve.Count > 0 ? _curve[0].Loss : loss;
        string? fault = !double.IsFinite(loss) ? $"the loss is {loss}"
            : !double.IsFinite(norm) ? $"the gradients' norm is {norm}"
            : loss > first + ExplosionNats ? $"the loss exploded to {loss:f2} (it began at {first:f2})"
            : null;
        if (fault is null)
            return;
        (string name, double size) = LargestGradient();
        throw new TrainingDivergedException(
            $"Training stopped at step {StepCount + 1}: {fault}. Learning rate {rate:g3}; the largest gradient is that of {name} (norm {size:g3}). "
            + "Nothing was changed in this step. Try a lower learning rate, a longer warmup or a smaller clipping norm.");
    }

    /// <summary>The gradient with the largest norm; one that is not a number counts as the largest.</summary>
    private (string Name, double Norm) LargestGradient()
    {
        using var scope = NewDisposeScope();
        return _optimizer.Names
            .Zip(_optimizer.Gradients, (name, gradient) => (name, Norm: (double)gradient.norm().item<float>()))
            .MaxBy(entry => double.IsFinite(entry.Norm) ? entry.Norm : double.PositiveInfinity);
    }
}
