using System.CommandLine;
using NotebookCourse.Workshop.Building;
using NotebookCourse.Workshop.Checking;
using NotebookCourse.Workshop.Lessons;
using NotebookCourse.Workshop.Running;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>check</c>: whether sources, notebooks, exercises and claims agree, and a fresh run with what is stored.</summary>
internal static class CheckCommand
{
    public static Command Create(CourseFolder folder)
    {
        Argument<string[]> lessons = LessonArguments.Lessons();
        Option<string> language = LessonArguments.Language("both");
        var structure = new Option<bool>("--structure") { Description = "Only what needs no run: sources, rules, stored notebooks." };
        var measure = new Option<bool>("--measure") { Description = "Only a table of each lesson's size: words, lines, minutes, columns." };
        var command = new Command("check", "Holds lessons against their rules, their stored notebooks, a fresh run, their solutions and their wrong attempts.") { lessons, language, structure, measure };
        command.SetAction((parsed, cancellation) => parsed.GetValue(measure) ? Task.FromResult(MeasureTable.Write(folder, parsed.GetValue(lessons) ?? [])) : CheckAsync(
            folder, parsed.GetValue(lessons) ?? [], LessonArguments.Languages(parsed.GetValue(language)!), parsed.GetValue(structure), cancellation));
        return command;
    }

    private static async Task<int> CheckAsync(
        CourseFolder folder, string[] names, IReadOnlyList<string> languages, bool onlyStructure, CancellationToken cancellation)
    {
        IReadOnlyList<string> files = LessonLibrary.Select(folder, names);
        Course course = Course.Load(folder);
        var problems = new List<LessonProblem>(course.ProblemsOf([.. files]));
        if (names.Length == 0)
            problems.AddRange(Strays.Find(folder));

        var runner = new LessonRunner(folder, Sessions.Starter(Sessions.Embedded));
        List<(Lesson Lesson, string Language)> notebooks = [.. course.Lessons
            .Where(lesson => files.Contains(lesson.File))
            .SelectMany(lesson => languages.Select(language => (lesson, language)))];
        foreach ((Lesson lesson, string language) in notebooks)
            problems.AddRange(new LessonCheck(folder, course, runner, lesson).CheckStored(language));

        var runs = new List<LessonRun>();
        if (!onlyStructure)
        {
            await LessonProgress.ForEachAsync(notebooks, item => $"{item.Lesson.Id} {item.Language}", async (item, report) =>
            {
                int cells = item.Lesson.Code.Count() + item.Lesson.Exercises.Count();
                var check = new LessonCheck(folder, course, runner, item.Lesson);
                (LessonRun run, IReadOnlyList<LessonProblem> found) = await check.CheckRunAsync(
                    item.Language, withExercises: item.Language == languages[0], done => report(done, cells), cancellation);
                runs.Add(run);
                problems.AddRange(found);
            });
            problems.AddRange(FigureCounts.Compare(notebooks.Select(item => item.Lesson).Distinct(), runs));
            RunTable.Write(runs);
        }

        foreach (LessonProblem problem in problems.Distinct().OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line))
            Console.Error.WriteLine(problem);
        string lessons = notebooks.Select(item => item.Lesson).Distinct().Count() is 1 ? "1 lesson" : $"{notebooks.Select(item => item.Lesson).Distinct().Count()} lessons";
        Console.WriteLine(problems.Count == 0 ? $"{lessons}: good" : $"{lessons}: {problems.Distinct().Count()} problem(s)");
        return problems.Count == 0 ? ExitCode.Good : ExitCode.Failed;
    }
}
