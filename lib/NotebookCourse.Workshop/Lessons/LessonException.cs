namespace NotebookCourse.Workshop.Lessons;

/// <summary>A lesson's source that cannot be understood.</summary>
internal sealed class LessonException(IReadOnlyList<LessonProblem> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<LessonProblem> Problems { get; } = problems;
}
