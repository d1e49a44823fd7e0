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

        Table table = new Table().Border(TableBorder.Simple)
            .AddColumn(Language.Pick("lesson", "课")).AddColumn(Language.Pick("exercise", "练习"))
            .AddColumn(Language.Pick("attempts", "尝试次数")).AddColumn(Language.Pick("state", "状态"));
        int passed = 0;
        int all = 0;
        foreach (Lesson lesson in Course.Load(folder).Lessons)
        {
            foreach (ExercisePart exercise in lesson.Exercises)
            {
                ExerciseProgress? done = progress.Exercises.GetValueOrDefault(exercise.Name);
                all++;
                passed += done?.PassedAt is null ? 0 : 1;
                table.AddRow($"{lesson.Number:00}", exercise.Name, $"{done?.Attempts ?? 0}", State(done));
            }
        }

        Terminal.Results.Write(table);
        Console.WriteLine(Language.Pick(
            $"{passed} of {all} exercises passed, {progress.Predictions.Count} predictions made, {progress.Claims.Count} claims settled. Stored in {Progress.FilePath}",
            $"练习 {all} 道，已通过 {passed} 道；写下预测 {progress.Predictions.Count} 个，测过说法 {progress.Claims.Count} 条。保存在 {Progress.FilePath}"));
        return ExitCode.Good;
    }

    private static string State(ExerciseProgress? done) => done switch
    {
        null => Language.Pick("not yet", "还没做"),
        { PassedAt: { } when } => $"[green]{Language.Pick("passed", "通过于")} {when.LocalDateTime:yyyy-MM-dd}[/]",
        _ => $"[yellow]{Language.Pick("tried", "试过")}[/]",
    };
}
