using FsCheck.Xunit;
using NotebookCourse.Text;

namespace NotebookCourse.Tests.Text;

public class NGramModelTests
{
    // a b a b a c
    private static readonly NGramCounts Tiny = NGramCounts.Of([0, 1, 0, 1, 0, 2], vocabularySize: 3, order: 2);

    [Fact]
    public void AddOneByHand()
    {
        var model = new AddKModel(Tiny, order: 2, k: 1);

        Assert.Equal(3.0 / 6, model.Probability([0], 1), 12);   // (2 + 1) / (3 + 3)
        Assert.Equal(2.0 / 6, model.Probability([0], 2), 12);
        Assert.Equal(1.0 / 6, model.Probability([0], 0), 12);
    }

    [Fact]
    public void MaximumLikelihoodIsTheRelativeFrequency()
    {
        var model = new AddKModel(Tiny, order: 2, k: 0);

        Assert.Equal(2.0 / 3, model.Probability([0], 1), 12);
        Assert.Equal(0, model.Probability([0], 0));
        Assert.Equal(1.0 / 3, model.Probability([2], 0), 12);   // nothing ever followed c: all alike
        Assert.Equal(double.PositiveInfinity, model.Score([0, 0]).TotalBits);
    }

    [Fact]
    public void WittenBellByHand()
    {
        var model = new WittenBellModel(Tiny, order: 2);

        Assert.Equal(4.0 / 9, model.Probability([], 0), 12);                    // (3 + 3/3) / (6 + 3)
        Assert.Equal((2 + (2 * 3.0 / 9)) / 5, model.Probability([0], 1), 12);   // (2 + T P(b)) / (3 + T), T = 2
        Assert.Equal(2 * 4.0 / 9 / 5, model.Probability([0], 0), 12);
        Assert.Equal(2.0 / 9, model.Probability([2], 2), 12);                   // nothing followed c: the unigram
    }

    [Fact]
    public void KneserNeyByHand()
    {
        var model = new KneserNeyModel(Tiny, order: 2);

        Assert.Equal(0.2, model.DiscountOf(2), 12);                             // n1 = 1 (ac), n2 = 2 (ab, ba)
        Assert.Equal(1, model.DiscountOf(1), 12);                               // each has one left neighbour
        Assert.Equal((1.8 / 3) + (0.2 * 2 / 3 / 3), model.Probability([0], 1), 12);
        Assert.Equal((0.8 / 3) + (0.2 * 2 / 3 / 3), model.Probability([0], 2), 12);
        Assert.Equal(0.2 * 2 / 3 / 3, model.Probability([0], 0), 12);
    }

    [Fact]
    public void KneserNeyCountsNeighboursWhereWittenBellCountsOccurrences()
    {
        // "1" is frequent but follows only "0"; "2" is rarer but follows three different tokens.
        NGramCounts counts = NGramCounts.Of([0, 1, 0, 1, 0, 1, 0, 1, 3, 2, 4, 2, 5, 2, 5], 6, 2);

        Assert.True(new WittenBellModel(counts, 1).Probability([], 1) > new WittenBellModel(counts, 1).Probability([], 2));
        Assert.True(new KneserNeyModel(counts, 2).Probability([], 1) < new KneserNeyModel(counts, 2).Probability([], 2));
    }

    [Property(MaxTest = 60)]
    public void EveryModelIsADistributionAfterAnyContext(byte[] text, byte[] before)
    {
        int[] tokens = [0, .. text.Select(letter => letter % 5)];
        int[] context = [.. before.Select(letter => letter % 5)];
        foreach (NGramModel model in All(NGramCounts.Of(tokens, 6, 4)))
        {
            double[] next = model.Next(context);
            Assert.Equal(1, next.Sum(), 9);
            for (int token = 0; token < 6; token++)
            {
                Assert.InRange(next[token], 0, 1 + 1e-12);
                Assert.Equal(next[token], model.Probability(context, token), 12);
            }
        }
    }

    [Property(MaxTest = 60)]
    public void OnlyTheLastTokensOfTheContextCount(byte[] text)
    {
        int[] tokens = [0, 1, 2, .. text.Select(letter => letter % 3)];
        foreach (NGramModel model in All(NGramCounts.Of(tokens, 3, 4)))
            Assert.Equal(model.Next(tokens.AsSpan()[^3..]), model.Next([2, 2, .. tokens]));
    }

    [Fact]
    public void GeneratedTextFollowsTheSeedAndNeverLeavesTheVocabulary()
    {
        var model = new WittenBellModel(Tiny, 2);

        int[] text = model.Generate([0], 200, seed: 7);

        Assert.Equal(200, text.Length);
        Assert.Equal(text, model.Generate([0], 200, seed: 7));
        Assert.NotEqual(text, model.Generate([0], 200, seed: 8));
        Assert.All(text, token => Assert.InRange(token, 0, 2));
        Assert.Empty(model.Generate([0], 0, seed: 7));
    }

    [Fact]
    public void WrongInputIsNamed()
    {
        Assert.Contains("up to 2", Assert.Throws<ArgumentOutOfRangeException>(() => new WittenBellModel(Tiny, 3)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AddKModel(Tiny, 2, -1));
        var model = new WittenBellModel(Tiny, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Probability([0], 3));
        Assert.Throws<ArgumentException>(() => model.Score([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Generate([9], 3, 1));
        Assert.Throws<ArgumentException>(() => new CharacterModel(Alphabet.Of("ab"), model));
    }

    [Fact]
    public void ACharacterModelSpeaksInCharacters()
    {
        Alphabet alphabet = Alphabet.Of("今天天气很好");
        var model = new CharacterModel(alphabet, new WittenBellModel(NGramCounts.Of(alphabet.Encode("今天天气很好"), alphabet.Size, 2), 2));

        Assert.Equal("很", model.Next("天气").Top(1)[0].Outcome);
        Assert.StartsWith("今天", model.Generate("今天", 5, seed: 1));
        TextScore score = model.Score("今天好");
        Assert.Equal((3, 9), (score.Tokens, score.Bytes));
        Assert.Equal(score.BitsPerToken / 3, score.BitsPerByte, 12);
        Assert.Equal(Math.Pow(2, score.BitsPerToken), score.Perplexity, 9);
    }

    private static IEnumerable<NGramModel> All(NGramCounts counts)
    {
        for (int order = 1; order <= counts.Order; order++)
        {
            yield return new AddKModel(counts, order, 0);
            yield return new AddKModel(counts, order, 0.5);
            yield return new WittenBellModel(counts, order);
            yield return new KneserNeyModel(counts, order);
        }
    }
}
