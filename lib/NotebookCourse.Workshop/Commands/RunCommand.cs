using System.CommandLine;
using NotebookCourse.Workshop.Building;
using NotebookCourse.Workshop.Lessons;
using NotebookCourse.Workshop.Notebooks;
using NotebookCourse.Workshop.Running;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>run</c>: executes notebooks from top to bottom.</summary>
internal static class RunCommand
{
    public static Command Create(CourseFolder folder)
    {
        Argument<string[]> lessons = LessonArguments.Lessons();
        Option<string> language = LessonArguments.Language(Language.English);
        var kernel = new Option<string>("--kernel", "-k")
        {
            Description = "embedded: the course's own kernel, one process per notebook; or the name of an installed kernel.",
            DefaultValueFactory = _ => Sessions.Embedded,
        };
        var command = new Command("run", "Runs lessons' notebooks from top to bottom and says how each went.") { lessons, language, kernel };
        command.SetAction((parsed, cancellation) => RunAsync(
            folder,
            parsed.GetValue(lessons) ?? [],
            LessonArguments.Languages(parsed.GetValue(language)!),
            parsed.GetValue(kernel)!,
            cancellation));
        return command;
    }

    /// <summary>Runs notebooks as they are stored.</summary>
    public static async Task<int> RunAsync(
        CourseFolder folder, string[] names, IReadOnlyList<string> languages, string kernel, CancellationToken cancellation)
    {
        List<(string Id, string Language, string Path)> notebooks =
        [
            .. from file in LessonLibrary.Select(folder, names)
               let id = Path.GetFileNameWithoutExtension(file)
               from language in languages
               select (id, language, LessonBuild.NotebookPath(folder, id, language)),
        ];
        if (notebooks.FirstOrDefault(notebook => !File.Exists(notebook.Path)) is { Id: not null } missing)
            throw new UsageException($"{Path.GetRelativePath(folder.Root, missing.Path)} is not there; 'dotnet course.cs build {missing.Id[..2]}' makes it.");

        var runner = new LessonRunner(folder, Sessions.Starter(kernel));
        LessonRun[] runs = await LessonProgress.ForEachAsync(notebooks, 1, item => $"{item.Id} {item.Language}", async (item, report) =>
        {
            List<NotebookCell> cells = [.. NotebookFile.Read(item.Path).Select(cell => cell.Cell)];
            return await runner.RunAsync(item.Id, item.Language, cells, done => report(done, cells.Count(cell => cell.IsCode)), null, cancellation);
        });

        RunTable.Write(runs);
        if (runs.FirstOrDefault(run => run.Failure is not null) is not { } failed)
            return ExitCode.Good;
        Console.Error.WriteLine($"{failed.LessonId} ({failed.Language}), {FailureText.Full(failed.Failure!, failed.Language)}");
        return ExitCode.Failed;
    }
}
