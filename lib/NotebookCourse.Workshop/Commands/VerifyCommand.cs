using System.CommandLine;
using NotebookCourse.Checkpoints;
using NotebookCourse.Inference;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>verify</c>: whether our model computes what another implementation recorded.</summary>
internal static class VerifyCommand
{
    private const double Tolerance = 1e-4;

    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "A folder with config.json, model.safetensors and activations.safetensors." };
        var engine = new Option<string>("--engine") { Description = "torch, or plain for the one in C# alone.", DefaultValueFactory = _ => "torch" };
        engine.AcceptOnlyFromAmong("torch", "plain");
        var command = new Command("verify", "Runs a DeepSeek model and compares every recorded tensor: prefill and decoding, naive and absorbed.") { folder, engine };
        command.SetAction(parsed => Run(parsed.GetValue(folder)!, parsed.GetValue(engine) == "plain"));
        return command;
    }

    private static int Run(string folder, bool plain)
    {
        Tensors.Require();
        try
        {
            IReadOnlyList<ReferenceDifference> differences = plain
                ? [.. RecordedActivations.Compare(folder).Select(tensor => new ReferenceDifference(tensor.Name, tensor.Relative))]
                : ReferenceComparison.Run(folder);
            Print(differences, plain ? RecordedActivations.Readings : ReferenceComparison.Readings);
            double largest = differences.Count == 0 ? double.PositiveInfinity : differences.Max(difference => difference.Largest);
            Console.WriteLine($"max relative difference: {largest:0.0###e+00}");
            return largest <= Tolerance ? ExitCode.Good : ExitCode.Failed;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or SafetensorsException or ArgumentException or KeyNotFoundException or NotSupportedException)
        {
            Console.Error.WriteLine(FaultText.Of(problem));
            return ExitCode.Usage;
        }
    }

    private static void Print(IReadOnlyList<ReferenceDifference> differences, IReadOnlyList<string> readings)
    {
        int width = differences.Select(difference => difference.Name.Length).Append("tensor".Length).Max();
        Console.WriteLine("tensor".PadRight(width) + string.Concat(readings.Select(reading => reading.PadLeft(18))));
        foreach (ReferenceDifference difference in differences)
            Console.WriteLine(difference.Name.PadRight(width) + string.Concat(difference.Relative.Select(value => $"{value:0.0e+00}".PadLeft(18))));
    }
}
