namespace NotebookCourse.Workshop.Lessons;

/// <summary>The lesson sources of a course, and how a person names one.</summary>
internal static class LessonLibrary
{
    /// <summary>The source files, in the lessons' order.</summary>
    public static IReadOnlyList<string> Files(CourseFolder course) => Directory.Exists(course.Sources)
        ? [.. Directory.EnumerateFiles(course.Sources, "*.md").Where(file => LessonParser.IsLessonFile(Path.GetFileName(file))).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The files that a person named by number (<c>7</c>, <c>07</c>) or by file name (<c>07-attention</c>); all if none was named.</summary>
    /// <exception cref="UsageException">No lesson has that name; the message lists those there are.</exception>
    public static IReadOnlyList<string> Select(CourseFolder course, IReadOnlyList<string> names)
    {
        IReadOnlyList<string> files = Files(course);
        if (names.Count == 0)
            return files.Count > 0 ? files : throw new UsageException($"There are no lessons in {course.Sources}; expected files such as 07-attention.md.");

        return [.. names.SelectMany(name => Matching(files, name)).Distinct().Order(StringComparer.Ordinal)];
    }

    private static List<string> Matching(IReadOnlyList<string> files, string name)
    {
        string id = Path.GetFileNameWithoutExtension(name);
        List<string> found = int.TryParse(id, out int number)
            ? [.. files.Where(file => int.Parse(Path.GetFileName(file)[..2]) == number)]
            : [.. files.Where(file => Path.GetFileNameWithoutExtension(file) == id)];
        return found.Count > 0
            ? found
            : throw new UsageException($"There is no lesson '{name}'; expected one of: {string.Join(", ", files.Select(Path.GetFileNameWithoutExtension))}.");
    }
}
