using FsCheck.Xunit;
using NotebookCourse.Text;

namespace NotebookCourse.Tests.Text;

public class NGramCountsTests
{
    [Fact]
    public void CountsOfASmallText()
    {
        NGramCounts counts = NGramCounts.Of([0, 1, 0, 1, 0, 2], vocabularySize: 3, order: 3);

        Assert.Equal(6, counts[[]]);
        Assert.Equal(3, counts[[0]]);
        Assert.Equal(2, counts[[0, 1]]);
        Assert.Equal(2, counts[[0, 1, 0]]);
        Assert.Equal(1, counts[[1, 0, 2]]);
        Assert.Equal(0, counts[[2, 0]]);
        Assert.Equal([3, 3, 3], new[] { 1, 2, 3 }.Select(counts.Distinct));
        Assert.Equal(0.5, counts.SeenShare([0, 1, 1], length: 2));
        Assert.Equal([(1, 2), (2, 1)], counts.Following([0]));
        Assert.Empty(counts.Following([2]));
    }

    [Property]
    public void EveryCountIsWhatASearchFinds(byte[] text)
    {
        int[] tokens = [0, .. text.Select(letter => letter % 4)];
        NGramCounts counts = NGramCounts.Of(tokens, 4, 3);

        for (int a = 0; a < 4; a++)
        {
            for (int b = 0; b < 4; b++)
            {
                Assert.Equal(Occurrences(tokens, [a, b]), counts[[a, b]]);
                Assert.Equal(Occurrences(tokens, [a, b, a]), counts[[a, b, a]]);
            }
        }
    }

    [Fact]
    public void ATextShorterThanTheOrderIsCountedAsFarAsItGoes()
    {
        NGramCounts counts = NGramCounts.Of([1, 0], 2, order: 5);

        Assert.Equal(1, counts[[1, 0]]);
        Assert.Equal(0, counts.Distinct(5));
    }

    [Fact]
    public void WrongInputIsNamed()
    {
        Assert.Throws<ArgumentException>(() => NGramCounts.Of([], 3, 2));
        Assert.Contains("Token 1 is 3", Assert.Throws<ArgumentException>(() => NGramCounts.Of([0, 3], 3, 2)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => NGramCounts.Of([0], 3, 0));
        NGramCounts counts = NGramCounts.Of([0, 1], 3, 2);
        Assert.Contains("counted are up to 2", Assert.Throws<ArgumentException>(() => counts[[0, 1, 0]]).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => counts.Distinct(3));
        Assert.Contains("up to 1", Assert.Throws<ArgumentException>(() => counts.Following([0, 1])).Message);
    }

    private static int Occurrences(int[] text, int[] gram) =>
        Enumerable.Range(0, Math.Max(text.Length - gram.Length + 1, 0)).Count(i => text.AsSpan(i, gram.Length).SequenceEqual(gram));
}
