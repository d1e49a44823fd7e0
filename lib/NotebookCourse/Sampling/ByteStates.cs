namespace NotebookCourse.Sampling;

/// <summary>States of a nondeterministic automaton over bytes, with moves that read a byte and moves that are free.</summary>
internal sealed class ByteStates
{
    private readonly List<List<(byte Low, byte High, int To)>> _moves = [];
    private readonly List<List<int>> _free = [];

    public int Add()
    {
        _moves.Add([]);
        _free.Add([]);
        return _moves.Count - 1;
    }

    public void Free(int from, int to) => _free[from].Add(to);

    /// <summary>A chain of byte ranges from one state to another.</summary>
    public void Path(int from, ReadOnlySpan<(byte Low, byte High)> bytes, int to)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            int next = i == bytes.Length - 1 ? to : Add();
            _moves[from].Add((bytes[i].Low, bytes[i].High, next));
            from = next;
        }
    }

    /// <summary>The states and all that free moves lead to, sorted.</summary>
    public int[] Closure(IEnumerable<int> states)
    {
        var reached = new SortedSet<int>();
        var open = new Stack<int>(states);
        while (open.TryPop(out int state))
        {
            if (reached.Add(state))
            {
                foreach (int next in _free[state])
                    open.Push(next);
            }
        }

        return [.. reached];
    }

    /// <summary>The states one byte leads to from any of these, without their closure.</summary>
    public IEnumerable<int> After(IEnumerable<int> states, byte value) =>
        from state in states
        from move in _moves[state]
        where move.Low <= value && value <= move.High
        select move.To;
}
