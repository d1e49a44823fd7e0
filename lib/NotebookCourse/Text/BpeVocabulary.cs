namespace NotebookCourse.Text;

/// <summary>
/// All that a byte-level BPE tokenizer knows: an id for each byte, the merges in the order in which they were
/// learned, tokens added by hand, and how text is cut before merging.
/// </summary>
/// <remarks>
/// In the course's own vocabularies merge number i makes token <see cref="FirstMergedId"/> + i from two tokens with smaller ids;
/// in those of a tokenizer.json a merge names its token, and several merges may make the same.
/// </remarks>
public sealed class BpeVocabulary
{
    private const int MostIds = 4_000_000, LongestToken = 1 << 16, LongestSpelling = 1_000;
    private const long MostTokenBytes = 128 << 20;

    private readonly int[] _byteIds;
    private readonly (int Left, int Right)[] _merges;
    private readonly int[]? _mergedIds;
    private readonly byte[]?[] _tokens;
    private long _tokenBytes;

    /// <summary>A vocabulary of these parts.</summary>
    /// <param name="preTokenization">How text is cut into pieces.</param>
    /// <param name="byteIds">The ids of the bytes 0 to 255: 256 different ones below <paramref name="firstMergedId"/>.</param>
    /// <param name="firstMergedId">The id of the first merge's token.</param>
    /// <param name="merges">The merges in order, each of two ids that exist before it.</param>
    /// <param name="addedTokens">Tokens with ids and spellings of their own.</param>
    /// <exception cref="InvalidDataException">The parts do not fit together; the message says where.</exception>
    public BpeVocabulary(
        PreTokenization preTokenization,
        IEnumerable<int> byteIds,
        int firstMergedId,
        IEnumerable<(int Left, int Right)> merges,
        IEnumerable<AddedToken> addedTokens)
    {
        PreTokenization = preTokenization;
        FirstMergedId = firstMergedId;
        _byteIds = [.. byteIds];
        _merges = [.. merges];
        AddedTokens = [.. addedTokens];
        long last = AddedTokens.Select(token => (long)token.Id).Append((long)firstMergedId + _merges.Length - 1).Max();
        _tokens = Room(last);
        FillBytes();
        FillMerges();
        FillAdded();
    }

    /// <summary>The vocabulary of a tokenizer.json.</summary>
    /// <param name="rules">How text is prepared and cut.</param>
    /// <param name="byteIds">The ids of the bytes 0 to 255, all different.</param>
    /// <param name="merges">The merges in order, each of two tokens that exist before it, with the id of the token it makes.</param>
    /// <param name="tokens">All tokens but the added ones; those that no merge makes are kept too.</param>
    /// <param name="addedTokens">Tokens with ids and spellings of their own.</param>
    /// <exception cref="InvalidDataException">The parts do not fit together; the message says where.</exception>
    internal BpeVocabulary(
        TextRules rules,
        IEnumerable<int> byteIds,
        IReadOnlyList<(int Left, int Right, int Merged)> merges,
        IEnumerable<(int Id, byte[] Bytes)> tokens,
        IEnumerable<AddedToken> addedTokens)
    {
        PreTokenization = PreTokenization.Rules;
        Rules = rules;
        _byteIds = [.. byteIds];
        _merges = [.. merges.Select(merge => (merge.Left, merge.Right))];
        _mergedIds = [.. merges.Select(merge => merge.Merged)];
        AddedTokens = [.. addedTokens];
        var others = tokens.ToList();
        int last = AddedTokens.Select(token => token.Id).Concat(others.Select(token => token.Id)).Concat(_byteIds).Concat(_mergedIds).Max();
        FirstMergedId = last + 1;
        _tokens = Room(last);
        FillBytes();
        FillMerges();
        foreach (var (id, bytes) in others)
            _tokens[id] ??= bytes;
        FillAdded();
    }

    /// <summary>How text is prepared and cut, if that is <see cref="PreTokenization.Rules"/>.</summary>
    public TextRules? Rules { get; }

    /// <summary>The id of the token that merge number i makes.</summary>
    public int MergedId(int merge) => _mergedIds is null ? FirstMergedId + merge : _mergedIds[merge];

    /// <summary>How text is cut into pieces before merging.</summary>
    public PreTokenization PreTokenization { get; }

    /// <summary>The id of the token that the first merge makes.</summary>
    public int FirstMergedId { get; }

    /// <summary>The ids of the bytes 0 to 255.</summary>
    public IReadOnlyList<int> ByteIds => _byteIds;

    /// <summary>The merges, in the order in which they were learned.</summary>
    public IReadOnlyList<(int Left, int Right)> Merges => _merges;

    /// <summary>The tokens added by hand.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; }

    /// <summary>One more than the largest id. Not every id below it need stand for a token.</summary>
    public int Size => _tokens.Length;

    /// <summary>The bytes that a token stands for, or null where no token has this id.</summary>
    public byte[]? TokenBytes(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;

    private void FillBytes()
    {
        if (_byteIds.Length != 256)
            throw new InvalidDataException($"There are {_byteIds.Length} ids of bytes; expected 256, one for each byte.");
        for (int value = 0; value < 256; value++)
        {
            int id = _byteIds[value];
            if (id < 0 || id >= FirstMergedId || _tokens[id] is not null)
                throw new InvalidDataException($"Byte {value} has id {id}; expected an id of its own from 0 to {FirstMergedId - 1}.");
            _tokens[id] = [(byte)value];
        }
    }

    private void FillMerges()
    {
        for (int i = 0; i < _merges.Length; i++)
        {
            (int left, int right) = _merges[i];
            if (TokenBytes(left) is not { } leftBytes || TokenBytes(right) is not { } rightBytes)
                throw new InvalidDataException($"Merge {i} joins tokens {left} and {right}; expected two tokens that exist before it.");
            if (leftBytes.Length + rightBytes.Length > LongestToken)
                throw new InvalidDataException($"Merge {i} makes a token of {leftBytes.Length + rightBytes.Length:N0} bytes; expected at most {LongestToken:N0}.");
            byte[] joined = [.. leftBytes, .. rightBytes];
            int id = MergedId(i);
            if (_tokens[id] is { } there && !there.AsSpan().SequenceEqual(joined))
                throw new InvalidDataException($"Merge {i} makes token {id}, which stands for other bytes already.");
            Take(_tokens[id] = joined);
        }
    }

    private void FillAdded()
    {
        foreach (AddedToken token in AddedTokens)
        {
            if (token.Content.Length == 0 || token.Id < 0 || _tokens[token.Id] is not null)
                throw new InvalidDataException($"Added token '{token.Content}' has id {token.Id}; expected a spelling and an id that no other token has.");
            if (token.Content.Length > LongestSpelling)
                throw new InvalidDataException($"Added token {token.Id} is spelled with {token.Content.Length:N0} characters; expected at most {LongestSpelling:N0}.");
            Take(_tokens[token.Id] = System.Text.Encoding.UTF8.GetBytes(token.Content));
        }
    }

    private static byte[]?[] Room(long lastId) => lastId < MostIds
        ? new byte[]?[lastId + 1]
        : throw new InvalidDataException($"The largest id is {lastId:N0}; expected below {MostIds:N0}.");

    private void Take(byte[] token)
    {
        _tokenBytes += token.Length;
        if (_tokenBytes > MostTokenBytes)
            throw new InvalidDataException($"The tokens together are longer than {MostTokenBytes:N0} bytes.");
    }
}
