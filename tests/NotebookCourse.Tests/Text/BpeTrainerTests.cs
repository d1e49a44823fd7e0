using System.Text;
using NotebookCourse.Text;

namespace NotebookCourse.Tests.Text;

public class BpeTrainerTests
{
    [Fact]
    public void TheClassicExample()
    {
        // hug 10, pug 5, pun 12, bun 4, hugs 5: u-g 20 times, u-n 16, then h-ug 15.
        string text = string.Join('\n', Repeat("hug", 10).Concat(Repeat("pug", 5)).Concat(Repeat("pun", 12)).Concat(Repeat("bun", 4)).Concat(Repeat("hugs", 5)));
        BpeTokenizer tokenizer = BpeTrainer.Train(text, 256 + 3);
        Assert.Equal(["ug", "un", "hug"], Enumerable.Range(256, 3).Select(tokenizer.Show));
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
        BpeTokenizer tokenizer = BpeTrainer.Train("hug hug hug", 260, addedTokens: ["<end>", "<pad>"]);
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
        List<List<int>> pieces = [.. Cut(text, preTokenization).Select(piece => Encoding.UTF8.GetBytes(piece).Select(value => (int)value).ToList())];
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

    private static IEnumerable<string> Cut(string text, PreTokenization preTokenization)
    {
        if (preTokenization == PreTokenization.None)
            return [text];
        var pieces = new List<string>();
        var scanner = new PieceScanner(text);
        while (scanner.TryNext(out ReadOnlySpan<char> piece))
            pieces.Add(piece.ToString());
        return pieces;
    }
}
