using System.CommandLine;
using NotebookCourse.Accounting;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>count</c>: parameters, operations, cache and memory of a model, from its configuration alone.</summary>
internal static class CountCommand
{
    private const int DefaultContext = 4096;

    public static Command Create()
    {
        var model = new Argument<string>("MODEL")
        {
            Description = $"A config.json (or the folder that holds one), or a preset: {string.Join(", ", ModelConfig.Presets.Select(preset => preset.Name))}.",
            DefaultValueFactory = _ => ModelConfig.DeepSeekV3.Name,
        };
        var json = new Option<bool>("--json") { Description = "One JSON object instead of a table; parameters in units, FLOPs per token, memory and cache in bytes." };
        var context = new Option<int>("--context") { Description = "Length of the sequence for attention's operations, in tokens.", DefaultValueFactory = _ => DefaultContext };
        context.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int given) && given < 1)
                result.AddError($"--context is {given}; a sequence has 1 token or more.");
        });
        var command = new Command("count", "Counts a model's parameters, operations, cache and memory from its configuration.") { model, json, context };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(model), parsed.GetValue(context), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string model, int context, bool json)
    {
        try
        {
            var report = CountReport.Of(Find(model), context);
            Console.WriteLine(json ? report.ToJson() : report.ToTable(Language.Current));
            return ExitCode.Good;
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(FaultText.Of(fault));
            return ExitCode.Usage;
        }
    }

    private static ModelConfig Find(string model) =>
        File.Exists(model) || Directory.Exists(model) || model.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? ModelConfigJson.Load(model)
            : ModelConfig.Preset(model);
}
