namespace NotebookCourse.Text;

/// <summary>
/// A binary min-heap of possible merges, the earliest-learned first and, among equals, the leftmost: both are packed
/// in one number, (merged id, position), so that a comparison is one instruction.
/// </summary>
/// <param name="storage">Room for every merge that is ever pushed.</param>
internal ref struct MergeHeap(Span<ulong> storage)
{
    private readonly Span<ulong> _items = storage;
    private int _count;

    public void Push(int mergedId, int position)
    {
        ulong item = ((ulong)(uint)mergedId << 32) | (uint)position;
        int at = _count++;
        while (at > 0)
        {
            int parent = (at - 1) / 2;
            if (_items[parent] <= item)
                break;
            _items[at] = _items[parent];
            at = parent;
        }

        _items[at] = item;
    }

    public bool TryPop(out int mergedId, out int position)
    {
        if (_count == 0)
        {
            mergedId = position = 0;
            return false;
        }

        mergedId = (int)(_items[0] >> 32);
        position = (int)(uint)_items[0];
        ulong last = _items[--_count];
        int at = 0;
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= _count)
                break;
            if (child + 1 < _count && _items[child + 1] < _items[child])
                child++;
            if (last <= _items[child])
                break;
            _items[at] = _items[child];
            at = child;
        }

        _items[at] = last;
        return true;
    }
}
