using System.Text.Json;

namespace NotebookCourse.Text;

/// <summary>
/// Reads a tokenizer.json of Hugging Face's library: byte-level BPE (GPT-2, Qwen, Llama 3, DeepSeek and their kin). Any other
/// kind, and any rule that is not carried out here, is an error that names it: half a tokenizer gives wrong ids.
/// </summary>
public static class TokenizerJson
{
    private const string GptPattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private static ReadOnlySpan<byte> Blank => " \t\r\n\uFEFF"u8; // a byte order mark among them

    private static readonly string[] AddedTokenRules = ["single_word", "lstrip", "rstrip"];

    /// <summary>Whether a file's bytes are a JSON object, and so not a tokenizer of the course's own format.</summary>
    public static bool IsJson(ReadOnlySpan<byte> bytes) => bytes.TrimStart(Blank) is [(byte)'{', ..];

    /// <summary>Reads a tokenizer.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">Its name, for errors.</param>
    /// <exception cref="InvalidDataException">The file is not valid JSON, is another kind of tokenizer, or contradicts itself.</exception>
    public static BpeTokenizer Read(ReadOnlyMemory<byte> bytes, string source)
    {
        try
        {
            StrictJson.Require(bytes.Span.TrimStart(Blank), source);
            using var document = JsonDocument.Parse(bytes[^bytes.Span.TrimStart(Blank).Length..]);
            return new BpeTokenizer(Vocabulary(new JsonPlace(document.RootElement, "")));
        }
        catch (Exception problem) when (problem is JsonException or InvalidDataException or ArgumentException)
        {
            throw new InvalidDataException($"'{source}' is no tokenizer.json that can be read here: {problem.Message}", problem);
        }
    }

    private static BpeVocabulary Vocabulary(JsonPlace file)
    {
        JsonPlace model = file.Member("model");
        Demand(model.Text("type") == "BPE", model, "type", "\"BPE\": only byte-level BPE is known");
        foreach (string rule in (string[])["byte_fallback", "fuse_unk"])
            Demand(!model.Flag(rule), model, rule, "false: tokens must be pieces of bytes, not of characters");
        foreach (string rule in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
            Demand(model.OptionalText(rule) is null or "", model, rule, "null or an empty text");
        Demand(!model.Has("dropout") || model.Member("dropout").IsZero(), model, "dropout", "null: with it the same text has different ids");
        var rules = new TextRules(Patterns(file), Composes(file), model.Flag("ignore_merges"));

        var ids = model.Member("vocab").Members().ToDictionary(member => member.Name, member => member.Value.WholeNumber(), StringComparer.Ordinal);
        int[] byteIds = [.. Enumerable.Range(0, 256).Select(value => ids.TryGetValue(ByteLetters.Of((byte)value), out int id) ? id
            : throw new InvalidDataException($"model.vocab has no token for the byte 0x{value:X2} (written {ByteLetters.Of((byte)value)}): this is no byte-level BPE."))];
        var merges = model.List("merges").Select(merge => Merge(merge, ids)).ToList();
        AddedToken[] added = [.. file.OptionalList("added_tokens").Select(Added)];
        var byAdding = added.Select(token => token.Id).ToHashSet();
        var others = ids.Where(token => !byAdding.Contains(token.Value)).Select(token => (token.Value, ByteLetters.BytesOf(token.Key)
            ?? throw new InvalidDataException($"model.vocab's token '{token.Key}' holds letters that stand for no byte: this is no byte-level BPE.")));
        return new BpeVocabulary(rules, byteIds, merges, others, added);
    }

    private static (int Left, int Right, int Merged) Merge(JsonPlace merge, Dictionary<string, int> ids)
    {
        string[] parts = merge.IsList ? [.. merge.Items().Select(item => item.Text())] : merge.Text().Split(' ');
        if (parts.Length != 2)
            throw merge.Wrong("two tokens, as \"a b\" or [\"a\", \"b\"]");
        return (Id(parts[0]), Id(parts[1]), Id(parts[0] + parts[1]));

        int Id(string token) => ids.TryGetValue(token, out int id) ? id : throw merge.Wrong($"tokens of model.vocab; '{token}' is not in it");
    }

    private static AddedToken Added(JsonPlace token)
    {
        foreach (string rule in AddedTokenRules)
            Demand(!token.Flag(rule), token, rule, "false");
        return new AddedToken(token.Member("id").WholeNumber(), token.Text("content"));
    }

    private static bool Composes(JsonPlace file)
    {
        if (!file.Has("normalizer"))
            return false;
        JsonPlace normalizer = file.Member("normalizer");
        JsonPlace[] steps = normalizer.Text("type") == "Sequence" ? [.. normalizer.List("normalizers")] : [normalizer];
        foreach (JsonPlace step in steps)
            Demand(step.Text("type") == "NFC", step, "type", "\"NFC\", or no normalizer");
        return steps.Length > 0;
    }

    private static IEnumerable<string> Patterns(JsonPlace file)
    {
        if (!file.Has("pre_tokenizer"))
            throw new InvalidDataException("pre_tokenizer is missing or null, expected ByteLevel, alone or at the end of a Sequence.");
        JsonPlace first = file.Member("pre_tokenizer");
        JsonPlace[] steps = first.Text("type") == "Sequence" ? [.. first.List("pretokenizers")] : [first];
        Demand(steps.Length > 0 && steps[^1].Text("type") == "ByteLevel", first, "type", "ByteLevel, alone or at the end of a Sequence: this is no byte-level BPE");
        return steps.SelectMany(step => Patterns(step, step.Text("type"))).ToList();
    }

    private static IEnumerable<string> Patterns(JsonPlace step, string type)
    {
        switch (type)
        {
            case "ByteLevel":
                Demand(!step.Flag("add_prefix_space"), step, "add_prefix_space", "false");
                return step.Flag("use_regex", otherwise: true) ? [GptPattern] : [];
            case "Digits":
                return [step.Flag("individual_digits") ? @"\p{N}" : @"\p{N}+"];
            case "Split":
                Demand(step.Text("behavior") == "Isolated", step, "behavior", "\"Isolated\"");
                Demand(!step.Flag("invert"), step, "invert", "false");
                JsonPlace pattern = step.Member("pattern");
                return [pattern.OptionalText("Regex") ?? System.Text.RegularExpressions.Regex.Escape(pattern.Text("String"))];
            default:
                throw step.Member("type").Wrong("ByteLevel, Split, Digits or Sequence");
        }
    }

    private static void Demand(bool holds, JsonPlace place, string name, string expected)
    {
        if (!holds)
            throw place.Member(name).Wrong(expected);
    }
}
