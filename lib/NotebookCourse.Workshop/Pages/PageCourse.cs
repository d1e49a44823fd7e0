using NotebookCourse.Workshop.Lessons;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Pages;

/// <summary>All lessons of the course in one language, read from the notebooks and the sources' front matter.</summary>
internal static class PageCourse
{
    /// <summary>The lessons that have a notebook in <paramref name="language"/>, in order.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    /// <exception cref="LessonException">A lesson's source cannot be read.</exception>
    public static IReadOnlyList<PageLesson> Read(CourseFolder course, string language)
    {
        List<PageLesson> lessons = [.. LessonLibrary.Files(course)
            .Select(source => (Source: source, Notebook: NotebookOf(course, language, source)))
            .Where(lesson => File.Exists(lesson.Notebook))
            .Select(lesson => Read(lesson.Source, lesson.Notebook))];
        return lessons.Count > 0
            ? lessons
            : throw new UsageException($"There are no notebooks in {course.Notebooks(language)}. 'dotnet course.cs build' makes them from notebooks/source.");
    }

    /// <summary>One lesson, or null if there is none of that id: a source and a notebook.</summary>
    public static PageLesson? Find(CourseFolder course, string language, string id)
    {
        string? source = LessonLibrary.Files(course).FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == id);
        return source is not null && File.Exists(NotebookOf(course, language, source)) ? Read(source, NotebookOf(course, language, source)) : null;
    }

    private static string NotebookOf(CourseFolder course, string language, string source) =>
        Path.Combine(course.Notebooks(language), Path.GetFileNameWithoutExtension(source) + ".ipynb");

    private static PageLesson Read(string source, string notebook) =>
        new(Path.GetFileNameWithoutExtension(source), LessonParser.Parse(source).Header, NotebookFile.Read(notebook));
}
