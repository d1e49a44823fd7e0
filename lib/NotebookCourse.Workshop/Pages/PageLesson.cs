using NotebookCourse.Workshop.Lessons;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Pages;

/// <summary>A lesson as its page shows it: the notebook's cells, and what the source says about the lesson.</summary>
/// <param name="Id">The file name without its extension, such as <c>07-attention</c>.</param>
/// <param name="Header">The front matter.</param>
/// <param name="Times">A learner's minutes.</param>
/// <param name="Cells">The notebook's cells with the outputs saved in it.</param>
/// <param name="Trouble">Why the lesson cannot be shown, if it cannot; then it has no cells.</param>
internal sealed record PageLesson(string Id, FrontMatter Header, LessonTimes Times, IReadOnlyList<ExecutedCell> Cells, string? Trouble = null)
{
    /// <summary>A lesson whose files cannot be read.</summary>
    /// <param name="id">The file name without its extension.</param>
    /// <param name="header">The front matter, if that can be read.</param>
    /// <param name="trouble">What is wrong.</param>
    public static PageLesson Unreadable(string id, FrontMatter? header, string trouble) =>
        new(id, header ?? new FrontMatter { Title = new Title { En = id, Zh = id }, Part = "", Seconds = 0, Needs = [], Claims = [] }, new LessonTimes(0, 0, 0), [], trouble);

    /// <summary>The lesson's number as people write it: <c>07</c>.</summary>
    public string Number => Id[..2];

    /// <summary>The questions about earlier lessons that it opens with.</summary>
    public IReadOnlyList<RecallPart> Recalls { get; init; } = [];

    /// <summary>The names of its exercises, in order.</summary>
    public IReadOnlyList<string> Exercises => [.. Cells.Select(cell => ExerciseIn(cell.Cell)).OfType<string>()];

    /// <summary>The exercise that a code cell checks, if it does.</summary>
    public static string? ExerciseIn(NotebookCell cell) => cell.Facts.Kind == CellFacts.Exercise ? cell.Facts.Name : null;

    /// <summary>The prediction that a code cell asks for, if it does.</summary>
    public static string? PredictionIn(NotebookCell cell) => cell.Facts.Prediction;
}
