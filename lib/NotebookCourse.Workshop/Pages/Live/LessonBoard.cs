using NotebookCourse.Kernel.Sessions;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>The code cells of an open lesson: how each stands and what it has shown.</summary>
internal sealed class LessonBoard
{
    private readonly Dictionary<string, LiveCell> _cells = new(StringComparer.Ordinal);
    private HashSet<string> _meantToThrow = [];

    /// <summary>Whether the lesson has the cell.</summary>
    public bool Has(string cell) => _cells.ContainsKey(cell);

    /// <summary>Takes the cells that the notebook has now. Those it had before stay, for the windows that still show them.</summary>
    public void Renew(IReadOnlyList<NotebookCell> cells)
    {
        foreach (NotebookCell cell in cells)
            _cells.TryAdd(cell.Id, new LiveCell());
        _meantToThrow = [.. cells.Where(cell => cell.Tags.Contains(NotebookCell.ThrowsTag)).Select(cell => cell.Id)];
    }

    /// <summary>Forgets what a cell has shown: it is going to run.</summary>
    public void Start(string cell, LiveStatus status) => _cells[cell] = new LiveCell { Status = status };

    /// <summary>Notes how a cell stands.</summary>
    public void Set(string cell, LiveStatus status, CellResult? result = null) => (_cells[cell].Status, _cells[cell].Result) = (status, result);

    /// <summary>How a cell stands that has ended. One that is meant to end in an exception is done when it does.</summary>
    public LiveStatus StatusOf(CellResult result, string cell) => result.Status switch
    {
        CellStatus.Succeeded => LiveStatus.Done,
        CellStatus.Failed when _meantToThrow.Contains(cell) => LiveStatus.Done,
        CellStatus.Interrupted => LiveStatus.Interrupted,
        _ => LiveStatus.Failed,
    };

    /// <summary>Keeps an output; an update belongs where its display stands, which may be another cell.</summary>
    /// <returns>What the windows are to show.</returns>
    public IReadOnlyList<object> Show(string cell, CellOutput output)
    {
        if (output is not DisplayOutput { IsUpdate: true } update)
            return _cells[cell].Transcript.Add(output);
        List<object> shown = [];
        foreach (LiveCell holder in _cells.Values.Where(other => other.Transcript.Holds(update.DisplayId)).DefaultIfEmpty(_cells[cell]))
        {
            IReadOnlyList<object> said = holder.Transcript.Add(update);
            shown = said.Count > shown.Count ? [.. said] : shown; // the windows look for the display in all cells: once is enough
        }

        return shown;
    }

    /// <summary>All cells, as a window that opens is told.</summary>
    /// <param name="edited">The learner's text of a cell, or null.</param>
    public IReadOnlyDictionary<string, CellState> State(Func<string, string?> edited) =>
        _cells.ToDictionary(cell => cell.Key, cell => cell.Value.State(edited(cell.Key)));

    private sealed class LiveCell
    {
        public LiveStatus Status { get; set; }

        public CellResult? Result { get; set; }

        public CellTranscript Transcript { get; } = new();

        public CellState State(string? source) => new(source, Status, Result?.ExecutionCount, Result?.Duration.TotalMilliseconds, Transcript.Show());
    }
}
