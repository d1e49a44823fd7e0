namespace NotebookCourse.Sampling;

/// <summary>A set of characters as sorted ranges of code points that do not touch.</summary>
internal sealed class CharacterRanges
{
    private const int LastCharacter = 0x10FFFF;

    private CharacterRanges(IEnumerable<(int First, int Last)> ranges)
    {
        List<(int First, int Last)> merged = [];
        foreach ((int first, int last) in ranges.Order())
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1)
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            else
                merged.Add((first, last));
        }

        Ranges = merged;
    }

    public static CharacterRanges None { get; } = new([]);

    public static CharacterRanges Digits { get; } = Between('0', '9');

    public static CharacterRanges Word { get; } = new([('0', '9'), ('A', 'Z'), ('a', 'z'), ('_', '_')]);

    public static CharacterRanges Space { get; } = new([('\t', '\r'), (' ', ' ')]);

    public IReadOnlyList<(int First, int Last)> Ranges { get; }

    /// <summary>The one character in the set, or null if there is another number of them.</summary>
    public int? Only => Ranges is [var (first, last)] && first == last ? first : null;

    public static CharacterRanges Single(int character) => Between(character, character);

    public static CharacterRanges Between(int first, int last) => new([(first, last)]);

    public CharacterRanges And(CharacterRanges other) => new(Ranges.Concat(other.Ranges));

    public CharacterRanges Negated()
    {
        List<(int, int)> gaps = [];
        int next = 0;
        foreach ((int first, int last) in Ranges)
        {
            if (first > next)
                gaps.Add((next, first - 1));
            next = last + 1;
        }

        if (next <= LastCharacter)
            gaps.Add((next, LastCharacter));
        return new CharacterRanges(gaps);
    }
}
