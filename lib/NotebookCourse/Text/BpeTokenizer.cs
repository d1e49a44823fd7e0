using System.Text;

namespace NotebookCourse.Text;

/// <summary>
/// A byte-level BPE tokenizer: added tokens are recognised first, the text between them is cut into pieces, and each
/// piece's bytes are merged. Every text has ids, since every byte has one, and decoding gives back the same bytes.
/// Safe for use by several threads.
/// </summary>
public sealed class BpeTokenizer : ITokenizer
{
    private readonly BytePairEncoding _encoding;
    private readonly AddedTokens _addedTokens;
    private readonly Dictionary<string, int>? _wholeTokens;
    private readonly ThreadLocal<Workspace> _workspace = new(() => new Workspace());

    /// <summary>The tokenizer of a vocabulary.</summary>
    public BpeTokenizer(BpeVocabulary vocabulary)
    {
        Vocabulary = vocabulary;
        _encoding = new BytePairEncoding(
            [.. vocabulary.ByteIds], new MergeTable(vocabulary));
        _addedTokens = new AddedTokens(vocabulary.AddedTokens);
        if (vocabulary.Rules is { WholeTokensFirst: true })
            _wholeTokens = WholeTokens(vocabulary);
    }

    /// <summary>The bytes, merges and added tokens it works with.</summary>
    public BpeVocabulary Vocabulary { get; }

    /// <inheritdoc/>
    public int VocabularySize => Vocabulary.Size;

    /// <summary>The ids of a text. No mark of beginning or end is added.</summary>
    /// <param name="text">Any text; half of a surrogate pair counts as U+FFFD.</param>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Workspace workspace = _workspace.Value!;
        workspace.Ids.Clear();
        Encode(text, workspace);
        return workspace.Ids.From(0).ToArray();
    }

    /// <summary>
    /// The ids of any bytes. Where they are UTF-8 they get the ids of their text; a byte that is not becomes the
    /// token of that byte, so that nothing is lost.
    /// </summary>
    public int[] EncodeBytes(ReadOnlySpan<byte> bytes)
    {
        Workspace workspace = _workspace.Value!;
        workspace.Ids.Clear();
        while (!bytes.IsEmpty)
        {
            int valid = Utf8Prefix(bytes);
            Encode(Encoding.UTF8.GetString(bytes[..valid]), workspace);
            bytes = bytes[valid..];
            if (!bytes.IsEmpty)
            {
                workspace.Ids.Add(Vocabulary.ByteIds[bytes[0]]);
                bytes = bytes[1..];
            }
        }

        return workspace.Ids.From(0).ToArray();
    }

    /// <summary>The text of the ids; bytes that are no UTF-8 become U+FFFD (see <see cref="DecodeBytes"/>).</summary>
    /// <exception cref="ArgumentException">An id stands for no token.</exception>
    public string Decode(ReadOnlySpan<int> ids) => Encoding.UTF8.GetString(DecodeBytes(ids));

    /// <summary>The bytes of the ids, exactly those that were encoded.</summary>
    /// <exception cref="ArgumentException">An id stands for no token.</exception>
    public byte[] DecodeBytes(ReadOnlySpan<int> ids)
    {
        using var bytes = new MemoryStream(4 * ids.Length);
        foreach (int id in ids)
            bytes.Write(BytesOf(id));
        return bytes.ToArray();
    }

    /// <summary>
    /// A token as it can be shown: its text, with bytes that are only part of a character, control characters and
    /// other invisible ones written as escapes (<c>\xE8</c>, <c>\n</c>, <c>\u{200D}</c>). A space stays a space.
    /// </summary>
    /// <exception cref="ArgumentException">The id stands for no token.</exception>
    public string Show(int id) => TokenText.Visible(BytesOf(id));

    private byte[] BytesOf(int id) => Vocabulary.TokenBytes(id)
        ?? throw new ArgumentException($"Id {id} stands for no token: this vocabulary's ids go from 0 to {VocabularySize - 1}, was it another one that encoded the text?", nameof(id));

    private void Encode(ReadOnlySpan<char> text, Workspace workspace)
    {
        while (_addedTokens.TryFind(text, out int position, out AddedToken token))
        {
            EncodeOrdinary(text[..position], workspace);
            workspace.Ids.Add(token.Id);
            text = text[(position + token.Content.Length)..];
        }

        EncodeOrdinary(text, workspace);
    }

    private void EncodeOrdinary(ReadOnlySpan<char> text, Workspace workspace)
    {
        if (Vocabulary.PreTokenization == PreTokenization.None)
        {
            EncodePiece(text, workspace);
            return;
        }

        if (Vocabulary.Rules is { } rules)
        {
            foreach (string piece in rules.Split(rules.Prepared(text.ToString())))
                EncodeCached(piece, workspace);
            return;
        }

        var scanner = new PieceScanner(text);
        while (scanner.TryNext(out ReadOnlySpan<char> piece))
            EncodeCached(piece, workspace);
    }

    private void EncodeCached(ReadOnlySpan<char> piece, Workspace workspace)
    {
        if (piece.Length > WordCache.LongestPiece)
        {
            EncodePiece(piece, workspace);
        }
        else if (workspace.Cache.TryGet(piece, out ReadOnlySpan<int> known))
        {
            workspace.Ids.AddRange(known);
        }
        else
        {
            int start = workspace.Ids.Count;
            EncodePiece(piece, workspace);
            workspace.Cache.Add(piece, workspace.Ids.From(start));
        }
    }

    private void EncodePiece(ReadOnlySpan<char> piece, Workspace workspace)
    {
        if (_wholeTokens is not null && _wholeTokens.TryGetValue(piece.ToString(), out int whole))
        {
            workspace.Ids.Add(whole);
            return;
        }

        Span<byte> bytes = workspace.Bytes(Encoding.UTF8.GetMaxByteCount(piece.Length));
        _encoding.Encode(bytes[..Encoding.UTF8.GetBytes(piece, bytes)], workspace.Ids);
    }

    // Tokens that are whole characters; a piece never is anything else.
    private static Dictionary<string, int> WholeTokens(BpeVocabulary vocabulary)
    {
        var added = vocabulary.AddedTokens.Select(token => token.Id).ToHashSet();
        var whole = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int id = 0; id < vocabulary.Size; id++)
        {
            if (!added.Contains(id) && vocabulary.TokenBytes(id) is { } bytes && System.Text.Unicode.Utf8.IsValid(bytes))
                whole.TryAdd(Encoding.UTF8.GetString(bytes), id);
        }

        return whole;
    }

    /// <summary>How many of the first bytes are whole UTF-8 characters.</summary>
    private static int Utf8Prefix(ReadOnlySpan<byte> bytes)
    {
        int start = 0;
        while (start < bytes.Length && Rune.DecodeFromUtf8(bytes[start..], out _, out int length) == System.Buffers.OperationStatus.Done)
            start += length;
        return start;
    }

    /// <summary>What one thread needs while it encodes.</summary>
    private sealed class Workspace
    {
        private byte[] _bytes = new byte[256];

        public WordCache Cache { get; } = new();

        public IdBuffer Ids { get; } = new();

        public Span<byte> Bytes(int count)
        {
            if (_bytes.Length < count)
                _bytes = new byte[Math.Max(count, 2 * _bytes.Length)];
            return _bytes;
        }
    }
}
