using System.Text.RegularExpressions;
using NotebookCourse.Exercises;

namespace NotebookCourse.Workshop.Notebooks;

/// <summary>What an exercise's check showed, read from its HTML.</summary>
internal sealed partial record ExerciseOutcome(string Name, ExerciseStatus Status, string HintId)
{
    /// <summary>Every outcome among a cell's outputs.</summary>
    public static IReadOnlyList<ExerciseOutcome> In(ExecutedCell cell) =>
    [
        .. cell.Outputs
            .SelectMany(output => Report().Matches(NotebookText.Join(output!["data"]?["text/html"])))
            .Select(match => new ExerciseOutcome(
                match.Groups["name"].Value, Enum.Parse<ExerciseStatus>(match.Groups["status"].Value), match.Groups["hint"].Value)),
    ];

    [GeneratedRegex("data-exercise=\"(?<name>[^\"]*)\" data-status=\"(?<status>[A-Za-z]+)\" data-hint=\"(?<hint>[^\"]*)\"")]
    private static partial Regex Report();
}
