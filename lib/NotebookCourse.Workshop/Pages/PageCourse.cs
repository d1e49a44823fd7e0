using System.Collections.Concurrent;
using NotebookCourse.Workshop.Lessons;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Pages;

/// <summary>The lessons of the course, read from the notebooks and the sources' front matter, and again when a file changes.</summary>
internal sealed class PageCourse(CourseFolder course)
{
    private readonly ConcurrentDictionary<string, (DateTime Source, DateTime Notebook, PageLesson Lesson)> _read = new(StringComparer.Ordinal);

    /// <summary>Where the course is.</summary>
    public CourseFolder Folder => course;

    /// <summary>The lessons that have a notebook in <paramref name="language"/>, in order.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    /// <exception cref="LessonException">A lesson's source cannot be read.</exception>
    /// <exception cref="InvalidDataException">A notebook cannot be read.</exception>
    public IReadOnlyList<PageLesson> Lessons(string language)
    {
        List<PageLesson> lessons = [.. LessonLibrary.Files(course)
            .Select(source => (Source: source, Notebook: NotebookOf(language, source)))
            .Where(lesson => File.Exists(lesson.Notebook))
            .Select(lesson => Read(lesson.Source, lesson.Notebook))];
        return lessons.Count > 0
            ? lessons
            : throw new UsageException($"There are no notebooks in {course.Notebooks(language)}. 'dotnet course.cs build' makes them from notebooks/source.");
    }

    private string NotebookOf(string language, string source) =>
        Path.Combine(course.Notebooks(language), Path.GetFileNameWithoutExtension(source) + ".ipynb");

    private PageLesson Read(string source, string notebook)
    {
        DateTime sourceTime = File.GetLastWriteTimeUtc(source), notebookTime = File.GetLastWriteTimeUtc(notebook);
        if (_read.TryGetValue(notebook, out var known) && known.Source == sourceTime && known.Notebook == notebookTime)
            return known.Lesson;
        var lesson = new PageLesson(Path.GetFileNameWithoutExtension(source), LessonParser.ParseFile(source).Header, NotebookFile.Read(notebook));
        _read[notebook] = (sourceTime, notebookTime, lesson);
        return lesson;
    }
}
