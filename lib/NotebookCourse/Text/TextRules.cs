using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NotebookCourse.Text;

/// <summary>How a tokenizer.json has a text prepared and cut before merging, where the rules are regular expressions.</summary>
/// <remarks>
/// The expressions are meant for code points, .NET matches UTF-16. So they see a text in which each code point beyond U+FFFF
/// is replaced by one character of the same category.
/// </remarks>
public sealed class TextRules
{
    private static readonly bool CanCompose = "e\u0301".Normalize(NormalizationForm.FormC).Length == 1; // not without Unicode's tables

    private static readonly Dictionary<UnicodeCategory, char> StandIns = Enumerable.Range(0x80, 0xD800 - 0x80).Concat(Enumerable.Range(0xE000, 0x1FFE))
        .Select(value => (char)value).GroupBy(CharUnicodeInfo.GetUnicodeCategory).ToDictionary(group => group.Key, group => group.Last());

    private readonly Regex[] _cuts;

    /// <summary>Rules.</summary>
    /// <param name="patterns">Regular expressions, each applied inside the pieces that the one before it left; matches and what lies between them are pieces.</param>
    /// <param name="composes">Whether the text is first brought into Unicode's composed form (NFC).</param>
    /// <param name="wholeTokensFirst">Whether a piece that is a token is that token, whatever its merges would make of it.</param>
    /// <exception cref="ArgumentException">A pattern is no regular expression of .NET.</exception>
    public TextRules(IEnumerable<string> patterns, bool composes = false, bool wholeTokensFirst = false)
    {
        Patterns = [.. patterns];
        (Composes, WholeTokensFirst) = (composes, wholeTokensFirst);
        _cuts = [.. Patterns.Select(pattern => new Regex(pattern, RegexOptions.CultureInvariant))];
    }

    /// <summary>The regular expressions, in the order in which they cut.</summary>
    public IReadOnlyList<string> Patterns { get; }

    /// <summary>Whether the text is first brought into Unicode's composed form (NFC).</summary>
    public bool Composes { get; }

    /// <summary>Whether a piece that is a token is that token, whatever its merges would make of it.</summary>
    public bool WholeTokensFirst { get; }

    /// <summary>The text as it is cut.</summary>
    /// <exception cref="NotSupportedException">The composed form is wanted, and .NET runs without Unicode's tables here.</exception>
    public string Prepared(string text)
    {
        if (!Composes || Ascii.IsValid(text))
            return text;
        return CanCompose ? text.Normalize(NormalizationForm.FormC)
            : throw new NotSupportedException("This tokenizer composes its text (normalizer NFC), which needs Unicode's tables, and this program runs without them. Give text in ASCII.");
    }

    /// <summary>The pieces of a text, in order; together they are the text.</summary>
    public IEnumerable<string> Split(string text)
    {
        IEnumerable<string> pieces = text.Length == 0 ? [] : [text];
        return _cuts.Aggregate(pieces, (left, cut) => left.SelectMany(piece => Split(piece, cut)));
    }

    private static IEnumerable<string> Split(string piece, Regex cut)
    {
        string seen = StandIn(piece);
        int[]? places = seen.Length == piece.Length ? null : Places(piece);
        int start = 0;
        foreach (Match match in cut.Matches(seen))
        {
            int from = places?[match.Index] ?? match.Index, to = places?[match.Index + match.Length] ?? match.Index + match.Length;
            if (from > start)
                yield return piece[start..from];
            if (to > from)
                yield return piece[from..to];
            start = to;
        }

        if (start < piece.Length)
            yield return piece[start..];
    }

    private static string StandIn(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return text;
        var seen = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            seen.Append(rune.IsBmp ? (char)rune.Value : StandIns[Rune.GetUnicodeCategory(rune)]);
        return seen.ToString();
    }

    // Where the code point number i begins, with the end of the text after the last.
    private static int[] Places(string text)
    {
        List<int> places = [];
        for (int position = 0; position < text.Length; position += char.IsSurrogatePair(text, position) ? 2 : 1)
            places.Add(position);
        return [.. places, text.Length];
    }
}
