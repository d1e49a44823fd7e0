using NotebookCourse.Probability;
using NotebookCourse.Text;

namespace NotebookCourse.Tests.Text;

public sealed class WordPairsTests
{
    [Theory]
    [InlineData("Don't stop, 'tis I -- the Whale's!", "don't stop tis i the whale's")]
    [InlineData("春花，秋月。ok 2 x", "春 花 秋 月 ok x")]
    [InlineData("Ünë café’s", "ünë café’s")]
    [InlineData("... 12 --", "")]
    public void Words_are_runs_of_letters_and_single_characters(string text, string words) =>
        Assert.Equal(words, string.Join(' ', WordPairs.Split(text)));

    [Fact]
    public void A_table_by_hand()
    {
        string[] words = ["a", "b", "a", "c", "a", "b", "d"];
        var table = WordPairs.Of(words, rows: 9, next: 3); // ranks: a, b, c, d; places: a, b, others
        Assert.Equal(["a", "b", "c"], table.Select(row => row.Word)); // nothing follows d
        Assert.Equal([3 / 6.0, 2 / 6.0, 1 / 6.0], table.Select(row => row.Share));
        Assert.Equal([0, 2 / 3.0, 1 / 3.0], table[0].Next);
        Assert.Equal([0.5, 0, 0.5], table[1].Next);
        Assert.Equal([1, 0, 0.0], table[2].Next);
        Assert.Equal(["a"], WordPairs.Of(words, rows: 1, next: 2).Select(row => row.Word));
    }

    [Theory]
    [InlineData("moby-dick")]
    [InlineData("song-ci")]
    public void A_table_of_a_real_text_is_what_counting_one_by_one_gives(string name)
    {
        string[] words = WordPairs.Split(Corpus.Load(name).Text)[..20_000];
        var table = WordPairs.Of(words, rows: 300, next: 40);
        Assert.Equal(300, table.Count);
        string[] places = [.. table.Take(39).Select(row => row.Word)];
        foreach (FollowedWord row in table.Where((_, rank) => rank % 23 == 0))
        {
            string[] after = [.. Enumerable.Range(0, words.Length - 1).Where(i => words[i] == row.Word).Select(i => words[i + 1])];
            Assert.Equal(after.Length / 19_999.0, row.Share, 1e-12);
            Assert.Equal(1, row.Next.Sum(), 1e-9);
            for (int k = 0; k < 39; k++)
                Assert.Equal(after.Count(word => word == places[k]) / (double)after.Length, row.Next[k], 1e-12);
        }
    }

    [Fact]
    public void Learned_is_0_for_level_scores_and_100_for_the_shares()
    {
        var table = WordPairs.Of(WordPairs.Split(Corpus.Load("moby-dick").Text)[..20_000], rows: 20, next: 8);
        double[] shares = [.. table.SelectMany(row => row.Next)];
        double[] level = new double[shares.Length], all = [.. shares.Select(share => Math.Log(share + 1e-300))];
        Assert.All(WordPairs.Learned(table, level), percent => Assert.Equal(0, percent, 1e-9));
        Assert.All(WordPairs.Learned(table, all), percent => Assert.Equal(100, percent, 1e-9));
        Assert.Equal(5, WordPairs.Learned(table, level).Length); // 1, 2-3, 4-7, 8-15, 16-20

        double[] wrong = [.. shares.Select(share => -9 * share)], mixed = [.. all[..8], .. wrong[8..24], .. level[24..]];
        double[] learned = WordPairs.Learned(table, mixed);
        Assert.Equal(100, learned[0], 1e-9);
        Assert.True(learned[1] < 0, $"{learned[1]}");
        Assert.Equal(0, learned[2], 1e-9);

        // the second octave, from cross-entropies
        double Nats(Func<int, double[]> said) => Enumerable.Range(1, 2)
            .Sum(i => table[i].Share * Information.CrossEntropy(table[i].Next, said(i)) * Math.Log(2));
        double level8 = Nats(_ => [.. Enumerable.Repeat(1 / 8.0, 8)]), now = Nats(i => Distribution.Softmax(wrong.AsSpan(8 * i, 8)));
        Assert.Equal(100 * (level8 - now) / (level8 - Nats(i => table[i].Next)), learned[1], 1e-6);
    }

    [Fact]
    public void What_is_no_table_is_refused_in_words()
    {
        Assert.Contains("at least two words", Assert.Throws<ArgumentException>(() => WordPairs.Of(["one"], 5, 5)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => WordPairs.Of(["a", "b"], 0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => WordPairs.Of(["a", "b"], 5, 1));
        Assert.Contains("expected 3", Assert.Throws<ArgumentException>(() => WordPairs.Learned(WordPairs.Of(["a", "b"], 5, 3), [1, 2])).Message);
    }
}
