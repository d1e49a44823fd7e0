using System.Text.Json.Nodes;
using NotebookCourse.Exercises;

namespace NotebookCourse.Workshop.Notebooks;

/// <summary>What an exercise's check showed, as its output carries it.</summary>
internal sealed record ExerciseOutcome(string Name, ExerciseStatus Status, string HintId)
{
    /// <summary>Every outcome among a cell's outputs.</summary>
    public static IReadOnlyList<ExerciseOutcome> In(ExecutedCell cell) =>
    [
        .. cell.Outputs
            .Select(output => output!["data"]?[ExerciseFormatterSource.MimeType])
            .OfType<JsonObject>()
            .Select(report => new ExerciseOutcome((string)report["name"]!, Enum.Parse<ExerciseStatus>((string)report["status"]!), (string?)report["hint"] ?? "")),
    ];
}
