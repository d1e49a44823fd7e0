using NotebookCourse.Text;

namespace NotebookCourse.Tests.Text;

public class AlphabetTests
{
    [Fact]
    public void CharactersAreCodePointsInOrderAndComeBackUnchanged()
    {
        Alphabet alphabet = Alphabet.Of("天气 🙂", "好天");

        Assert.Equal(5, alphabet.Size);
        Assert.Equal(" ", alphabet[0]);
        Assert.Equal("🙂", alphabet[4]);
        Assert.Equal("好 🙂天", alphabet.Decode(alphabet.Encode("好 🙂天")));
        Assert.True(alphabet.Contains("气"));
        Assert.False(alphabet.Contains("坏"));
    }

    [Fact]
    public void AForeignCharacterIsNamedWithItsPlace()
    {
        var error = Assert.Throws<ArgumentException>(() => Alphabet.Of("天气").Encode("天气好"));

        Assert.Contains("Character 2, '好' (U+597D)", error.Message);
    }

    [Fact]
    public void AnEmptyTextHasNoAlphabet() => Assert.Throws<ArgumentException>(() => Alphabet.Of(""));
}
