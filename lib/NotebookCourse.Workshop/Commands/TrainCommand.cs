using System.CommandLine;
using System.Diagnostics;
using NotebookCourse.Training;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>train</c>: trains one of the course's models, or a configuration of one's own, on its data or on any text.</summary>
internal static class TrainCommand
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    public static Command Create(CourseFolder course)
    {
        var model = new Argument<string>("NAME|CONFIG.json") { Description = "A configuration in data/models (nano-char, tiny-gpt, tiny-rnn, tiny-v3, ...) or a file like them." };
        var text = new Option<string?>("--text") { Description = "A UTF-8 text to train on in place of the configuration's data." };
        var steps = new Option<long?>("--steps") { Description = "Steps to take in place of the configuration's." };
        var resume = new Option<bool>("--resume") { Description = "Go on from where a stopped run was." };
        var output = new Option<string?>("--out") { Description = "Folder for the trained model. Default: models/NAME." };
        var products = new Option<string?>("--products") { Description = "float32 or bf16, for the same numbers as on another machine. Default: what is faster here." };
        products.AcceptOnlyFromAmong("float32", "bf16");
        var threads = new Option<int?>("--threads") { Description = "Threads to compute with. Default: one or all, what is faster here." };
        var command = new Command("train", "Trains a model and prints its validation loss (nats per token) as the last line.") { model, text, steps, resume, output, products, threads };
        command.SetAction(parsed => UntilStopped(stop => Train(
            new Request(
                parsed.GetRequiredValue(model),
                parsed.GetValue(text),
                parsed.GetValue(steps),
                parsed.GetValue(resume),
                parsed.GetValue(output),
                parsed.GetValue(products),
                parsed.GetValue(threads)),
            course,
            stop)));
        return command;
    }

    /// <summary>Runs with a token of <see cref="StopSignals"/>; one of the command line's own would give two seconds and then end the process under torch's feet.</summary>
    private static int UntilStopped(Func<CancellationToken, int> run)
    {
        using var signals = new StopSignals();
        return run(signals.Token);
    }

    private static int Train(Request request, CourseFolder course, CancellationToken cancel)
    {
        Tensors.Require();
        try
        {
            CourseModel model = CourseModel.Load(request.Name);
            if (request.Threads is { } threads && (threads < 1 || threads > ThreadChoice.Most))
                throw new ArgumentException($"--threads is {threads}; expected 1 to {ThreadChoice.Most}.");
            if (request.Steps is { } wanted)
                model = model with { Training = model.Training with { Steps = wanted, Warmup = Math.Min(model.Training.Warmup, wanted / 2) } };
            string folder = request.Output ?? Path.Combine(course.Root, "models", model.Name);
            var run = new TrainingRun(model, folder)
            {
                BFloat16Products = request.Products is null ? null : request.Products == "bf16",
                Threads = request.Threads,
                Say = Console.Error.WriteLine,
                Watch = Lines(),
            };
            TrainingResult result = run.Run(request.Text, request.Resume, cancel);
            return Report(result, folder, request.Name);
        }
        catch (TrainingDivergedException error)
        {
            Console.Error.WriteLine(error.Message);
            return ExitCode.Failed;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ArgumentException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(FaultText.Of(error));
            return ExitCode.Usage;
        }
    }

    private static int Report(TrainingResult result, string folder, string name)
    {
        Console.Error.WriteLine(FormattableString.Invariant($"{result.Elapsed.TotalSeconds:f0} s, {result.TokensPerSecond:N0} tokens/s, at most {result.PeakMemoryBytes / 1e6:f0} MB. Everything is in {folder}."));
        if (!result.Completed)
        {
            Console.Error.WriteLine($"Stopped after step {result.Curve.Count}. Go on with: dotnet course.cs train {name} --resume (and the same --text, --steps and --out).");
            return ExitCode.Stopped;
        }

        Console.WriteLine(FormattableString.Invariant($"validation loss: {result.ValidationLoss:f4}"));
        return ExitCode.Good;
    }

    /// <summary>A line every few seconds, and one for each validation.</summary>
    private static Action<TrainingProgress> Lines()
    {
        var since = Stopwatch.StartNew();
        return progress =>
        {
            CurvePoint point = progress.Point;
            if (point.Step > 1 && point.ValidationLoss is null && since.Elapsed < BetweenLines)
                return;
            since.Restart();
            string validation = point.ValidationLoss is { } loss ? FormattableString.Invariant($"  validation {loss:f4}") : "";
            Console.Error.WriteLine(FormattableString.Invariant(
                $"step {point.Step,6} of {progress.Steps}  loss {point.Loss:f4}{validation}  {progress.TokensPerSecond,8:N0} tokens/s  {progress.Remaining:hh\\:mm\\:ss} left"));
        };
    }

    /// <summary>What was asked for; null where the configuration or a measurement decides.</summary>
    private sealed record Request(string Name, string? Text, long? Steps, bool Resume, string? Output, string? Products, int? Threads);
}
