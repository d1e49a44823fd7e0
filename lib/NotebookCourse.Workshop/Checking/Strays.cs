using NotebookCourse.Workshop.Lessons;

namespace NotebookCourse.Workshop.Checking;

/// <summary>Generated files whose source is gone.</summary>
internal static class Strays
{
    public static IReadOnlyList<LessonProblem> Find(CourseFolder folder)
    {
        HashSet<string> sources = [.. LessonLibrary.Files(folder).Select(file => Path.GetFileNameWithoutExtension(file))];
        return
        [
            .. Generated(folder)
                .Where(file => !sources.Contains(Path.GetFileNameWithoutExtension(file)))
                .Select(file => new LessonProblem(file, 0, $"'{Path.GetRelativePath(folder.Root, file)}' has no source notebooks/source/{Path.GetFileNameWithoutExtension(file)}.md; delete it or restore the source")),
        ];
    }

    private static IEnumerable<string> Generated(CourseFolder folder) =>
        Files(folder.Notebooks(Language.English), "*.ipynb")
            .Concat(Files(folder.Notebooks(Language.Chinese), "*.ipynb"))
            .Concat(Files(Path.Combine(folder.Data, "exercises"), "*.json"));

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal) : [];
}
