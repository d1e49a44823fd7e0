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
        Option<int> atOnce = AtOnce();
        var command = new Command("check", "Holds lessons against their rules, their stored notebooks, a fresh run, their solutions and their wrong attempts.") { lessons, language, atOnce, structure, measure };
        command.SetAction((parsed, cancellation) => parsed.GetValue(measure) ? Task.FromResult(MeasureTable.Write(folder, parsed.GetValue(lessons) ?? [])) : CheckAsync(
            folder, parsed.GetValue(lessons) ?? [], LessonArguments.Languages(parsed.GetValue(language)!), parsed.GetValue(structure), parsed.GetValue(atOnce), cancellation));
        return command;
    }

    private static Option<int> AtOnce()
    {
        var option = new Option<int>("--at-once")
        {
            Description = "How many notebooks run at the same time, 1 to 16. The seconds shown are each one's own only with 1.",
            DefaultValueFactory = _ => 1,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 16)
                result.AddError($"--at-once {result.GetValueOrDefault<int>()}; expected 1 to 16");
        });
        return option;
    }

    private static async Task<int> CheckAsync(
        CourseFolder folder, string[] names, IReadOnlyList<string> languages, bool onlyStructure, int atOnce, CancellationToken cancellation)
    {
        IReadOnlyList<string> files = LessonLibrary.Select(folder, names);
        Course course = Course.Load(folder);
        var problems = new List<LessonProblem>(course.ProblemsOf([.. files]));
        if (names.Length == 0)
            problems.AddRange(Strays.Find(folder));

        var runner = new LessonRunner(folder, Sessions.Starter(Sessions.Embedded, besideOthers: atOnce > 1));
        List<(Lesson Lesson, string Language)> notebooks = [.. course.Lessons
            .Where(lesson => files.Contains(lesson.File))
            .SelectMany(lesson => languages.Select(language => (lesson, language)))];
        foreach ((Lesson lesson, string language) in notebooks)
            problems.AddRange(new LessonCheck(folder, course, runner, lesson).CheckStored(language));

        if (!onlyStructure)
        {
            var runs = await LessonProgress.ForEachAsync(notebooks, atOnce, item => $"{item.Lesson.Id} {item.Language}", (item, report) =>
            {
                int cells = item.Lesson.Code.Count() + item.Lesson.Exercises.Count();
                var check = new LessonCheck(folder, course, runner, item.Lesson);
                return check.CheckRunAsync(item.Language, withExercises: item.Language == languages[0], done => report(done, cells), cancellation);
            });
            problems.AddRange(runs.SelectMany(run => run.Problems));
            List<LessonRun> finished = [.. runs.Select(run => run.Run)];
            problems.AddRange(FigureCounts.Compare(notebooks.Select(item => item.Lesson).Distinct(), finished));
            RunTable.Write(finished);
        }

        foreach (LessonProblem problem in problems.Distinct().OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line))
            Console.Error.WriteLine(problem);
        string lessons = notebooks.Select(item => item.Lesson).Distinct().Count() is 1 ? "1 lesson" : $"{notebooks.Select(item => item.Lesson).Distinct().Count()} lessons";
        Console.WriteLine(problems.Count == 0 ? $"{lessons}: good" : $"{lessons}: {problems.Distinct().Count()} problem(s)");
        return problems.Count == 0 ? ExitCode.Good : ExitCode.Failed;
    }
}
