using System.Text.RegularExpressions;
using NotebookCourse.Text;

namespace NotebookCourse.Tests.Text;

/// <summary>The hand-written scanner against the three regular expressions of the model's tokenizer.json.</summary>
public class PieceScannerTests
{
    private static readonly Regex[] Expressions =
    [
        new(@"\p{N}{1,3}", RegexOptions.CultureInvariant),
        new(@"[一-龥぀-ゟ゠-ヿ]+", RegexOptions.CultureInvariant),
        new("[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+", RegexOptions.CultureInvariant),
    ];

    [Theory]
    [InlineData("Hello, world! 12345", new[] { "Hello", ",", " world", "!", " ", "123", "45" })]
    [InlineData("苹果ABC苹果", new[] { "苹果", "ABC", "苹果" })]
    [InlineData("a  b\n\n c", new[] { "a", " ", " b", "\n\n", " c" })]
    [InlineData("", new string[0])]
    public void KnownPieces(string text, string[] pieces) => Assert.Equal(pieces, PreTokenizer.Split(text));

    [Fact]
    public void RandomTextsAreCutWhereTheExpressionsCut() => Assert.All(
        RandomTexts.Make(seed: 1, count: 20_000), text => Assert.Equal(CutByExpressions(text), PreTokenizer.Split(text)));

    /// <summary>
    /// .NET's expressions know neither code points beyond the basic plane nor Unicode 17, so they cut a text in which
    /// one basic character of the same class stands for each code point.
    /// </summary>
    private static List<string> CutByExpressions(string text)
    {
        List<string> codePoints = CodePoints(text);
        List<string> pieces = [string.Concat(codePoints.Select(StandIn))];
        foreach (Regex expression in Expressions)
            pieces = [.. pieces.SelectMany(piece => Isolate(piece, expression))];

        var result = new List<string>();
        int start = 0;
        foreach (string piece in pieces)
        {
            result.Add(string.Concat(codePoints.Skip(start).Take(piece.Length)));
            start += piece.Length;
        }

        return result;
    }

    private static IEnumerable<string> Isolate(string text, Regex expression)
    {
        int start = 0;
        foreach (Match match in expression.Matches(text))
        {
            if (match.Index > start)
                yield return text[start..match.Index];
            yield return match.Value;
            start = match.Index + match.Length;
        }

        if (start < text.Length)
            yield return text[start..];
    }

    private static List<string> CodePoints(string text)
    {
        var codePoints = new List<string>();
        for (int i = 0; i < text.Length;)
        {
            int length = char.IsSurrogatePair(text, i) ? 2 : 1;
            codePoints.Add(text.Substring(i, length));
            i += length;
        }

        return codePoints;
    }

    private static char StandIn(string codePoint)
    {
        UnicodeClass kind = UnicodeClasses.At(codePoint, 0, out _);
        if (codePoint[0] < 128 || kind.HasFlag(UnicodeClass.HanOrKana))
            return codePoint[0];
        if (kind.HasFlag(UnicodeClass.Letter))
            return 'é';
        if (kind.HasFlag(UnicodeClass.Mark))
            return '\u0301';
        if (kind.HasFlag(UnicodeClass.Number))
            return '²';
        if (kind.HasFlag(UnicodeClass.Symbol))
            return '§';
        return kind.HasFlag(UnicodeClass.Space) ? '\u2003' : '\u0001';
    }
}
