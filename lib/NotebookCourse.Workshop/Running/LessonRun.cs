using NotebookCourse.Workshop.Lessons;

namespace NotebookCourse.Workshop.Running;

/// <summary>One notebook, run.</summary>
/// <param name="LessonId">The lesson's file name without extension.</param>
/// <param name="Language"><c>en</c> or <c>zh</c>.</param>
/// <param name="Cells">The code cells run, in order.</param>
/// <param name="CellCount">Code cells in the notebook.</param>
/// <param name="Duration">From starting the session to the end of the last cell.</param>
/// <param name="PeakMemory">The most memory the session's process held, in bytes.</param>
internal sealed record LessonRun(
    string LessonId, string Language, IReadOnlyList<CellRun> Cells, int CellCount, TimeSpan Duration, long PeakMemory)
{
    /// <summary>The cell that ended otherwise than its source says; null if none did.</summary>
    public CellRun? Failure => Cells.FirstOrDefault(cell => !cell.IsGood);

    /// <summary>The failure as a problem of the lesson's source.</summary>
    public LessonProblem? Problem(string file) => Failure is not { } failure
        ? null
        : new LessonProblem(file, failure.Executed.Cell.Line, FailureText.Line(failure, Language));
}
