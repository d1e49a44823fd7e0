using System.Text;
using NotebookCourse.Checkpoints;
using NotebookCourse.Text;

namespace NotebookCourse.Inference;

/// <summary>A tokenizer as GGUF metadata, in both directions: tokens, merges, and the name of the rules that cut text into pieces.</summary>
internal static class GgufTokenizer
{
    private const int Normal = 1, Control = 3, UserDefined = 4, Unused = 5;
    private const string DeepSeekRules = "deepseek-v3", OtherRules = "gpt-2";
    private const string ModelKey = "tokenizer.ggml.model", RulesKey = "tokenizer.ggml.pre", TokensKey = "tokenizer.ggml.tokens";
    private const string TypesKey = "tokenizer.ggml.token_type", MergesKey = "tokenizer.ggml.merges";

    /// <summary>The metadata of a tokenizer.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="vocabularySize">Rows of the model's embedding; those no token has are filled up.</param>
    /// <exception cref="NotSupportedException">llama.cpp cannot cut text as this tokenizer does.</exception>
    public static IEnumerable<KeyValuePair<string, object>> Of(ITokenizer tokenizer, int vocabularySize)
    {
        var (tokens, types, merges, rules) = tokenizer switch
        {
            BpeTokenizer bpe => Bpe(bpe.Vocabulary, vocabularySize),
            CharacterTokenizer characters => Characters(characters),
            _ => throw new NotSupportedException($"GGUF files have no place for a {tokenizer.GetType().Name}."),
        };
        return
        [
            new(ModelKey, "gpt2"),
            new(RulesKey, rules),
            new(TokensKey, tokens),
            new(TypesKey, types),
            new(MergesKey, merges),
            new("tokenizer.ggml.add_bos_token", false),
            new("tokenizer.ggml.add_eos_token", false),
            .. Ends(tokenizer),
        ];
    }

    /// <summary>The tokenizer in a file; null where this library has none that cuts text like it.</summary>
    /// <exception cref="InvalidDataException">The tokenizer's lists do not fit together.</exception>
    public static ITokenizer? Read(GgufFile file)
    {
        if (!file.Metadata.ContainsKey(ModelKey) || file.Text(ModelKey) != "gpt2" || !file.Metadata.ContainsKey(TokensKey))
            return null;
        string[] tokens = file.Texts(TokensKey), merges = file.Metadata.ContainsKey(MergesKey) ? file.Texts(MergesKey) : [];
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int id = 0; id < tokens.Length; id++)
            ids.TryAdd(tokens[id], id);
        if (CharactersOf(tokens) is { } characters)
            return characters;
        return file.Metadata.ContainsKey(RulesKey) && file.Text(RulesKey) == DeepSeekRules ? BpeOf(file, tokens, ids, merges) : null;
    }

    private static (string[] Tokens, int[] Types, string[] Merges, string Rules) Bpe(BpeVocabulary vocabulary, int size)
    {
        if (vocabulary.PreTokenization != PreTokenization.DeepSeekV3)
            throw new NotSupportedException($"The tokenizer cuts text by '{vocabulary.PreTokenization}'; llama.cpp has no rules of that kind. Only {PreTokenization.DeepSeekV3} can be exported.");
        string[] tokens = new string[Math.Max(size, vocabulary.Size)];
        int[] types = new int[tokens.Length];
        for (int id = 0; id < tokens.Length; id++)
        {
            byte[]? bytes = vocabulary.TokenBytes(id);
            (tokens[id], types[id]) = bytes is null ? ($"[unused{id}]", Unused) : (ByteLetters.Of(bytes), Normal);
        }

        foreach (AddedToken added in vocabulary.AddedTokens)
            (tokens[added.Id], types[added.Id]) = (added.Content, IsMark(added.Content) ? Control : UserDefined);
        return (tokens, types, [.. vocabulary.Merges.Select(merge => $"{tokens[merge.Left]} {tokens[merge.Right]}")], DeepSeekRules);
    }

    /// <summary>
    /// Characters as byte pairs: a character's bytes merge from left to right, and nothing else merges. Which rules cut the text does not matter
    /// then, since none cuts a character.
    /// </summary>
    private static (string[] Tokens, int[] Types, string[] Merges, string Rules) Characters(CharacterTokenizer tokenizer)
    {
        string[] tokens = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(id => ByteLetters.Of(Encoding.UTF8.GetBytes(tokenizer.Alphabet[id])))];
        string[] merges = [.. tokens.SelectMany(token => Enumerable.Range(1, token.Length - 1).Select(length => $"{token[..length]} {token[length]}")).Distinct()];
        return (tokens, [.. tokens.Select(_ => Normal)], merges, OtherRules);
    }

    /// <summary>The marks of beginning and end, where the tokenizer has them.</summary>
    private static IEnumerable<KeyValuePair<string, object>> Ends(ITokenizer tokenizer)
    {
        foreach (AddedToken token in (tokenizer as BpeTokenizer)?.Vocabulary.AddedTokens ?? [])
        {
            if (token.Content is "<｜begin▁of▁sentence｜>" or "<|begin_of_text|>" or "<s>")
                yield return new("tokenizer.ggml.bos_token_id", (uint)token.Id);
            if (token.Content is "<｜end▁of▁sentence｜>" or "<|endoftext|>" or "<|end_of_text|>" or "</s>")
                yield return new("tokenizer.ggml.eos_token_id", (uint)token.Id);
        }
    }

    private static bool IsMark(string content) => content.StartsWith("<｜", StringComparison.Ordinal) && content.EndsWith("｜>", StringComparison.Ordinal);

    private static CharacterTokenizer? CharactersOf(string[] tokens)
    {
        string[] texts = new string[tokens.Length];
        for (int id = 0; id < tokens.Length; id++)
        {
            if (ByteLetters.Bytes(tokens[id]) is not { } bytes || Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) != System.Buffers.OperationStatus.Done || length != bytes.Length)
                return null;
            texts[id] = rune.ToString();
        }

        if (texts.Length == 0)
            return null;
        var tokenizer = CharacterTokenizer.FromText(texts);
        return Enumerable.Range(0, tokenizer.VocabularySize).Select(id => tokenizer.Alphabet[id]).SequenceEqual(texts) ? tokenizer : null;
    }

    private static BpeTokenizer? BpeOf(GgufFile file, string[] tokens, Dictionary<string, int> ids, string[] merges)
    {
        int[] bytes = new int[256];
        for (int value = 0; value < 256; value++)
            bytes[value] = ids.TryGetValue(ByteLetters.Of([(byte)value]), out int id) ? id : throw new InvalidDataException($"{file.Path}: '{TokensKey}' has no token for the byte {value}.");
        List<(int Left, int Right)> pairs = [];
        int firstMerged = -1;
        foreach (string merge in merges)
        {
            int blank = merge.IndexOf(' ', 1);
            if (blank < 0 || !ids.TryGetValue(merge[..blank], out int left) || !ids.TryGetValue(merge[(blank + 1)..], out int right)
                || !ids.TryGetValue(merge[..blank] + merge[(blank + 1)..], out int merged))
                throw new InvalidDataException($"{file.Path}: the merge '{merge}' in '{MergesKey}' joins or makes no tokens of '{TokensKey}'.");
            firstMerged = firstMerged < 0 ? merged : firstMerged;
            if (merged != firstMerged + pairs.Count)
                return null; // ids that do not follow the merges: another kind of vocabulary
            pairs.Add((left, right));
        }

        int after = firstMerged < 0 ? 256 : firstMerged;
        var taken = new HashSet<int>(bytes.Concat(Enumerable.Range(after, pairs.Count)));
        object[] types = file.Metadata.GetValueOrDefault(TypesKey) as object[] ?? [];
        var added = Enumerable.Range(0, tokens.Length).Where(id => !taken.Contains(id) && !(id < types.Length && types[id] is Unused)).Select(id => new AddedToken(id, tokens[id]));
        return new BpeTokenizer(new BpeVocabulary(PreTokenization.DeepSeekV3, bytes, after, pairs, added));
    }
}

/// <summary>GPT-2's letters for bytes: printable ones stand for themselves, the others for letters from U+0100 on, so that a token is always a visible word.</summary>
internal static class ByteLetters
{
    private static readonly char[] Letters = Make();
    private static readonly Dictionary<char, byte> Values = Letters.Index().ToDictionary(pair => pair.Item, pair => (byte)pair.Index);

    /// <summary>The letters of some bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (byte value in bytes)
            text.Append(Letters[value]);
        return text.ToString();
    }

    /// <summary>The bytes of a word of letters; null if it is none.</summary>
    public static byte[]? Bytes(string letters)
    {
        byte[] bytes = new byte[letters.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (!Values.TryGetValue(letters[i], out bytes[i]))
                return null;
        }

        return bytes.Length == 0 ? null : bytes;
    }

    private static char[] Make()
    {
        var letters = new char[256];
        int next = 256;
        for (int value = 0; value < 256; value++)
            letters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : (char)next++;
        return letters;
    }
}
