using NotebookCourse.Workshop.Lessons;

namespace NotebookCourse.Workshop.Building;

/// <summary>All lessons of a course, parsed; what is wrong with those that are not.</summary>
/// <param name="Lessons">In order.</param>
/// <param name="Problems">Of sources that cannot be understood.</param>
internal sealed record Course(IReadOnlyList<Lesson> Lessons, IReadOnlyList<LessonProblem> Problems)
{
    /// <summary>The lessons' file names by number.</summary>
    public IReadOnlyDictionary<int, string> Ids { get; } = Lessons.DistinctBy(lesson => lesson.Number).ToDictionary(lesson => lesson.Number, lesson => lesson.Id);

    /// <summary>Parses every source.</summary>
    public static Course Load(CourseFolder folder)
    {
        var lessons = new List<Lesson>();
        var problems = new List<LessonProblem>();
        foreach (string file in LessonLibrary.Files(folder))
        {
            try
            {
                lessons.Add(LessonParser.ParseFile(file));
            }
            catch (LessonException exception)
            {
                problems.AddRange(exception.Problems);
            }
        }

        return new Course(lessons, problems);
    }

    /// <summary>The problems of the chosen files: in the source, against the rules, and between lessons.</summary>
    public IReadOnlyList<LessonProblem> ProblemsOf(IReadOnlyCollection<string> files) =>
    [
        .. Problems
            .Concat(Lessons.SelectMany(LessonRules.Problems))
            .Concat(CourseRules.Problems(Lessons))
            .Where(problem => files.Contains(problem.File)),
    ];
}
