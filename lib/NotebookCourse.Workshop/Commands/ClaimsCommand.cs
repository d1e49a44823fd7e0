using System.CommandLine;
using NotebookCourse.Claims;
using NotebookCourse.Workshop.Building;
using Spectre.Console;
using Progress = NotebookCourse.Exercises.Progress;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>claims</c>: the article's 95 claims, and which lessons settle them.</summary>
internal static class ClaimsCommand
{
    public static Command Create(CourseFolder folder)
    {
        var command = new Command("claims", "Lists the article's claims: verdict, the lesson that settles it, and what you measured.");
        command.SetAction(_ => List(folder));
        return command;
    }

    private static int List(CourseFolder folder)
    {
        Course course = Course.Load(folder);
        Progress progress = Progress.Load(out string? notice);
        if (notice is not null)
            Console.Error.WriteLine(notice);

        Table table = new Table().Border(TableBorder.Simple)
            .AddColumn(Language.Pick("claim", "编号")).AddColumn(Language.Pick("quote", "原文")).AddColumn(Language.Pick("verdict", "结论"))
            .AddColumn(Language.Pick("settled in", "哪一课")).AddColumn(Language.Pick("you measured", "你的实测"));
        int settled = 0;
        foreach (Claim claim in Claims.Claims.All)
        {
            string[] lessons = [.. course.Lessons.Where(lesson => lesson.Header.Claims.Contains(claim.Id)).Select(lesson => $"{lesson.Number:00}")];
            settled += lessons.Length > 0 ? 1 : 0;
            table.AddRow(
                claim.Id,
                Markup.Escape(claim.Quote),
                Language.Pick(claim.Verdict.ToString().ToLowerInvariant(), claim.Verdict.Word(Language.Chinese)),
                lessons.Length > 0 ? string.Join(Language.Pick(", ", "、"), lessons) : Language.Pick($"open (lesson {claim.Lesson:00})", $"还没有（第 {claim.Lesson:00} 课）"),
                Markup.Escape(progress.Claims.GetValueOrDefault(claim.Id) ?? ""));
        }

        Terminal.Results.Write(table);
        int open = Claims.Claims.All.Count - settled;
        Console.WriteLine(Language.Pick(
            $"{settled} settled by a lesson, {open} open; you have settled {progress.Claims.Count}.",
            $"{settled} 条已有课程给出结论，{open} 条还没有；你自己测过 {progress.Claims.Count} 条。"));
        return ExitCode.Good;
    }
}
