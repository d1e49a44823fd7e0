namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>
/// The cells of one lesson that the learner has changed; the same in both languages, whose code cells are the same. Another
/// server may work on the same file: what it has written is kept, and shown.
/// </summary>
internal sealed class LearnerEdits
{
    private const int LongestCell = 200_000;

    private readonly LearnerFile<SortedDictionary<string, string>> _file;
    private readonly Dictionary<string, string?> _unsaved = new(StringComparer.Ordinal);
    private readonly Lock _turn = new(); // one change at a time, until every window has heard of it
    private readonly Lock _gate = new();
    private SortedDictionary<string, string> _sources;

    /// <summary>Reads <paramref name="path"/>; it need not exist.</summary>
    public LearnerEdits(string path)
    {
        _file = new LearnerFile<SortedDictionary<string, string>>(path);
        _sources = _file.Load(out string? notice);
        Notice = notice;
    }

    /// <summary>Hears of every change, one after the other.</summary>
    public event Action<LearnerEdit>? Changed;

    /// <summary>What was wrong with the file when it was read; null if nothing was.</summary>
    public string? Notice { get; private set; }

    /// <summary>The changed source of a cell, or null if it is the original.</summary>
    public string? Find(string cell)
    {
        lock (_gate)
            return _sources.GetValueOrDefault(cell);
    }

    /// <summary>Keeps a changed source, or forgets it if it is the original again.</summary>
    /// <returns>Null, or why it could not be saved.</returns>
    public string? Set(LearnerEdit edit)
    {
        if (edit.Source?.Length > LongestCell)
            return $"{edit.Source.Length:N0} > {LongestCell:N0}";
        lock (_turn)
        {
            string? trouble;
            List<string> others;
            lock (_gate)
            {
                _unsaved[edit.Cell] = edit.Source;
                SortedDictionary<string, string> before = _sources;
                trouble = Save();
                others = Differences(before, _sources, edit.Cell);
            }

            Changed?.Invoke(edit with { IsSaved = trouble is null });
            Tell(others);
            return trouble;
        }
    }

    /// <summary>Reads again what another server may have written.</summary>
    public void Refresh()
    {
        lock (_turn)
        {
            List<string> others;
            lock (_gate)
            {
                SortedDictionary<string, string> before = _sources;
                SortedDictionary<string, string> stored = _file.Load(out string? notice);
                Notice = notice ?? Notice;
                if (notice is not null)
                    return; // what is known here is more than nothing
                Apply(stored);
                _sources = stored;
                others = Differences(before, _sources, except: null);
            }

            Tell(others);
        }
    }

    private void Tell(List<string> cells)
    {
        foreach (string cell in cells)
            Changed?.Invoke(new LearnerEdit(cell, Find(cell)));
    }

    private string? Save()
    {
        SortedDictionary<string, string> known = _sources;
        string? trouble = _file.Change(
            stored =>
            {
                Apply(stored);
                known = stored;
            },
            instead: _sources,
            out string? notice);
        Notice = notice ?? Notice;
        if (trouble is null)
            _unsaved.Clear();
        else
            Apply(known = new SortedDictionary<string, string>(_sources, StringComparer.Ordinal));
        _sources = known;
        return trouble;
    }

    private void Apply(SortedDictionary<string, string> sources)
    {
        foreach (var (cell, source) in _unsaved)
        {
            if (source is null)
                sources.Remove(cell);
            else
                sources[cell] = source;
        }
    }

    private static List<string> Differences(SortedDictionary<string, string> before, SortedDictionary<string, string> after, string? except) =>
        [.. before.Keys.Union(after.Keys).Where(cell => cell != except && before.GetValueOrDefault(cell) != after.GetValueOrDefault(cell))];
}

/// <summary>A change of a cell's text.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Source">Its text; null if it is the original again.</param>
/// <param name="From">The window that it comes from, if it comes from one.</param>
/// <param name="Request">By which that window knows it.</param>
/// <param name="IsSaved">Whether it is in the learner's file.</param>
internal sealed record LearnerEdit(string Cell, string? Source, PageQueue? From = null, int Request = 0, bool IsSaved = false);
