using NotebookCourse.Workshop.Building;
using NotebookCourse.Workshop.Lessons;
using Spectre.Console;

namespace NotebookCourse.Workshop.Commands;

/// <summary>What <c>check --measure</c> prints: how large each lesson is, and how much of its code speaks the other language.</summary>
internal static class MeasureTable
{
    private static readonly string[] Columns =
        ["lesson", "words", "汉字", "lines", "minutes en", "minutes zh", "other language in code en", "zh", "widest line"];

    /// <summary>Prints the table.</summary>
    /// <returns>The exit code: bad if a source cannot be read.</returns>
    public static int Write(CourseFolder folder, IReadOnlyList<string> names)
    {
        IReadOnlyList<string> files = LessonLibrary.Select(folder, names);
        Course course = Course.Load(folder);
        foreach (LessonProblem problem in course.Problems.Where(problem => files.Contains(problem.File)))
            System.Console.Error.WriteLine(problem);
        var table = new Table { Border = TableBorder.Minimal };
        foreach (string column in Columns)
            table.AddColumn(column);
        foreach (Lesson lesson in course.Lessons.Where(lesson => files.Contains(lesson.File)))
            table.AddRow([.. Row(lesson).Select(Markup.Escape)]);
        Terminal.Results.Write(table);
        return course.Problems.Any(problem => files.Contains(problem.File)) ? ExitCode.Failed : ExitCode.Good;
    }

    private static string[] Row(Lesson lesson)
    {
        LessonMeasure english = LessonMeasure.Core(lesson, Language.English), chinese = LessonMeasure.Core(lesson, Language.Chinese);
        LessonMeasure deeper = LessonMeasure.Further(lesson, Language.English), deeperChinese = LessonMeasure.Further(lesson, Language.Chinese);
        return
        [
            lesson.Id, $"{english.Words} + {deeper.Words}", $"{chinese.Words} + {deeperChinese.Words}", $"{english.CodeLines} + {deeper.CodeLines}",
            Minutes(LessonTimes.Of(lesson, Language.English)), Minutes(LessonTimes.Of(lesson, Language.Chinese)),
            $"{LessonLanguages.OtherShare(lesson, Language.English):0.0%}", $"{LessonLanguages.OtherShare(lesson, Language.Chinese):0.0%}",
            $"{LessonLanguages.Widest(lesson)}",
        ];
    }

    private static string Minutes(LessonTimes times) => $"{times.Read} + {times.Exercises} (+ {times.Further})";
}
