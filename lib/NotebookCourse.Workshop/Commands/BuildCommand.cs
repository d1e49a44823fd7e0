using System.CommandLine;
using NotebookCourse.Workshop.Building;
using NotebookCourse.Workshop.Lessons;
using NotebookCourse.Workshop.Running;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>build</c>: lesson sources to notebooks in both languages, with outputs.</summary>
internal static class BuildCommand
{
    public static Command Create(CourseFolder folder)
    {
        Argument<string[]> lessons = LessonArguments.Lessons();
        Option<string> language = LessonArguments.Language("both");
        var stored = new Option<bool>("--stored") { Description = "Runs nothing and keeps the stored outputs: for a change of words. 'check' says where they no longer fit." };
        var command = new Command("build", "Makes the notebooks of lessons from their sources, runs them and stores what their cells show.") { lessons, language, stored };
        command.SetAction((parsed, cancellation) => BuildAsync(
            folder, parsed.GetValue(lessons) ?? [], LessonArguments.Languages(parsed.GetValue(language)!), parsed.GetValue(stored), cancellation));
        return command;
    }

    private static async Task<int> BuildAsync(CourseFolder folder, string[] names, IReadOnlyList<string> languages, bool stored, CancellationToken cancellation)
    {
        IReadOnlyList<string> files = LessonLibrary.Select(folder, names);
        Course course = Course.Load(folder);
        IReadOnlyList<LessonProblem> problems = course.ProblemsOf([.. files]);
        if (problems.Count > 0)
            return Report(problems);

        var build = new LessonBuild(folder, course, new LessonRunner(folder, Sessions.Starter(Sessions.Embedded)));
        List<(Lesson Lesson, string Language)> notebooks = [.. course.Lessons
            .Where(lesson => files.Contains(lesson.File))
            .SelectMany(lesson => languages.Select(language => (lesson, language)))];
        if (stored)
            return WriteStored(build, notebooks);

        LessonRun[] runs = await LessonProgress.ForEachAsync(notebooks, 1, item => $"{item.Lesson.Id} {item.Language}", async (item, report) =>
        {
            build.WriteTexts(item.Lesson);
            int cells = item.Lesson.Code.Count() + item.Lesson.Exercises.Count();
            (LessonRun run, _) = await build.WriteAsync(item.Lesson, item.Language, done => report(done, cells), cancellation);
            return run;
        });

        RunTable.Write(runs);
        foreach ((LessonRun run, (Lesson lesson, string language)) in runs.Zip(notebooks).Where(pair => pair.First.Failure is not null))
            Console.Error.WriteLine($"{Path.GetFileName(lesson.File)}:{run.Failure!.Executed.Cell.Line}: {FailureText.Full(run.Failure, language)}");
        return runs.All(run => run.Failure is null) ? ExitCode.Good : ExitCode.Failed;
    }

    private static int WriteStored(LessonBuild build, List<(Lesson Lesson, string Language)> notebooks)
    {
        List<LessonProblem> missing = [];
        foreach ((Lesson lesson, string language) in notebooks)
        {
            build.WriteTexts(lesson);
            missing.AddRange(build.WriteStored(lesson, language));
        }

        return missing.Count == 0 ? ExitCode.Good : Report(missing);
    }

    private static int Report(IReadOnlyList<LessonProblem> problems)
    {
        foreach (LessonProblem problem in problems)
            Console.Error.WriteLine(problem);
        return ExitCode.Failed;
    }
}
