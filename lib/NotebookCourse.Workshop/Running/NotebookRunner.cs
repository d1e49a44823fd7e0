using NotebookCourse.Kernel.Sessions;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Running;

/// <summary>Runs a notebook's cells from top to bottom.</summary>
internal static class NotebookRunner
{
    /// <summary>Runs the code cells in order, up to the first that ends otherwise than its source says.</summary>
    /// <param name="session">A session in which nothing has run yet.</param>
    /// <param name="cells">The notebook's cells, and the author's checks between them.</param>
    /// <param name="onCell">Called after each cell of the notebook, with the number of code cells done.</param>
    /// <param name="cancellationToken">Interrupts the running cell.</param>
    /// <returns>The runs; the last one is not good if the notebook failed there.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<IReadOnlyList<CellRun>> RunAsync(
        INotebookSession session, IReadOnlyList<NotebookCell> cells, Action<int> onCell, CancellationToken cancellationToken)
    {
        var runs = new List<CellRun>();
        foreach (NotebookCell cell in cells.Where(cell => cell.IsCode))
        {
            int shown = runs.Count(earlier => !earlier.IsVerification);
            CellRun run = await RunAsync(session, cell, shown + 1, cancellationToken);
            runs.Add(run);
            if (!run.IsVerification)
                onCell(shown + 1);
            if (!run.IsGood)
                break;
        }

        return runs;
    }

    /// <summary>Runs one cell.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cell">A code cell.</param>
    /// <param name="executionCount">The number to store with its result.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<CellRun> RunAsync(
        INotebookSession session, NotebookCell cell, int executionCount, CancellationToken cancellationToken)
    {
        var outputs = new OutputCollector();
        ErrorOutput? error = null;
        void Show(CellOutput output)
        {
            outputs.Add(output);
            error = output as ErrorOutput ?? error;
        }

        // An author's check stands in no notebook: what a cell says of its own number is what a learner sees.
        CellResult result = await (cell.Facts.Kind == CellFacts.Verify
            ? session.ExecuteUncountedAsync(cell.Source, Show, cancellationToken)
            : session.ExecuteAsync(cell.Source, Show, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return new CellRun(new ExecutedCell(cell, outputs.ToJson(executionCount)), result, error);
    }
}
