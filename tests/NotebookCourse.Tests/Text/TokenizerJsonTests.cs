using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookCourse.Text;

namespace NotebookCourse.Tests.Text;

/// <summary>tokenizer.json of Hugging Face's library.</summary>
public sealed class TokenizerJsonTests
{
    [Fact]
    public void A_byte_level_tokenizer_is_read_with_its_merges_and_added_tokens()
    {
        BpeTokenizer tokenizer = Read(Small());
        Assert.Equal([259], tokenizer.Encode("hello"));
        Assert.Equal([259, 260, 259], tokenizer.Encode("hello<|end|>hello"));
        Assert.Equal("hello <|end|> 词🙂", tokenizer.Decode(tokenizer.Encode("hello <|end|> 词🙂")));
        Assert.Equal(261, tokenizer.VocabularySize);
    }

    [Fact]
    public void Merges_may_be_pairs_and_a_zipped_or_indented_file_is_the_same()
    {
        var json = Small();
        json["model"]!["merges"] = JsonNode.Parse("[[\"h\", \"e\"], [\"l\", \"l\"], [\"he\", \"ll\"], [\"hell\", \"o\"]]");
        Assert.Equal([259], Read(json).Encode("hello"));
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(path, "\uFEFF \n" + json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        Assert.Equal([259], TokenizerFile.Load(path).Encode("hello"));
        File.Delete(path);
    }

    [Fact]
    public void Ids_need_not_follow_the_merges_and_two_merges_may_make_one_token()
    {
        var json = Small();
        json["model"]!["vocab"]!["hell"] = 300;
        json["model"]!["vocab"]!["ell"] = 299;
        json["model"]!["merges"] = JsonNode.Parse("[\"h e\", \"l l\", \"e ll\", \"he ll\", \"h ell\", \"hell o\"]");
        Assert.Equal([259], Read(json).Encode("hello"));
        Assert.Equal([299], Read(json).Encode("ell"));
    }

    [Fact]
    public void The_rules_of_GPT_2_cut_words_numbers_and_white_space() => Assert.Equal(
        ["I", "'m", " 42", "   \n", " x", "!!", " 𠀀b", "🙂"],
        ((string[])[.. Read(Small()).Vocabulary.Rules!.Split("I'm 42   \n x!! 𠀀b🙂")]).AsEnumerable());

    [Fact]
    public void Splits_of_a_sequence_cut_inside_one_another()
    {
        var json = Small();
        json["pre_tokenizer"] = JsonNode.Parse("""
            { "type": "Sequence", "pretokenizers": [
              { "type": "Split", "pattern": { "Regex": "\\p{N}{1,3}" }, "behavior": "Isolated", "invert": false },
              { "type": "Split", "pattern": { "String": "." }, "behavior": "Isolated", "invert": false },
              { "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false } ] }
            """);
        Assert.Equal(["ab", "123", "45", "c", ".", "d"], Read(json).Vocabulary.Rules!.Split("ab12345c.d"));
    }

    [Fact]
    public void Tokens_that_no_merge_makes_are_found_whole_where_merges_are_ignored()
    {
        var json = Small();
        json["model"]!["vocab"]!["zz"] = 261;
        Assert.Equal(2, Read(json).Encode("zz").Length);
        json["model"]!["ignore_merges"] = true;
        Assert.Equal([261], Read(json).Encode("zz"));
    }

    [Theory]
    [InlineData("model.type", "\"WordPiece\"", "model.type is \"WordPiece\"")]
    [InlineData("model.type", "\"Unigram\"", "only byte-level BPE")]
    [InlineData("model.byte_fallback", "true", "model.byte_fallback is true")]
    [InlineData("model.dropout", "0.1", "model.dropout is 0.1")]
    [InlineData("model.merges", "[\"h q\"]", "'hq' is not in it")]
    [InlineData("model.merges", "[\"h\"]", "two tokens")]
    [InlineData("model.vocab", "{ \"a\": 0 }", "no token for the byte 0x00")]
    [InlineData("pre_tokenizer", "{ \"type\": \"Metaspace\" }", "no byte-level BPE")]
    [InlineData("pre_tokenizer", "null", "pre_tokenizer is missing")]
    [InlineData("normalizer", "{ \"type\": \"Lowercase\" }", "normalizer.type is \"Lowercase\"")]
    [InlineData("added_tokens", "[{ \"id\": 260, \"content\": \"<x>\", \"rstrip\": true }]", "added_tokens[0].rstrip is true")]
    [InlineData("added_tokens", "[{ \"id\": -1, \"content\": \"<x>\" }]", "added_tokens[0].id is -1")]
    public void Any_other_kind_is_refused_by_name(string place, string value, string said)
    {
        var json = Small();
        string[] names = place.Split('.');
        (names.Length == 1 ? json : json[names[0]]!)[names[^1]] = JsonNode.Parse(value);
        Assert.Contains(said, Assert.Throws<InvalidDataException>(() => Read(json)).Message);
    }

    [Fact]
    public void It_is_not_saved_in_a_format_that_has_no_words_for_its_rules() =>
        Assert.Contains("keep the tokenizer.json", Assert.Throws<ArgumentException>(() => TokenizerFile.Save(Read(Small()), Path.Combine(Path.GetTempPath(), "never"))).Message);

    private static BpeTokenizer Read(JsonObject json) => TokenizerJson.Read(JsonSerializer.SerializeToUtf8Bytes(json), "tokenizer.json");

    // 256 bytes, four merges and one added token.
    private static JsonObject Small()
    {
        var vocabulary = new JsonObject();
        for (int value = 0; value < 256; value++)
            vocabulary[ByteLetters.Of((byte)value)] = value;
        foreach (string merged in (string[])["he", "ll", "hell", "hello"])
            vocabulary[merged] = vocabulary.Count;
        return new JsonObject
        {
            ["added_tokens"] = new JsonArray(new JsonObject { ["id"] = 260, ["content"] = "<|end|>", ["special"] = true }),
            ["normalizer"] = null,
            ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = true },
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = vocabulary, ["merges"] = new JsonArray("h e", "l l", "he ll", "hell o") },
        };
    }
}
