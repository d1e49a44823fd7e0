using NotebookCourse.Text;

namespace NotebookCourse.Tests.Text;

public class CharacterTokenizerTests
{
    private static readonly CharacterTokenizer Tokenizer = CharacterTokenizer.FromText("今天天气很好😀");

    [Fact]
    public void IdsFollowTheCodePoints()
    {
        Assert.Equal(6, Tokenizer.VocabularySize);
        Assert.Equal([0, 1, 1, 5], Tokenizer.Encode("今天天😀"));
        Assert.Equal("今天天😀", Tokenizer.Decode([0, 1, 1, 5]));
    }

    [Fact]
    public void AnUnknownCharacterIsNamed() =>
        Assert.Contains("'果'", Assert.Throws<ArgumentException>(() => Tokenizer.Encode("苹果"[1..])).Message);

    [Theory]
    [InlineData(-1)]
    [InlineData(6)]
    public void AnIdOutOfRangeIsRefused(int id) =>
        Assert.Contains("0 to 5", Assert.Throws<ArgumentException>(() => Tokenizer.Decode([id])).Message);
}
