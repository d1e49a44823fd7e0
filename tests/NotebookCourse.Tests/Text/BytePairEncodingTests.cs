using System.Text;
using NotebookCourse.Text;

namespace NotebookCourse.Tests.Text;

/// <summary>The heap and linked list against the definition: look through all neighbours again after every merge.</summary>
public class BytePairEncodingTests
{
    [Fact]
    public void RandomMergesOnRandomBytesAgreeWithRescanning()
    {
        var random = new Random(3);
        for (int trial = 0; trial < 300; trial++)
        {
            var merges = RandomMerges(random, 2 + random.Next(40));
            var tokenizer = new BpeTokenizer(new BpeVocabulary(PreTokenization.None, Enumerable.Range(0, 256), 256, merges, []));
            string text = string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => (char)('a' + random.Next(3))));
            Assert.Equal(ByRescanning(text, merges), tokenizer.Encode(text));
        }
    }

    [Fact]
    public void EqualPairsMergeFromTheLeft()
    {
        var tokenizer = new BpeTokenizer(new BpeVocabulary(PreTokenization.None, Enumerable.Range(0, 256), 256, [('a', 'a')], []));
        Assert.Equal([256, 256, 'a'], tokenizer.Encode("aaaaa"));
    }

    [Fact]
    public void APieceOfHalfAMillionLettersGoesThereAndBack()
    {
        BpeTokenizer tokenizer = DeepSeekTokenizer.Instance;
        string text = string.Concat(Enumerable.Repeat("abcdefghij", 50_000)); // one piece of half a million letters
        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
    }

    private static List<(int Left, int Right)> RandomMerges(Random random, int count)
    {
        List<int> ids = ['a', 'b', 'c'];
        var merges = new List<(int Left, int Right)>();
        for (int i = 0; i < count; i++)
        {
            (int Left, int Right) pair = (ids[random.Next(ids.Count)], ids[random.Next(ids.Count)]);
            if (merges.Contains(pair))
                continue;
            ids.Add(256 + merges.Count);
            merges.Add(pair);
        }

        return merges;
    }

    private static List<int> ByRescanning(string text, List<(int Left, int Right)> merges)
    {
        List<int> ids = [.. Encoding.UTF8.GetBytes(text).Select(value => (int)value)];
        while (true)
        {
            int best = merges.Count, place = -1;
            for (int i = 0; i + 1 < ids.Count; i++)
            {
                int rank = merges.IndexOf((ids[i], ids[i + 1]));
                if (rank >= 0 && rank < best)
                    (best, place) = (rank, i);
            }

            if (place < 0)
                return ids;
            ids[place] = 256 + best;
            ids.RemoveAt(place + 1);
        }
    }
}
