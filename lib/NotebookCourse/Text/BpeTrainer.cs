using System.Runtime.InteropServices;
using System.Text;

namespace NotebookCourse.Text;

/// <summary>
/// Learns the merges of a byte-level BPE: again and again, the most frequent pair of neighbours in the training text
/// becomes a token. (Sennrich, Haddow and Birch 2016, algorithm 1.)
/// </summary>
/// <remarks>
/// Exact and deterministic: among equally frequent pairs the one with the smaller ids wins, left id first. Each
/// distinct piece is kept once with its number of occurrences; every pair knows the places where it stands, so that
/// a merge visits only these, and the counts wait in a heap whose outdated entries are skipped.
/// </remarks>
public sealed class BpeTrainer
{
    private const int Bytes = 256;

    private readonly List<int> _tokens = []; // the distinct pieces one after the other, -1 between them and where merged away
    private readonly List<int> _weights = []; // how often the piece of this place occurs
    private readonly Dictionary<(int Left, int Right), long> _counts = [];
    private readonly Dictionary<(int Left, int Right), List<int>> _places = [];
    private readonly PriorityQueue<(int Left, int Right), (long NegativeCount, int Left, int Right)> _queue = new();
    private int[] _next = [];
    private int[] _previous = [];

    private BpeTrainer()
    {
    }

    /// <summary>Trains a tokenizer.</summary>
    /// <param name="text">The text to learn from.</param>
    /// <param name="vocabularySize">At most so many tokens, the 256 bytes and the added ones included.</param>
    /// <param name="preTokenization">How text is cut: no token learned will cross a cut.</param>
    /// <param name="addedTokens">Spellings that get an id of their own after the merges' ids.</param>
    /// <returns>
    /// A tokenizer with ids 0 to 255 for the bytes, then the merges, then the added tokens. It has fewer tokens than
    /// asked for when no pair of neighbours is left that occurs twice.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary has no room for the bytes and the added tokens.</exception>
    public static BpeTokenizer Train(
        string text,
        int vocabularySize,
        PreTokenization preTokenization = PreTokenization.DeepSeekV3,
        IReadOnlyList<string>? addedTokens = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Train([text], vocabularySize, preTokenization, addedTokens);
    }

    /// <summary>Trains a tokenizer on a text that comes in parts, of which only one is held at a time; no token crosses their borders.</summary>
    /// <param name="texts">The parts of the text to learn from; read once.</param>
    /// <param name="vocabularySize">At most so many tokens, the 256 bytes and the added ones included.</param>
    /// <param name="preTokenization">How text is cut: no token learned will cross a cut.</param>
    /// <param name="addedTokens">Spellings that get an id of their own after the merges' ids.</param>
    /// <returns>As for a text in one piece.</returns>
    public static BpeTokenizer Train(
        IEnumerable<string> texts,
        int vocabularySize,
        PreTokenization preTokenization = PreTokenization.DeepSeekV3,
        IReadOnlyList<string>? addedTokens = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        IReadOnlyList<string> added = addedTokens ?? [];
        if (vocabularySize < Bytes + added.Count)
            throw new ArgumentOutOfRangeException(nameof(vocabularySize), vocabularySize, $"A byte-level vocabulary holds the 256 bytes and here {added.Count} added tokens: ask for at least {Bytes + added.Count}.");

        var trainer = new BpeTrainer();
        trainer.ReadPieces(CountPieces(texts, preTokenization));
        List<(int Left, int Right)> merges = trainer.Learn(vocabularySize - Bytes - added.Count);
        int afterMerges = Bytes + merges.Count;
        return new BpeTokenizer(new BpeVocabulary(
            preTokenization, Enumerable.Range(0, Bytes), Bytes, merges,
            added.Select((content, i) => new AddedToken(afterMerges + i, content))));
    }

    private void ReadPieces(Dictionary<string, int> pieces)
    {
        foreach ((string piece, int count) in pieces)
        {
            foreach (byte value in Encoding.UTF8.GetBytes(piece))
            {
                _tokens.Add(value);
                _weights.Add(count);
            }

            _tokens.Add(-1);
            _weights.Add(0);
        }

        _next = [.. Enumerable.Range(1, _tokens.Count)];
        _previous = [.. Enumerable.Range(-1, _tokens.Count)];
        for (int place = 0; place + 1 < _tokens.Count; place++)
            AddPair(place, place + 1);
        foreach (((int left, int right) pair, long count) in _counts)
            _queue.Enqueue(pair, (-count, pair.left, pair.right));
    }

    private static Dictionary<string, int> CountPieces(IEnumerable<string> texts, PreTokenization preTokenization)
    {
        var counts = new Dictionary<string, int>();
        var bySpan = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string text in texts)
        {
            if (preTokenization == PreTokenization.None)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, text, out _)++;
                continue;
            }

            var scanner = new PieceScanner(text);
            while (scanner.TryNext(out ReadOnlySpan<char> piece))
                CollectionsMarshal.GetValueRefOrAddDefault(bySpan, piece, out _)++;
        }

        return counts;
    }

    private List<(int Left, int Right)> Learn(int mergeCount)
    {
        var merges = new List<(int Left, int Right)>();
        while (merges.Count < mergeCount && _queue.TryDequeue(out var pair, out var priority))
        {
            long count = _counts.GetValueOrDefault(pair);
            if (count != -priority.NegativeCount)
            {
                if (count > 1)
                    _queue.Enqueue(pair, (-count, pair.Left, pair.Right));
                continue;
            }

            if (count < 2)
                break;
            Merge(pair, Bytes + merges.Count);
            merges.Add(pair);
        }

        return merges;
    }

    /// <summary>Replaces the pair by the new token everywhere, from left to right.</summary>
    private void Merge((int Left, int Right) pair, int merged)
    {
        _places.Remove(pair, out List<int>? places);
        _counts.Remove(pair);
        places!.Sort();
        var grown = new HashSet<(int Left, int Right)>();
        foreach (int left in places)
        {
            int right = _next[left];
            if (_tokens[left] != pair.Left || right >= _tokens.Count || _tokens[right] != pair.Right)
                continue; // a merge before this one took a token away

            int before = _previous[left], after = _next[right];
            RemovePair(before, left, pair);
            RemovePair(right, after, pair);
            _tokens[left] = merged;
            _tokens[right] = -1;
            _next[left] = after;
            if (after < _tokens.Count)
                _previous[after] = left;
            AddPair(before, left, grown);
            AddPair(left, after, grown);
        }

        foreach ((int left, int right) in grown)
            _queue.Enqueue((left, right), (-_counts[(left, right)], left, right));
    }

    private bool TryPair(int left, int right, out (int Left, int Right) pair)
    {
        bool isPair = left >= 0 && right < _tokens.Count && _tokens[left] >= 0 && _tokens[right] >= 0;
        pair = isPair ? (_tokens[left], _tokens[right]) : default;
        return isPair;
    }

    private void AddPair(int left, int right, HashSet<(int Left, int Right)>? grown = null)
    {
        if (!TryPair(left, right, out var pair))
            return;
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, pair, out _) += _weights[left];
        (CollectionsMarshal.GetValueRefOrAddDefault(_places, pair, out _) ??= []).Add(left);
        grown?.Add(pair);
    }

    /// <summary>Takes one occurrence off a pair's count; the pair that is being merged has none any more.</summary>
    private void RemovePair(int left, int right, (int Left, int Right) merging)
    {
        if (TryPair(left, right, out var pair) && pair != merging)
            CollectionsMarshal.GetValueRefOrNullRef(_counts, pair) -= _weights[left];
    }
}
