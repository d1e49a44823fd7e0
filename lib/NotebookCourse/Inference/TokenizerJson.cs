using System.Text.Json.Nodes;
using NotebookCourse.Text;

namespace NotebookCourse.Inference;

/// <summary>A byte-level BPE as Hugging Face's tokenizers library stores it.</summary>
internal static class TokenizerJson
{
    // DeepSeek-V3's three rules, from the pre_tokenizer of its tokenizer.json.
    private static readonly string[] Rules =
    [
        @"\p{N}{1,3}",
        "[一-龥\u3040-ゟ゠-ヿ]+",
        @"[!""#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    ];

    /// <summary>The JSON.</summary>
    public static JsonObject Of(BpeVocabulary vocabulary)
    {
        var tokens = new JsonObject();
        for (int id = 0; id < vocabulary.Size; id++)
        {
            if (vocabulary.TokenBytes(id) is { } bytes && vocabulary.AddedTokens.All(added => added.Id != id))
                tokens[ByteLetters.Of(bytes)] = id;
        }

        string Letters(int id) => ByteLetters.Of(vocabulary.TokenBytes(id)!);
        return new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray([.. vocabulary.AddedTokens.Select(token => (JsonNode)new JsonObject
            {
                ["id"] = token.Id, ["content"] = token.Content, ["single_word"] = false, ["lstrip"] = false, ["rstrip"] = false, ["normalized"] = false, ["special"] = true,
            })]),
            ["normalizer"] = null,
            ["pre_tokenizer"] = PreTokenizer(vocabulary.PreTokenization),
            ["post_processor"] = null,
            ["decoder"] = ByteLevel(),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = null,
                ["continuing_subword_prefix"] = null,
                ["end_of_word_suffix"] = null,
                ["fuse_unk"] = false,
                ["byte_fallback"] = false,
                ["vocab"] = tokens,
                ["merges"] = new JsonArray([.. vocabulary.Merges.Select(merge => (JsonNode)JsonValue.Create($"{Letters(merge.Left)} {Letters(merge.Right)}"))]),
            },
        };
    }

    private static JsonObject PreTokenizer(PreTokenization how) => how == PreTokenization.None
        ? ByteLevel()
        : new JsonObject
        {
            ["type"] = "Sequence",
            ["pretokenizers"] = new JsonArray([.. Rules.Select(rule => (JsonNode)new JsonObject
            {
                ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = rule }, ["behavior"] = "Isolated", ["invert"] = false,
            }), ByteLevel()]),
        };

    private static JsonObject ByteLevel() => new() { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = false };
}
