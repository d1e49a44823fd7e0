namespace NotebookCourse.Text;

/// <summary>A growing list of ids whose end can be read as a span.</summary>
internal sealed class IdBuffer
{
    private int[] _ids = new int[64];

    /// <summary>How many ids it holds.</summary>
    public int Count { get; private set; }

    /// <summary>The ids from <paramref name="start"/> on, valid until the next one is added.</summary>
    public ReadOnlySpan<int> From(int start) => _ids.AsSpan(start, Count - start);

    /// <summary>Forgets every id.</summary>
    public void Clear() => Count = 0;

    /// <summary>Appends one id.</summary>
    public void Add(int id)
    {
        if (Count == _ids.Length)
            Array.Resize(ref _ids, 2 * _ids.Length);
        _ids[Count++] = id;
    }

    /// <summary>Appends several ids.</summary>
    public void AddRange(ReadOnlySpan<int> ids)
    {
        if (_ids.Length - Count < ids.Length)
            Array.Resize(ref _ids, Math.Max(2 * _ids.Length, Count + ids.Length));
        ids.CopyTo(_ids.AsSpan(Count));
        Count += ids.Length;
    }
}
