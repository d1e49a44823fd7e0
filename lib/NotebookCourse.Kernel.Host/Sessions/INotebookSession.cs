namespace NotebookCourse.Kernel.Sessions;

/// <summary>
/// One running notebook: cells go in, outputs come out as they happen. Implemented by the in-process
/// script engine and by the client that speaks the Jupyter protocol to a kernel process.
/// </summary>
public interface INotebookSession : IAsyncDisposable
{
    /// <summary>Runs one cell to its end; cells run one at a time, in the order of the calls.</summary>
    /// <param name="code">The cell's source.</param>
    /// <param name="onOutput">Called for every output as it comes, in order, from one thread at a time.</param>
    /// <param name="cancellationToken">Interrupts the cell; the session and its variables stay.</param>
    /// <returns>How the cell ended. A failing cell is a result, not an exception.</returns>
    Task<CellResult> ExecuteAsync(string code, Action<CellOutput> onOutput, CancellationToken cancellationToken = default);

    /// <summary>Runs code between the cells, as they do, but without a number: the next cell's follows the last one's.</summary>
    /// <inheritdoc cref="ExecuteAsync"/>
    Task<CellResult> ExecuteUncountedAsync(string code, Action<CellOutput> onOutput, CancellationToken cancellationToken = default);
}
