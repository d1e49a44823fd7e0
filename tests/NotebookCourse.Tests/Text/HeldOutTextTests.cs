using NotebookCourse.Text;

namespace NotebookCourse.Tests.Text;

public class HeldOutTextTests
{
    [Theory]
    [InlineData("song-ci")]
    [InlineData("moby-dick")]
    public void OnRealTextTheModelsRankAsTheLiteratureSays(string name)
    {
        Corpus corpus = Corpus.Load(name);
        Alphabet alphabet = Alphabet.Of(corpus.Text);
        (string training, string heldOut) = corpus.Split(0.9);
        NGramCounts counts = NGramCounts.Of(alphabet.Encode(training), alphabet.Size, order: 5);
        int[] test = alphabet.Encode(heldOut);

        double Bits(NGramModel model) => model.Score(test).BitsPerToken;
        double uniform = Math.Log2(alphabet.Size);
        double unigram = Bits(new WittenBellModel(counts, 1)), bigram = Bits(new WittenBellModel(counts, 2)), trigram = Bits(new WittenBellModel(counts, 3));
        double wittenBell = Bits(new WittenBellModel(counts, 5)), kneserNey = Bits(new KneserNeyModel(counts, 5));

        Assert.True(uniform > unigram && unigram > bigram && bigram > trigram, $"{uniform} {unigram} {bigram} {trigram}");
        Assert.True(kneserNey < wittenBell, $"Kneser-Ney {kneserNey}, Witten-Bell {wittenBell}");
        Assert.True(wittenBell < Bits(new AddKModel(counts, 5, 0.01)), $"{wittenBell}");
        Assert.Equal(double.PositiveInfinity, Bits(new AddKModel(counts, 5, 0)));
    }

    [Fact]
    public void OnTheWeatherTheModelNearsTheTruth()
    {
        string text = WeatherSentences.Generate(20_000, seed: 1);
        Alphabet alphabet = Alphabet.Of(text);
        var model = new CharacterModel(alphabet, new WittenBellModel(NGramCounts.Of(alphabet.Encode(text), alphabet.Size, 8), 8));

        foreach ((string outcome, double truth) in WeatherSentences.Next("今天天气很").Top(5))
            Assert.Equal(truth, model.Next("\n今天天气很")[outcome], 0.02);
    }
}
