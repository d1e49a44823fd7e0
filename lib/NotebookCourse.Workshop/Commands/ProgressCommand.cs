using System.CommandLine;
using NotebookCourse.Exercises;
using NotebookCourse.Workshop.Building;
using NotebookCourse.Workshop.Lessons;
using Spectre.Console;
using Progress = NotebookCourse.Exercises.Progress;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>progress</c>: what the learner has done.</summary>
internal static class ProgressCommand
{
    public static Command Create(CourseFolder folder)
    {
        var command = new Command("progress", "Shows your exercises, predictions and settled claims.");
        command.SetAction(_ => Show(folder));
        return command;
    }

    private static int Show(CourseFolder folder)
    {
        Progress progress = Progress.Load(out string? notice);
        if (notice is not null)
            Console.Error.WriteLine(notice);

        Table table = new Table().Border(TableBorder.Simple).AddColumn("lesson").AddColumn("exercise").AddColumn("attempts").AddColumn("state");
        int passed = 0;
        int all = 0;
        foreach (Lesson lesson in Course.Load(folder).Lessons)
        {
            foreach (ExercisePart exercise in lesson.Exercises)
            {
                ExerciseProgress? done = progress.Exercises.GetValueOrDefault(exercise.Name);
                all++;
                passed += done?.PassedAt is null ? 0 : 1;
                string state = done is null ? "not yet" : done.PassedAt is { } when ? $"[green]passed {when.LocalDateTime:yyyy-MM-dd}[/]" : "[yellow]tried[/]";
                table.AddRow($"{lesson.Number:00}", exercise.Name, $"{done?.Attempts ?? 0}", state);
            }
        }

        Terminal.Results.Write(table);
        Console.WriteLine($"{passed} of {all} exercises passed, {progress.Predictions.Count} predictions made, {progress.Claims.Count} claims settled. Stored in {Progress.FilePath}");
        return ExitCode.Good;
    }
}
