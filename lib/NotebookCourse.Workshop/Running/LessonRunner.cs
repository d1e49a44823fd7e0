using System.Diagnostics;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Running;

/// <summary>Starts a session in a notebook's folder and runs the notebook in it.</summary>
internal sealed class LessonRunner(CourseFolder course, SessionStarter start)
{
    /// <summary>Runs a notebook that leaves no trace in the learner's progress.</summary>
    /// <param name="lessonId">The lesson's file name without extension.</param>
    /// <param name="language"><c>en</c> or <c>zh</c>.</param>
    /// <param name="cells">The notebook's cells.</param>
    /// <param name="onCell">Called after each code cell, with the number done.</param>
    /// <param name="afterwards">Runs in the same session after the last cell, if none failed.</param>
    /// <param name="cancellationToken">Interrupts the running cell.</param>
    public async Task<LessonRun> RunAsync(
        string lessonId,
        string language,
        IReadOnlyList<NotebookCell> cells,
        Action<int> onCell,
        Func<StartedSession, Task>? afterwards,
        CancellationToken cancellationToken)
    {
        string folder = course.Notebooks(language);
        Directory.CreateDirectory(folder);
        using var progress = new ProgressSandbox();
        var watch = Stopwatch.StartNew();
        await using StartedSession session = await start(folder, progress.EnvironmentVariables, cancellationToken);
        IReadOnlyList<CellRun> runs = await NotebookRunner.RunAsync(session.Session, cells, onCell, cancellationToken);
        var result = new LessonRun(lessonId, language, runs, cells.Count(cell => cell.IsCode && cell.Facts.Kind != CellFacts.Verify), watch.Elapsed, session.PeakMemory());
        if (result.Failure is null && afterwards is not null)
            await afterwards(session);
        return result;
    }
}
