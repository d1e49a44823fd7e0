using System.Text.RegularExpressions;

namespace NotebookCourse.Workshop.Running;

/// <summary>Says how a cell failed.</summary>
internal static partial class FailureText
{
    /// <summary>One line.</summary>
    public static string Line(CellRun run, string language) => run.Error is { } error && run.IsVerification
        ? $"what the author verifies does not hold ({language}): {error.Value.ReplaceLineEndings(" ")}"
        : run.Error is { } failed
        ? $"the cell failed ({language}): {failed.Name}: {failed.Value.ReplaceLineEndings(" ")}"
        : $"the cell was expected to throw ({language}) and ended well; remove 'throws' or the reason it no longer does";

    /// <summary>The cell's source with line numbers, then the traceback without colours.</summary>
    public static string Full(CellRun run, string language)
    {
        IEnumerable<string> source = run.Executed.Cell.Source.Split('\n').Select((line, index) => $"{index + 1,4} | {line}");
        IEnumerable<string> trace = run.Error?.Traceback.Select(line => Colours().Replace(line, "")) ?? [];
        return string.Join(Environment.NewLine, [$"cell {run.Executed.Cell.Id}, the {run.Result.ExecutionCount}. code cell", .. source, Line(run, language), .. trace]);
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Colours();
}
