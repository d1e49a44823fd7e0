using System.Text;
using System.Text.RegularExpressions;
using FsCheck.Xunit;
using NotebookCourse.Sampling;

namespace NotebookCourse.Tests.Sampling;

[Collection(OneTorch.Name)]
public sealed class BytePatternTests
{
    [Theory]
    [InlineData(@"\d{2,4}")]
    [InlineData(@"(ab|a)(bc|c)*")]
    [InlineData(@"[^a-c]+x?")]
    [InlineData(@"a{0}b{2}|c{1,}")]
    [InlineData(@"(a|b|)c.")]
    [InlineData(@"-?(0|[1-9]\d*)(\.\d+)?")]
    [InlineData(@"[a\-\]]+")]
    [InlineData(@"[]a]+")]
    [InlineData(@"(春|[夏-雨]x?)+[^一-好]")]
    public void Agrees_with_the_regular_expressions_of_dotnet(string pattern)
    {
        var ours = new BytePattern(pattern);
        var theirs = new Regex($"^(?:{pattern})\\z", RegexOptions.ECMAScript);
        var random = new Random(1);
        const string letters = "abcx-]019.\n春夏好一";
        for (int i = 0; i < 3000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => letters[random.Next(letters.Length)]));
            Assert.True(theirs.IsMatch(text) == ours.Matches(text), $"'{text}' against {pattern}");
        }
    }

    [Fact]
    public void Characters_are_whole_characters_in_any_length_of_UTF8()
    {
        Assert.True(new BytePattern("今天(很|不)好。").Matches("今天很好。"));
        Assert.False(new BytePattern("今天(很|不)好。").Matches("今天好。"));
        Assert.True(new BytePattern("[一-龥]{4}").Matches("春眠不觉"));
        Assert.False(new BytePattern("[一-龥]{4}").Matches("春眠a觉"));
        Assert.True(new BytePattern(".").Matches("🙂"));
        Assert.False(new BytePattern("[^🙂]").Matches("🙂"));
        Assert.True(new BytePattern("[^]]x").Matches("春x")); // as .NET reads it outside its ECMAScript mode
        Assert.False(new BytePattern("[^]]x").Matches("]x"));
        Assert.True(new BytePattern("[é-𝄞]+").Matches("ñ中𝄞"));
    }

    [Property(MaxTest = 200)]
    public bool A_range_covers_exactly_its_characters(ushort a, ushort b, ushort probe)
    {
        int low = Math.Min(a, b) * 16, high = Math.Min(Math.Max(a, b) * 16, 0x10FFFF);
        int character = Math.Min(probe * 16 + 3, 0x10FFFF);
        if (character is >= 0xD800 and <= 0xDFFF)
            return true;
        byte[] bytes = Encoding.UTF8.GetBytes(new Rune(character).ToString());
        bool covered = Utf8Ranges.Cover(low, high).Any(path =>
            path.Length == bytes.Length && path.Zip(bytes).All(pair => pair.First.Low <= pair.Second && pair.Second <= pair.First.High));
        return covered == (low <= character && character <= high);
    }

    [Fact]
    public void A_prefix_is_alive_exactly_as_long_as_a_match_is_possible()
    {
        var pattern = new BytePattern("(cat|car)s?");
        int state = pattern.Next(pattern.Start, "ca"u8);
        Assert.False(pattern.IsMatch(state));
        Assert.NotEqual(BytePattern.Dead, pattern.Next(state, (byte)'r'));
        Assert.Equal(BytePattern.Dead, pattern.Next(state, (byte)'x'));
        Assert.Equal(BytePattern.Dead, pattern.Next(BytePattern.Dead, (byte)'c'));
    }

    [Theory]
    [InlineData("(ab", "'(' without")]
    [InlineData("ab)", "')' without")]
    [InlineData("*a", "nothing before")]
    [InlineData("[a", "'[' without")]
    [InlineData("[z-a]", "smaller to a larger")]
    [InlineData("[a-z-[b]]", "a class taken from a class")]
    [InlineData("[]", "'[' without")]
    [InlineData("a{3,1}", "m <= n")]
    [InlineData("a{x}", "without a number")]
    [InlineData("^a$", "not needed")]
    [InlineData("(?=a)", "a group other")]
    [InlineData(@"\q", "escape")]
    [InlineData("a\\", "at the end")]
    [InlineData("a**", "second repetition")]
    public void Says_where_a_pattern_cannot_be_read(string pattern, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new BytePattern(pattern)).Message);
}
