namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>The cells of one lesson that the learner has changed; the same in both languages, whose code cells are the same.</summary>
internal sealed class LearnerEdits
{
    private const int LongestCell = 200_000;

    private readonly LearnerFile<SortedDictionary<string, string>> _file;
    private readonly SortedDictionary<string, string> _sources;
    private readonly Lock _gate = new();

    /// <summary>Reads <paramref name="path"/>; it need not exist.</summary>
    public LearnerEdits(string path)
    {
        _file = new LearnerFile<SortedDictionary<string, string>>(path);
        _sources = _file.Load(out string? notice);
        Notice = notice;
    }

    /// <summary>What was wrong with the file when it was read; null if nothing was.</summary>
    public string? Notice { get; }

    /// <summary>The changed source of a cell, or null if it is the original.</summary>
    public string? Find(string cell)
    {
        lock (_gate)
            return _sources.GetValueOrDefault(cell);
    }

    /// <summary>Keeps a changed source, or forgets it if <paramref name="source"/> is null.</summary>
    /// <returns>Null, or why it could not be saved.</returns>
    public string? Set(string cell, string? source)
    {
        if (source?.Length > LongestCell)
            return $"{source.Length:N0} > {LongestCell:N0}";
        lock (_gate)
        {
            if (source is null)
                _sources.Remove(cell);
            else
                _sources[cell] = source;
            return _file.Save(_sources);
        }
    }
}
