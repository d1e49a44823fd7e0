using System.Text;
using NotebookCourse.Text;

namespace NotebookCourse.Tests.Text;

public class BpeTrainerTests
{
    [Fact]
    public void FiveWordsOfATeaShop()
    {
        // te: 9 + 4 + 3 + 5 = 21 times; then te-a 12 times; then a-t and e-a 6 times each, and a comes before e; then e-at.
        string text = string.Join('\n', Repeat("tea", 9).Concat(Repeat("ten", 4)).Concat(Repeat("team", 3)).Concat(Repeat("ate", 5)).Concat(Repeat("eat", 6)));
        BpeTokenizer tokenizer = BpeTrainer.Train(text, 256 + 4);
        Assert.Equal(["te", "tea", "at", "eat"], Enumerable.Range(256, 4).Select(tokenizer.Show));
    }

    [Fact]
    public void ATextInPartsGivesTheTokenizerOfTheWhole()
    {
        string[] lines = [.. Enumerable.Range(0, 60).Select(i => $"{i} teams eat tea at {i * i}; 茶来\n")];
        Assert.Equal(BpeTrainer.Train(string.Concat(lines), 300).Vocabulary.Merges, BpeTrainer.Train(lines, 300).Vocabulary.Merges);
    }

    [Theory]
    [InlineData(PreTokenization.None)]
    [InlineData(PreTokenization.DeepSeekV3)]
    public void AgreesWithCountingEverythingAgain(PreTokenization preTokenization)
    {
        foreach (string text in RandomTexts.Make(seed: 11, count: 60).Append("aaaa aaaaa aaa").Append("abababab ababab"))
        {
            string doubled = text + text + "ab" + text;
            BpeTokenizer tokenizer = BpeTrainer.Train(doubled, 256 + 30, preTokenization);
            Assert.Equal(ByCountingAgain(doubled, 30, preTokenization), tokenizer.Vocabulary.Merges);
        }
    }

    [Fact]
    public void NoTokenCrossesACut()
    {
        BpeTokenizer tokenizer = BpeTrainer.Train(string.Concat(Repeat("苹果,2026 ", 50)), 1000);
        Assert.Equal(256 + 5 + 2, tokenizer.VocabularySize); // the six bytes of 苹果 become one token, and so do 202
        Assert.Equal(5, tokenizer.Encode("苹果,2026 ").Length);
    }

    [Fact]
    public void StopsWhenNoPairOccursTwice() => Assert.Equal(257, BpeTrainer.Train("abab", 5000, PreTokenization.None).VocabularySize);

    [Fact]
    public void AddedTokensComeAfterTheMerges()
    {
        BpeTokenizer tokenizer = BpeTrainer.Train("tea tea tea", 260, addedTokens: ["<end>", "<pad>"]);
        int end = tokenizer.VocabularySize - 2;
        Assert.Equal([end, end + 1], tokenizer.Encode("<end><pad>"));
    }

    [Fact]
    public void TooSmallAVocabularyIsRefused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => BpeTrainer.Train("text", 200));
        Assert.Contains("at least 256", error.Message);
    }

    private static IEnumerable<string> Repeat(string word, int times) => Enumerable.Repeat(word, times);

    private static List<(int Left, int Right)> ByCountingAgain(string text, int mergeCount, PreTokenization preTokenization)
    {
        List<List<int>> pieces = [.. PreTokenizer.Split(text, preTokenization).Select(piece => Encoding.UTF8.GetBytes(piece).Select(value => (int)value).ToList())];
        var merges = new List<(int Left, int Right)>();
        while (merges.Count < mergeCount)
        {
            var counts = pieces.SelectMany(piece => piece.Zip(piece.Skip(1))).CountBy(pair => pair).ToList();
            if (counts.Count == 0 || counts.Max(pair => pair.Value) < 2)
                break;
            (int left, int right) = counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key;
            foreach (List<int> piece in pieces)
            {
                for (int i = 0; i + 1 < piece.Count; i++)
                {
                    if ((piece[i], piece[i + 1]) != (left, right))
                        continue;
                    piece[i] = 256 + merges.Count;
                    piece.RemoveAt(i + 1);
                }
            }

            merges.Add((left, right));
        }

        return merges;
    }
}
