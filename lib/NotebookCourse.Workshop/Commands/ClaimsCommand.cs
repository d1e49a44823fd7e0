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
            .AddColumn("claim").AddColumn("quote").AddColumn("verdict").AddColumn("settled in").AddColumn("you measured");
        int settled = 0;
        foreach (Claim claim in Claims.Claims.All)
        {
            string[] lessons = [.. course.Lessons.Where(lesson => lesson.Header.Claims.Contains(claim.Id)).Select(lesson => $"{lesson.Number:00}")];
            settled += lessons.Length > 0 ? 1 : 0;
            table.AddRow(
                claim.Id,
                Markup.Escape(claim.Quote),
                claim.Verdict.ToString().ToLowerInvariant(),
                lessons.Length > 0 ? string.Join(", ", lessons) : $"open (lesson {claim.Lesson:00})",
                Markup.Escape(progress.Claims.GetValueOrDefault(claim.Id) ?? ""));
        }

        Terminal.Results.Write(table);
        Console.WriteLine($"{settled} settled by a lesson, {Claims.Claims.All.Count - settled} open; you have settled {progress.Claims.Count}.");
        return ExitCode.Good;
    }
}
