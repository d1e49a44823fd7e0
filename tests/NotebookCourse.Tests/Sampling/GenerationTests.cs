using System.Text;
using NotebookCourse.Sampling;

namespace NotebookCourse.Tests.Sampling;

[Collection(OneTorch.Name)]
public sealed class GenerationTests
{
    private static readonly byte[][] Bytes = [.. Enumerable.Range(0, 256).Select(value => new[] { (byte)value })];

    /// <summary>Says a fixed text byte by byte, whatever came before, and then starts over.</summary>
    private static TableModel Parrot(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        double[][] table = [.. Enumerable.Range(0, 256).Select(_ => Enumerable.Repeat(1e-12, 256).ToArray())];
        for (int i = 0; i < bytes.Length; i++)
            table[bytes[i]][bytes[(i + 1) % bytes.Length]] = 1;
        return new TableModel(table);
    }

    private static int[] Tokens(string text) => [.. Encoding.UTF8.GetBytes(text).Select(value => (int)value)];

    [Fact]
    public void Streams_whole_characters_only()
    {
        var generator = new TextGenerator(Parrot("a好🙂"), Bytes);
        string[] pieces = [.. generator.Stream(Tokens("a"), new GenerationOptions { MostTokens = 8 })];
        Assert.Equal(["好", "🙂", "a"], pieces);
        Assert.Equal(8, generator.TokenCount);
        // ten tokens end inside 好: the half character is not shown
        Assert.Equal("好🙂a", generator.Complete(Tokens("a"), new GenerationOptions { MostTokens = 10 }));
    }

    [Theory]
    [InlineData(new[] { "🙂" }, "好")]
    [InlineData(new[] { "好" }, "")]
    [InlineData(new[] { "never", "🙂a" }, "好")]
    [InlineData(new[] { "🙂b" }, "好🙂a好🙂")]
    public void Stops_before_the_stop_sequence(string[] stops, string expected)
    {
        var generator = new TextGenerator(Parrot("a好🙂"), Bytes);
        Assert.Equal(expected, generator.Complete(Tokens("a"), new GenerationOptions { MostTokens = 15, Stops = stops }));
    }

    [Fact]
    public void Holds_back_what_may_become_a_stop_sequence()
    {
        var text = new StoppingText(["<end>"]);
        Assert.Equal("ab", text.Push("ab<e"u8));
        Assert.Equal("<e", text.Push("x"u8)[..2]);
        Assert.Equal("c", text.Push("c<end>hidden"u8));
        Assert.True(text.Stopped);
        Assert.Equal("", text.Push("more"u8));
        Assert.Equal("", text.Finish());
        Assert.Throws<ArgumentException>(() => new StoppingText([""]));
    }

    [Fact]
    public void Where_the_text_ends_does_not_depend_on_how_tokens_cut_it()
    {
        var random = new Random(5);
        string[] letters = ["a", "b", "好", "坏", "🙂"];
        for (int round = 0; round < 2000; round++)
        {
            string[] stops = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Word(random.Next(1, 5)))];
            byte[] bytes = Encoding.UTF8.GetBytes(Word(12));
            string whole = Cut(bytes.Length), singly = Cut(1), anyhow = Cut(0);
            Assert.True(whole == singly && whole == anyhow, $"'{whole}', '{singly}', '{anyhow}' from '{Encoding.UTF8.GetString(bytes)}' with stops {string.Join(' ', stops)}");

            string Cut(int size)
            {
                var text = new StoppingText(stops);
                var shown = new StringBuilder();
                for (int at = 0, length; at < bytes.Length; at += length)
                {
                    length = Math.Min(size > 0 ? size : random.Next(1, 6), bytes.Length - at);
                    shown.Append(text.Push(bytes.AsSpan(at, length)));
                }

                return shown.Append(text.Finish()).ToString();
            }
        }

        string Word(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => letters[random.Next(letters.Length)]));
    }

    [Fact]
    public void Output_always_matches_the_pattern()
    {
        var model = TableModel.Random(4, 256);
        var generator = new TextGenerator(model, Bytes);
        var pattern = new BytePattern(@"-?\d{1,3}(\.[0-9]{2})?|(真|假)");
        for (int seed = 0; seed < 200; seed++)
        {
            string text = generator.Complete([65], new GenerationOptions { Pattern = pattern, Seed = seed, MostTokens = 50 });
            Assert.True(pattern.Matches(text), text);
        }
    }

    [Fact]
    public void A_pattern_works_beside_a_step_that_would_rule_everything_out()
    {
        var options = new GenerationOptions { Pattern = new BytePattern("[xyz]{3}"), Steps = new(new TopK(1)) };
        Assert.Equal(3, new TextGenerator(Parrot("abc"), Bytes).Complete([97], options).Length);
    }

    [Fact]
    public void Says_when_the_vocabulary_cannot_write_the_pattern()
    {
        var generator = new TextGenerator(TableModel.Random(1, 2), ["a"u8.ToArray(), "b"u8.ToArray()]);
        var error = Assert.Throws<InvalidOperationException>(() => generator.Complete([0], new GenerationOptions { Pattern = new BytePattern("[ab]c") }));
        Assert.Contains("no token of this vocabulary", error.Message);
    }

    [Fact]
    public void Continues_past_the_context_and_ends_at_the_end_token()
    {
        var model = TableModel.Random(6, 8, contextLength: 8);
        byte[][] bytes = [.. Enumerable.Range(0, 8).Select(i => new[] { (byte)('a' + i) })];
        var generator = new TextGenerator(model, bytes);
        Assert.Equal(100, generator.Complete([1], new GenerationOptions { MostTokens = 100 }).Length);
        string ended = generator.Complete([1], new GenerationOptions { MostTokens = 100, EndToken = 3 });
        Assert.True(ended.Length < 100);
        Assert.DoesNotContain('d', ended);
        Assert.Throws<ArgumentException>(() => generator.Complete([], new GenerationOptions()));
    }

    [Fact]
    public void Same_seed_same_text()
    {
        var generator = new TextGenerator(TableModel.Random(2, 256), Bytes);
        string Text(int seed) => generator.Complete([7], new GenerationOptions { Seed = seed, MostTokens = 60 });
        Assert.Equal(Text(1), Text(1));
        Assert.NotEqual(Text(1), Text(2));
    }
}
