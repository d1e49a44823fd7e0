using NotebookCourse.Workshop.Lessons;
using NotebookCourse.Workshop.Running;

namespace NotebookCourse.Workshop.Checking;

/// <summary>Whether both languages of a lesson draw as many figures.</summary>
internal static class FigureCounts
{
    public static IReadOnlyList<LessonProblem> Compare(IEnumerable<Lesson> lessons, IReadOnlyList<LessonRun> runs) =>
    [
        .. from lesson in lessons
           let counts = runs.Where(run => run.LessonId == lesson.Id && run.Failure is null)
               .Select(run => (run.Language, Figures: run.Cells.Sum(cell => cell.Executed.Figures)))
               .ToList()
           where counts.Select(count => count.Figures).Distinct().Count() > 1
           select new LessonProblem(lesson.File, 0, $"figures: {string.Join(", ", counts.Select(count => $"{count.Language} {count.Figures}"))}; expected as many in both languages"),
    ];
}
