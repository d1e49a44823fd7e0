using System.Globalization;
using System.Text;

namespace NotebookCourse.Sampling;

/// <summary>
/// Reads a regular expression into the states of an automaton over bytes (Thompson's construction). Knows literals, the
/// dot, classes with ranges and negation, \d \w \s and their negations, \n \t \r, groups, | * + ? {m} {m,} {m,n}.
/// </summary>
internal sealed class BytePatternParser
{
    private const int MostRepetitions = 1000;

    private readonly Rune[] _pattern;
    private readonly string _text;
    private readonly ByteStates _states;
    private int _at;

    private BytePatternParser(string pattern, ByteStates states)
    {
        _text = pattern;
        _pattern = [.. pattern.EnumerateRunes()];
        _states = states;
    }

    /// <summary>Adds the pattern's states and says where it begins and ends.</summary>
    public static (int Start, int End) Parse(string pattern, ByteStates states)
    {
        var parser = new BytePatternParser(pattern, states);
        (int start, int end) = parser.Alternatives();
        if (parser._at < parser._pattern.Length)
            throw parser.Wrong("a ')' without its '('");
        return (start, end);
    }

    private bool More => _at < _pattern.Length;

    private char Next => More && _pattern[_at].IsBmp ? (char)_pattern[_at].Value : '\0';

    private (int Start, int End) Alternatives()
    {
        (int start, int end) = Sequence();
        while (Next == '|')
        {
            _at++;
            (int otherStart, int otherEnd) = Sequence();
            (int from, int to) = (_states.Add(), _states.Add());
            _states.Free(from, start);
            _states.Free(from, otherStart);
            _states.Free(end, to);
            _states.Free(otherEnd, to);
            (start, end) = (from, to);
        }

        return (start, end);
    }

    private (int Start, int End) Sequence()
    {
        int start = _states.Add(), end = start;
        while (More && Next is not ('|' or ')'))
        {
            (int from, int to) = Repeated();
            _states.Free(end, from);
            end = to;
        }

        return (start, end);
    }

    private (int Start, int End) Repeated()
    {
        int begin = _at;
        (int Start, int End) once = Atom();
        if (Next is not ('*' or '+' or '?' or '{'))
            return once;
        int after = _at;
        (int least, int? most) = Count();
        int resume = _at;
        if (Next is '*' or '+' or '?' or '{')
            throw Wrong("a second repetition after the first");
        int start = _states.Add(), end = start;
        for (int i = 0; i < Math.Max(most ?? least, least); i++)
        {
            (int from, int to) = Copy(i);
            _states.Free(end, from);
            if (i >= least)
                _states.Free(from, to); // may be left out
            end = to;
        }

        if (most is null)
        {
            (int from, int to) = Copy(least);
            _states.Free(end, from);
            _states.Free(from, to);
            _states.Free(to, from);
            end = _states.Add(); // its own, or whoever skips to the end could loop back from there
            _states.Free(to, end);
        }

        _at = resume;
        return (start, end);

        (int Start, int End) Copy(int i)
        {
            if (i == 0)
                return once;
            _at = begin;
            var copy = Atom();
            return _at == after ? copy : throw Wrong("a repetition that cannot be read");
        }
    }

    private (int Least, int? Most) Count()
    {
        switch (_pattern[_at++].Value)
        {
            case '*': return (0, null);
            case '+': return (1, null);
            case '?': return (0, 1);
        }

        int least = Number();
        int? most = least;
        if (Next == ',')
        {
            _at++;
            most = Next == '}' ? null : Number();
        }

        if (Next != '}' || most < least || Math.Max(most ?? 0, least) > MostRepetitions)
            throw Wrong($"a repetition that is not {{m}}, {{m,}} or {{m,n}} with m <= n <= {MostRepetitions}");
        _at++;
        return (least, most);
    }

    private int Number()
    {
        int begin = _at;
        while (char.IsAsciiDigit(Next))
            _at++;
        string digits = string.Concat(_pattern[begin.._at]);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw Wrong("a repetition without a number");
    }

    private (int Start, int End) Atom()
    {
        int character = _pattern[_at++].Value;
        switch (character)
        {
            case '(':
                if (Next == '?')
                    _at += _at + 1 < _pattern.Length && _pattern[_at + 1].Value == ':' ? 2 : throw Wrong("a group other than (...) or (?:...)");
                var group = Alternatives();
                if (Next != ')')
                    throw Wrong("a '(' without its ')'");
                _at++;
                return group;
            case '[':
                return Characters(ClassOf());
            case '.':
                return Characters(CharacterRanges.Single('\n').Negated());
            case '\\':
                return Characters(Escape());
            case '*' or '+' or '?' or '{':
                throw Wrong("a repetition with nothing before it");
            case '^' or '$':
                throw Wrong($"'{(char)character}', which is not needed: the pattern always covers the whole output");
            default:
                return Characters(CharacterRanges.Single(character));
        }
    }

    private CharacterRanges ClassOf()
    {
        bool negated = Next == '^';
        if (negated)
            _at++;
        var ranges = CharacterRanges.None;
        for (bool first = true; More && (first || Next != ']'); first = false) // a ']' in the first place stands for itself
        {
            if (!first && Next == '-' && _at + 1 < _pattern.Length && _pattern[_at + 1].Value == '[')
                throw Wrong("a class taken from a class");
            CharacterRanges low = ClassMember();
            if (Next == '-' && _at + 1 < _pattern.Length && _pattern[_at + 1].Value != ']')
            {
                _at++;
                CharacterRanges high = ClassMember();
                if (low.Only is not int lowest || high.Only is not int highest || lowest > highest)
                    throw Wrong("a range in a class that is not from a smaller to a larger character");
                low = CharacterRanges.Between(lowest, highest);
            }

            ranges = ranges.And(low);
        }

        if (!More)
            throw Wrong("a '[' without its ']'");
        _at++;
        return negated ? ranges.Negated() : ranges;
    }

    private CharacterRanges ClassMember()
    {
        if (!More)
            throw Wrong("a '[' without its ']'");
        int character = _pattern[_at++].Value;
        return character == '\\' ? Escape() : CharacterRanges.Single(character);
    }

    private CharacterRanges Escape()
    {
        if (!More)
            throw Wrong("a '\\' at the end");
        int character = _pattern[_at++].Value;
        return character switch
        {
            'd' => CharacterRanges.Digits,
            'D' => CharacterRanges.Digits.Negated(),
            'w' => CharacterRanges.Word,
            'W' => CharacterRanges.Word.Negated(),
            's' => CharacterRanges.Space,
            'S' => CharacterRanges.Space.Negated(),
            'n' => CharacterRanges.Single('\n'),
            't' => CharacterRanges.Single('\t'),
            'r' => CharacterRanges.Single('\r'),
            _ when !Rune.IsLetterOrDigit(new Rune(character)) => CharacterRanges.Single(character),
            _ => throw Wrong($"the escape '\\{new Rune(character)}'"),
        };
    }

    private (int Start, int End) Characters(CharacterRanges ranges)
    {
        (int start, int end) = (_states.Add(), _states.Add());
        foreach ((int first, int last) in ranges.Ranges)
        {
            foreach ((byte Low, byte High)[] bytes in Utf8Ranges.Cover(first, last))
                _states.Path(start, bytes, end);
        }

        return (start, end);
    }

    private ArgumentException Wrong(string what) => new(
        $"The pattern '{_text}' has {what}, at character {Math.Min(_at, _pattern.Length)}. "
        + "Known are: literals, . [a-z] [^a-z] \\d \\w \\s ( ) | * + ? {m} {m,} {m,n}; write \\ before a sign that stands for itself.");
}
