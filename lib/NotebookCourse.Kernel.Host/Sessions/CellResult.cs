namespace NotebookCourse.Kernel.Sessions;

/// <summary>How a cell ended.</summary>
public enum CellStatus
{
    /// <summary>It ran to its end.</summary>
    Succeeded,

    /// <summary>It did not compile, or threw; an <see cref="ErrorOutput"/> was given.</summary>
    Failed,

    /// <summary>It was interrupted.</summary>
    Interrupted,
}

/// <summary>The end of one cell.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="ExecutionCount">The cell's number in this session, from 1.</param>
/// <param name="Duration">Wall time from start to end.</param>
public sealed record CellResult(CellStatus Status, int ExecutionCount, TimeSpan Duration);
