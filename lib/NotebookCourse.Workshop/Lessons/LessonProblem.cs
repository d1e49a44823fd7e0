namespace NotebookCourse.Workshop.Lessons;

/// <summary>Something wrong with a lesson, and where.</summary>
/// <param name="File">The file's full path.</param>
/// <param name="Line">From 1; 0 if it concerns the whole file.</param>
/// <param name="Message">What was found, what was expected, what to do.</param>
internal sealed record LessonProblem(string File, int Line, string Message)
{
    /// <summary>The rule it breaks, where an older lesson may name it under <c>legacy</c>; else null.</summary>
    public string? Rule { get; init; }

    public override string ToString() => Line > 0
        ? $"{Path.GetFileName(File)}:{Line}: {Message}"
        : $"{Path.GetFileName(File)}: {Message}";
}
