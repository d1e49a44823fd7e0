using NotebookCourse.Kernel.Sessions;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Running;

/// <summary>One code cell, run.</summary>
/// <param name="Executed">The cell and what it showed.</param>
/// <param name="Result">How it ended.</param>
/// <param name="Error">The error it ended in; null if it succeeded or was interrupted.</param>
internal sealed record CellRun(ExecutedCell Executed, CellResult Result, ErrorOutput? Error)
{
    /// <summary>Whether it is an author's check, which no notebook shows.</summary>
    public bool IsVerification => Executed.Cell.Facts.Kind == CellFacts.Verify;

    /// <summary>Whether it ended as its source says it should.</summary>
    public bool IsGood => Executed.Cell.Tags.Contains(NotebookCell.ThrowsTag)
        ? Result.Status == CellStatus.Failed
        : Result.Status == CellStatus.Succeeded;
}
