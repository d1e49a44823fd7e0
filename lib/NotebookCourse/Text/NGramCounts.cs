using System.Numerics.Tensors;

namespace NotebookCourse.Text;

/// <summary>
/// How often every n-gram up to an order occurs in a text: a trie whose level k holds the distinct k-grams, the
/// children of one (k-1)-gram side by side and sorted by token.
/// </summary>
/// <remarks>
/// Built level by level: a k-gram is its (k-1)-gram's index times the vocabulary plus one token, so one sort of
/// integers a level is all the work. A million characters to order 5 take about a second.
/// </remarks>
public sealed class NGramCounts
{
    private readonly Level[] _levels;

    private NGramCounts(Level[] levels, int vocabularySize, int tokens)
    {
        _levels = levels;
        VocabularySize = vocabularySize;
        Tokens = tokens;
    }

    /// <summary>The longest n-gram counted.</summary>
    public int Order => _levels.Length - 1;

    /// <summary>How many different tokens there can be.</summary>
    public int VocabularySize { get; }

    /// <summary>The length of the counted text, in tokens.</summary>
    public int Tokens { get; }

    /// <summary>Counts a text.</summary>
    /// <param name="tokens">Shape [tokens]; each from 0 to <paramref name="vocabularySize"/> - 1; at least one.</param>
    /// <param name="vocabularySize">At least 1.</param>
    /// <param name="order">The longest n-gram to count; at least 1.</param>
    /// <exception cref="ArgumentException">The text is empty or a token is out of range.</exception>
    public static NGramCounts Of(ReadOnlySpan<int> tokens, int vocabularySize, int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(vocabularySize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(order);
        if (tokens.IsEmpty)
            throw new ArgumentException("There are no tokens to count; expected a text of at least one.", nameof(tokens));
        for (int i = 0; i < tokens.Length; i++)
        {
            if ((uint)tokens[i] >= (uint)vocabularySize)
                throw new ArgumentException($"Token {i} is {tokens[i]}; expected 0 to {vocabularySize - 1}, below the vocabulary size.", nameof(tokens));
        }

        var levels = new Level[order + 1];
        levels[0] = new Level([0, 0], [0], [tokens.Length]);
        int[] nodeAt = new int[tokens.Length + 1];               // node of the k-gram that starts at each position
        for (int k = 1; k <= order; k++)
            levels[k] = NextLevel(levels[k - 1], k, tokens, vocabularySize, nodeAt);
        return new NGramCounts(levels, vocabularySize, tokens.Length);
    }

    /// <summary>How often an n-gram occurs.</summary>
    /// <param name="gram">From 0 (the text's length) to <see cref="Order"/> tokens.</param>
    public int this[ReadOnlySpan<int> gram]
    {
        get
        {
            int node = Find(gram);
            return node < 0 ? 0 : _levels[gram.Length].Count[node];
        }
    }

    /// <summary>What followed an n-gram and how often; empty if it never occurred or only at the very end.</summary>
    /// <param name="gram">From 0 to <see cref="Order"/> - 1 tokens.</param>
    /// <returns>Each following token once, in order of id.</returns>
    public IReadOnlyList<(int Token, int Count)> Following(ReadOnlySpan<int> gram)
    {
        if (gram.Length >= Order)
            throw new ArgumentException($"The n-gram has {gram.Length} tokens; what follows is counted for up to {Order - 1}.", nameof(gram));
        int node = Find(gram);
        if (node < 0)
            return [];
        Level level = _levels[gram.Length + 1];
        return [.. Enumerable.Range(level.Start[node], level.Start[node + 1] - level.Start[node])
            .Select(child => (level.Token[child], level.Count[child]))];
    }

    /// <summary>How many different n-grams of a length occur.</summary>
    /// <param name="length">Range: 1 to <see cref="Order"/>.</param>
    public int Distinct(int length)
    {
        RequireLength(length);
        return _levels[length].Token.Length;
    }

    /// <summary>The share of a text's n-grams of a length that were counted here at least once; from 0 to 1.</summary>
    /// <param name="text">Tokens of another text; at least <paramref name="length"/> of them.</param>
    /// <param name="length">Range: 1 to <see cref="Order"/>.</param>
    public double SeenShare(ReadOnlySpan<int> text, int length)
    {
        RequireLength(length);
        if (text.Length < length)
            throw new ArgumentException($"The text has {text.Length} tokens; expected at least {length}.", nameof(text));
        int places = text.Length - length + 1, seen = 0;
        for (int i = 0; i < places; i++)
            seen += Find(text.Slice(i, length)) >= 0 ? 1 : 0;
        return (double)seen / places;
    }

    /// <summary>The trie's level of k-grams.</summary>
    internal Level this[int length] => _levels[length];

    /// <summary>The index of a gram in its level, or -1.</summary>
    internal int Find(ReadOnlySpan<int> gram)
    {
        if (gram.Length > Order)
            throw new ArgumentException($"The n-gram has {gram.Length} tokens; counted are up to {Order}.", nameof(gram));
        int node = 0;
        for (int k = 1; k <= gram.Length && node >= 0; k++)
            node = _levels[k].Child(node, gram[k - 1]);
        return node;
    }

    private void RequireLength(int length)
    {
        if (length < 1 || length > Order)
            throw new ArgumentOutOfRangeException(nameof(length), length, $"Counted are n-grams of 1 to {Order} tokens.");
    }

    // In: nodeAt holds level k-1. Out: it holds level k, and level k-1 knows its left extensions.
    private static Level NextLevel(Level previous, int k, ReadOnlySpan<int> tokens, int vocabularySize, int[] nodeAt)
    {
        int places = Math.Max(tokens.Length - k + 1, 0);
        long[] keys = new long[places];
        int[] at = new int[places];
        for (int i = 0; i < places; i++)
        {
            keys[i] = ((long)nodeAt[i] * vocabularySize) + tokens[i + k - 1];
            at[i] = i;
        }

        Array.Sort(keys, at);
        List<int> token = [], count = [];
        int[] start = new int[previous.Token.Length + 1], left = new int[previous.Token.Length];
        int[] node = new int[places];
        for (int i = 0; i < places; i++)
        {
            if (i == 0 || keys[i] != keys[i - 1])
            {
                token.Add((int)(keys[i] % vocabularySize));
                count.Add(0);
                start[(keys[i] / vocabularySize) + 1]++;
                left[nodeAt[at[i] + 1]]++;                       // the same gram without its first token
            }

            count[^1]++;
            node[at[i]] = token.Count - 1;
        }

        for (int i = 1; i < start.Length; i++)
            start[i] += start[i - 1];
        previous.LeftExtensions = left;
        node.CopyTo(nodeAt, 0);
        return new Level(start, [.. token], [.. count]);
    }

    /// <summary>The k-grams: the children of parent p stand at <c>Start[p]</c> to <c>Start[p + 1] - 1</c>.</summary>
    internal sealed class Level
    {
        internal Level(int[] start, int[] token, int[] count)
        {
            (Start, Token, Count) = (start, token, count);
            Totals = new int[start.Length - 1];
            for (int parent = 0; parent < Totals.Length; parent++)
                Totals[parent] = TensorPrimitives.Sum<int>(count.AsSpan(start[parent]..start[parent + 1]));
        }

        internal int[] Start { get; }

        internal int[] Token { get; }

        internal int[] Count { get; }

        /// <summary>The sum of its children's counts, for each parent.</summary>
        internal int[] Totals { get; }

        /// <summary>How many different tokens stand before each k-gram; null on the top level.</summary>
        internal int[]? LeftExtensions { get; set; }

        internal int Child(int parent, int token)
        {
            int from = Start[parent], length = Start[parent + 1] - from;
            int index = Array.BinarySearch(Token, from, length, token);
            return index < 0 ? -1 : index;
        }
    }
}
