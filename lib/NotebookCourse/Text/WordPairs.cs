using System.Text.RegularExpressions;
using NotebookCourse.Probability;

namespace NotebookCourse.Text;

/// <summary>A word of a text, and what follows it there.</summary>
/// <param name="Word">The word.</param>
/// <param name="Share">How many of all pairs begin with it. Range: above 0, at most 1.</param>
/// <param name="Next">[next word by rank, the last place for all rarer ones]: how often each follows; sums to 1.</param>
public sealed record FollowedWord(string Word, double Share, double[] Next);

/// <summary>Pairs of neighbouring words: a bigram table over words instead of characters, cut to the commonest.</summary>
public static partial class WordPairs
{
    /// <summary>
    /// The words of a text in order, in lower case: runs of letters (with an apostrophe inside, such as <c>don't</c>), and each 汉字 for itself.
    /// Everything else separates.
    /// </summary>
    /// <param name="text">Any text.</param>
    public static string[] Split(string text) => [.. Word().Matches(text.ToLowerInvariant()).Select(match => match.Value)];

    /// <summary>What follows each of the commonest words, the commonest first; equally common ones in order of first appearance.</summary>
    /// <param name="words">The text, word by word.</param>
    /// <param name="rows">How many words; all, if there are fewer. A word that nothing follows (the last of a text) is left out. Range: 1 or above.</param>
    /// <param name="next">Places for what follows: the commonest words, and one for all others. Range: 2 or above.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> or <paramref name="next"/> is too small.</exception>
    /// <exception cref="ArgumentException">There are fewer than two words, so no pairs.</exception>
    public static IReadOnlyList<FollowedWord> Of(IReadOnlyList<string> words, int rows, int next)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(next, 2);
        if (words.Count < 2)
            throw new ArgumentException($"A text of {words.Count} words has no pairs; expected at least two words.", nameof(words));

        var ranks = words.CountBy(word => word).OrderByDescending(count => count.Value).Select((count, rank) => (count.Key, rank))
            .ToDictionary(entry => entry.Key, entry => entry.rank);
        var counts = new Dictionary<string, double[]>();
        foreach ((string word, string following) in words.Zip(words.Skip(1)).Where(pair => ranks[pair.First] < rows))
        {
            if (!counts.TryGetValue(word, out double[]? row))
                counts.Add(word, row = new double[next]);
            row[Math.Min(ranks[following], next - 1)]++;
        }

        return [.. counts.OrderBy(entry => ranks[entry.Key]).Select(entry =>
        {
            double total = entry.Value.Sum();
            return new FollowedWord(entry.Key, total / (words.Count - 1), [.. entry.Value.Select(count => count / total)]);
        })];
    }

    /// <summary>
    /// How much of what a table of scores can learn it has learned, in percent, by octaves of rank: 1, 2-3, 4-7, and so on. A score
    /// table that is level has learned 0; one whose softmax is the counted shares, 100; one that is worse than level, less than 0.
    /// </summary>
    /// <param name="table">The counted shares.</param>
    /// <param name="scores">[row * places]: one score for each share of each row, before the softmax.</param>
    /// <exception cref="ArgumentException">Another number of scores than of shares.</exception>
    public static double[] Learned(IReadOnlyList<FollowedWord> table, double[] scores)
    {
        int places = table.Count == 0 ? 0 : table[0].Next.Length;
        if (scores.Length != table.Count * places)
            throw new ArgumentException($"{scores.Length} scores for {table.Count} rows of {places} shares; expected {table.Count * places}.", nameof(scores));
        return [.. table.Index()
            .GroupBy(row => int.Log2(row.Index + 1))
            .Select(octave => 100 * octave.Sum(row => Gain(row.Item, Distribution.Softmax(scores.AsSpan(row.Index * places, places))))
                / octave.Sum(row => Gain(row.Item, row.Item.Next)))];
    }

    // Nats that a prediction saves over a level one, per pair of the text.
    private static double Gain(FollowedWord row, double[] p) =>
        row.Share * row.Next.Zip(p, (share, said) => share > 0 ? share * Math.Log(said * p.Length) : 0).Sum();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}|[\p{L}-[\p{IsCJKUnifiedIdeographs}]]+(?:['’][\p{L}-[\p{IsCJKUnifiedIdeographs}]]+)*")]
    private static partial Regex Word();
}
