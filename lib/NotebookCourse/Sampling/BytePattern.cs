using System.Text;

namespace NotebookCourse.Sampling;

/// <summary>
/// A regular expression over UTF-8 bytes that can be asked, byte by byte, whether what was read so far can still become
/// a match. This is what constrained decoding needs: a token is allowed if its bytes keep a match possible. Tokens may
/// cut characters anywhere, so the automaton runs on bytes. Built lazily: a state is made when first reached.
/// </summary>
public sealed class BytePattern
{
    /// <summary>The state from which no match can be reached any more.</summary>
    public const int Dead = -1;

    private readonly ByteStates _states = new();
    private readonly int _end;
    private readonly List<int[]> _sets = [];
    private readonly List<int?[]> _next = [];
    private readonly Dictionary<string, int> _idOf = [];

    /// <summary>Reads a pattern; it always has to match the whole text.</summary>
    /// <param name="pattern">
    /// Literals, . [a-z] [^a-z] \d \w \s ( ) | * + ? {m} {m,} {m,n}. \d, \w and \s are the ASCII ones; a dot is any
    /// character but the line feed.
    /// </param>
    /// <exception cref="ArgumentException">The pattern cannot be read; the message says where and why.</exception>
    public BytePattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        Pattern = pattern;
        (int start, _end) = BytePatternParser.Parse(pattern, _states);
        Start = IdOf(_states.Closure([start]));
    }

    /// <summary>The pattern as given.</summary>
    public string Pattern { get; }

    /// <summary>The state before the first byte.</summary>
    public int Start { get; }

    /// <summary>The state after one more byte; <see cref="Dead"/> if no match is possible any more.</summary>
    /// <param name="state">A state this pattern gave.</param>
    /// <param name="value">The byte.</param>
    public int Next(int state, byte value)
    {
        if (state == Dead)
            return Dead;
        if (_next[state][value] is int known)
            return known;
        int[] set = _states.Closure(_states.After(_sets[state], value));
        int next = set.Length == 0 ? Dead : IdOf(set);
        _next[state][value] = next;
        return next;
    }

    /// <summary>The state after several more bytes.</summary>
    /// <param name="state">A state this pattern gave.</param>
    /// <param name="bytes">The bytes.</param>
    public int Next(int state, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
            state = Next(state, value);
        return state;
    }

    /// <summary>Whether the bytes read up to this state are a match.</summary>
    /// <param name="state">A state this pattern gave.</param>
    public bool IsMatch(int state) => state != Dead && _sets[state].Contains(_end);

    /// <summary>Whether a text as a whole matches.</summary>
    /// <param name="text">Any text.</param>
    public bool Matches(string text) => IsMatch(Next(Start, Encoding.UTF8.GetBytes(text)));

    private int IdOf(int[] set)
    {
        string key = string.Join(',', set);
        if (_idOf.TryGetValue(key, out int id))
            return id;
        _sets.Add(set);
        _next.Add(new int?[256]);
        return _idOf[key] = _sets.Count - 1;
    }
}
