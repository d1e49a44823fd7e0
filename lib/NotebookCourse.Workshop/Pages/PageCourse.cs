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

    /// <summary>The lessons that have a notebook in <paramref name="language"/>, in order. One that cannot be read says so, and keeps no other from opening.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public IReadOnlyList<PageLesson> Lessons(string language)
    {
        List<PageLesson> lessons = [.. LessonLibrary.Files(course)
            .Select(source => (Source: source, Notebook: NotebookOf(language, source)))
            .Where(lesson => File.Exists(lesson.Notebook))
            .Select(lesson => Read(lesson.Source, lesson.Notebook, language))];
        return lessons.Count > 0
            ? lessons
            : throw new UsageException($"There are no notebooks in {course.Notebooks(language)}. 'dotnet course.cs build' makes them from notebooks/source.");
    }

    private string NotebookOf(string language, string source) =>
        Path.Combine(course.Notebooks(language), Path.GetFileNameWithoutExtension(source) + ".ipynb");

    private PageLesson Read(string source, string notebook, string language)
    {
        DateTime sourceTime = File.GetLastWriteTimeUtc(source), notebookTime = File.GetLastWriteTimeUtc(notebook);
        if (_read.TryGetValue(notebook, out var known) && known.Source == sourceTime && known.Notebook == notebookTime)
            return known.Lesson;
        PageLesson lesson = ReadNow(source, notebook, language);
        _read[notebook] = (sourceTime, notebookTime, lesson);
        return lesson;
    }

    private static PageLesson ReadNow(string source, string notebook, string language)
    {
        string id = Path.GetFileNameWithoutExtension(source);
        FrontMatter? header = null;
        try
        {
            Lesson lesson = LessonParser.ParseFile(source);
            header = lesson.Header;
            return new PageLesson(id, header, LessonTimes.Of(lesson, language), WithIds(NotebookFile.Read(notebook)))
            {
                Recalls = [.. lesson.Parts.OfType<RecallPart>()],
            };
        }
        catch (Exception exception) when (exception is LessonException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return PageLesson.Unreadable(id, header, exception.Message);
        }
    }

    /// <summary>The cells, each with an id of its own: another program may have saved the notebook without, or copied a cell with it.</summary>
    private static IReadOnlyList<ExecutedCell> WithIds(IReadOnlyList<ExecutedCell> cells)
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        return [.. cells.Select((cell, index) =>
        {
            string id = cell.Cell.Id;
            for (int number = 0; id.Length == 0 || !taken.Add(id); number++)
                id = $"{(cell.Cell.Id.Length == 0 ? "cell" : cell.Cell.Id)}-{index}{(number == 0 ? "" : $"-{number}")}";
            return id == cell.Cell.Id ? cell : cell with { Cell = cell.Cell with { Id = id } };
        })];
    }
}
