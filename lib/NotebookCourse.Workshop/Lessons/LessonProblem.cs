namespace NotebookCourse.Workshop.Lessons;

/// <summary>Something wrong with a lesson, and where.</summary>
/// <param name="File">The file's full path.</param>
/// <param name="Line">From 1; 0 if it concerns the whole file.</param>
/// <param name="Message">What was found, what was expected, what to do.</param>
internal sealed record LessonProblem(string File, int Line, string Message)
{
    public override string ToString() => Line > 0
        ? $"{Path.GetFileName(File)}:{Line}: {Message}"
        : $"{Path.GetFileName(File)}: {Message}";
}
