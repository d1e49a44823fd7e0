namespace NotebookCourse.Text;

/// <summary>
/// DeepSeek-V3's pre-tokenizer as one pass over the text, in place of its three regular expressions, which are
/// <code>
/// \p{N}{1,3}
/// [一-龥぀-ゟ゠-ヿ]+
/// [!"#$%&amp;'()*+,\-./:;&lt;=&gt;?@\[\\\]^_`{|}~][A-Za-z]+
///   |[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+
///   | ?[\p{P}\p{S}]+[\r\n]*
///   |\s*[\r\n]+|\s+(?!\S)|\s+
/// </code>
/// Each of them cuts inside the pieces that the one before it left. So the third never looks past the end of a
/// region: the digits are gone from it, and it is either all Han and Kana or free of them.
/// </summary>
internal ref struct PieceScanner(ReadOnlySpan<char> text)
{
    private const UnicodeClass LetterOrMark = UnicodeClass.Letter | UnicodeClass.Mark;
    private const UnicodeClass NoLeader = UnicodeClass.Letter | UnicodeClass.Symbol | UnicodeClass.LineBreak;

    private readonly ReadOnlySpan<char> _text = text;
    private int _position;
    private int _regionEnd;

    /// <summary>The next piece of the text; false at its end. Pieces follow each other without gaps.</summary>
    public bool TryNext(out ReadOnlySpan<char> piece)
    {
        int start = _position;
        if (start == _text.Length)
        {
            piece = default;
            return false;
        }

        if (start == _regionEnd)
        {
            UnicodeClass kind = UnicodeClasses.At(_text, start, out _);
            if ((kind & UnicodeClass.Number) != 0)
            {
                _regionEnd = NumberEnd(start);
                return Take(_regionEnd, out piece);
            }

            _regionEnd = RegionEnd(start, (kind & UnicodeClass.HanOrKana) != 0);
        }

        ReadOnlySpan<char> region = _text[.._regionEnd];
        int end = MatchEnd(region, start);
        return Take(end > start ? end : UnmatchedEnd(region, start), out piece);
    }

    private bool Take(int end, out ReadOnlySpan<char> piece)
    {
        piece = _text[_position..end];
        _position = end;
        return true;
    }

    /// <summary><c>\p{N}{1,3}</c></summary>
    private readonly int NumberEnd(int position)
    {
        for (int digits = 0; digits < 3 && position < _text.Length; digits++)
        {
            if ((UnicodeClasses.At(_text, position, out int length) & UnicodeClass.Number) == 0)
                break;
            position += length;
        }

        return position;
    }

    private readonly int RegionEnd(int position, bool isHanOrKana)
    {
        if (isHanOrKana)
            return RunEnd(_text, position, UnicodeClass.HanOrKana);

        const UnicodeClass stop = UnicodeClass.Number | UnicodeClass.HanOrKana;
        while (position < _text.Length)
        {
            UnicodeClass kind = UnicodeClasses.Of(_text[position]);
            int length = 1;
            if (kind == UnicodeClass.Surrogate)
                kind = UnicodeClasses.At(_text, position, out length);
            if ((kind & stop) != 0)
                break;
            position += length;
        }

        return position;
    }

    /// <summary>Where the third expression's match at <paramref name="start"/> ends; <paramref name="start"/> itself if it has none.</summary>
    private static int MatchEnd(ReadOnlySpan<char> region, int start)
    {
        UnicodeClass kind = UnicodeClasses.At(region, start, out int length);
        if ((kind & UnicodeClass.Symbol) != 0)
            return SymbolsEnd(region, start);

        int next = start + length;
        if ((kind & NoLeader) == 0)
        {
            int wordEnd = RunEnd(region, next, LetterOrMark);
            if (wordEnd > next)
                return wordEnd;
        }

        if ((kind & LetterOrMark) != 0)
            return RunEnd(region, next, LetterOrMark);
        if ((kind & UnicodeClass.Space) == 0)
            return start;

        bool symbolFollows = region[start] == ' ' && next < region.Length
            && (UnicodeClasses.At(region, next, out _) & UnicodeClass.Symbol) != 0;
        return symbolFollows ? SymbolRunEnd(region, next) : SpaceEnd(region, start);
    }

    /// <summary><c>[!-/:-@\[-`{-~][A-Za-z]+</c>, else symbols and line breaks.</summary>
    private static int SymbolsEnd(ReadOnlySpan<char> region, int start)
    {
        int end = start + 1;
        if (!char.IsAscii(region[start]) || end == region.Length || !char.IsAsciiLetter(region[end]))
            return SymbolRunEnd(region, start);

        while (end < region.Length && char.IsAsciiLetter(region[end]))
            end++;
        return end;
    }

    /// <summary><c>[\p{P}\p{S}]+[\r\n]*</c></summary>
    private static int SymbolRunEnd(ReadOnlySpan<char> region, int start) =>
        RunEnd(region, RunEnd(region, start, UnicodeClass.Symbol), UnicodeClass.LineBreak);

    /// <summary><c>\s*[\r\n]+|\s+(?!\S)|\s+</c>: to the last line break, else all but one character if something follows.</summary>
    private static int SpaceEnd(ReadOnlySpan<char> region, int start)
    {
        int end = RunEnd(region, start, UnicodeClass.Space);
        int lineBreak = region[start..end].LastIndexOfAny('\r', '\n');
        if (lineBreak >= 0)
            return start + lineBreak + 1;
        return end < region.Length && end - start > 1 ? end - 1 : end;
    }

    /// <summary>The end of the characters that no match covers.</summary>
    private static int UnmatchedEnd(ReadOnlySpan<char> region, int position)
    {
        do
        {
            UnicodeClasses.At(region, position, out int length);
            position += length;
        }
        while (position < region.Length && MatchEnd(region, position) == position);
        return position;
    }

    private static int RunEnd(ReadOnlySpan<char> text, int position, UnicodeClass wanted)
    {
        while (position < text.Length)
        {
            UnicodeClass kind = UnicodeClasses.Of(text[position]);
            int length = 1;
            if (kind == UnicodeClass.Surrogate)
                kind = UnicodeClasses.At(text, position, out length);
            if ((kind & wanted) == 0)
                break;
            position += length;
        }

        return position;
    }
}
