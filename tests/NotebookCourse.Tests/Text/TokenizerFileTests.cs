using NotebookCourse.Text;

namespace NotebookCourse.Tests.Text;

public class TokenizerFileTests
{
    [Theory]
    [InlineData("small.bpe")]
    [InlineData("small.bpe.gz")]
    [InlineData("路径 with blank.bpe")]
    public void WhatIsSavedIsLoaded(string name)
    {
        using var folder = new TemporaryFolder();
        BpeTokenizer saved = Small();
        TokenizerFile.Save(saved, folder.File(name));
        BpeTokenizer loaded = TokenizerFile.Load(folder.File(name));

        Assert.Equal(saved.Vocabulary.Merges, loaded.Vocabulary.Merges);
        Assert.Equal(saved.Vocabulary.AddedTokens, loaded.Vocabulary.AddedTokens);
        Assert.Equal(saved.Encode("苹果 tea <end>\n"), loaded.Encode("苹果 tea <end>\n"));
        Assert.Equal([name], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("small.bpe")]
    [InlineData("small.bpe.gz")]
    public void AFileCutShortAnywhereIsRefused(string name)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File(name);
        TokenizerFile.Save(Small(), path);
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length - 1; length += length < whole.Length - 20 ? 1 + (whole.Length / 50) : 1)
        {
            File.WriteAllBytes(path, whole[..length]);
            var error = Assert.Throws<InvalidDataException>(() => TokenizerFile.Load(path));
            Assert.Contains(path, error.Message);
        }
    }

    [Fact]
    public void AFileWithoutItsLastLinesSaysThatItWasCutShort()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("short.bpe");
        TokenizerFile.Save(Small(), path);
        string[] lines = File.ReadAllLines(path);
        File.WriteAllLines(path, lines[..^3]);
        var error = Assert.Throws<InvalidDataException>(() => TokenizerFile.Load(path));
        Assert.Contains("was cut short", error.Message);
        Assert.Contains($"line {lines.Length - 2}", error.Message);
    }

    [Theory]
    [InlineData("notebookcourse-bpe 1", "hello", "does not begin with")]
    [InlineData("split DeepSeekV3", "split Nonsense", "no way to split")]
    [InlineData("97 98", "97 97", "an id of its own")]
    [InlineData("merges", "merged", "'merges ...' was expected")]
    [InlineData("116 101", "116 9999", "Merge 0 joins tokens 116 and 9999")]
    [InlineData("116 101", "116", "two ids were expected")]
    [InlineData("\"<end>\"", "\"<end>", "goes wrong at line 5")]
    public void ADamagedFileSaysWhere(string original, string damaged, string message)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("damaged.bpe");
        TokenizerFile.Save(BpeTrainer.Train("tea tea tea ten", 258, addedTokens: ["<end>"]), path);
        File.WriteAllText(path, File.ReadAllText(path).Replace(original, damaged));
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => TokenizerFile.Load(path)).Message);
    }

    [Theory]
    [InlineData(@"merges \d+ ", "merges 2147483647 ", "goes wrong at line")]
    [InlineData(@"added \d+", "added 2147483647", "goes wrong at line")]
    [InlineData(@"(merges \d+) \d+", "$1 2147483647", "The largest id is 2,147,483,6")]
    [InlineData(@"\d+ ""<end>""", "2147483647 \"<end>\"", "The largest id is 2,147,483,647; expected below")]
    [InlineData("\"<end>\"", "null", "an id and a spelling in quotes")]
    [InlineData("end\n$", "end\nmore\n", "after 'end' nothing was expected")]
    public void NumbersOfTokensAreNotBelieved(string pattern, string replacement, string message)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("damaged.bpe");
        TokenizerFile.Save(BpeTrainer.Train("tea tea tea ten", 258, addedTokens: ["<end>"]), path);
        string text = File.ReadAllText(path);
        Assert.Matches(pattern, text);
        File.WriteAllText(path, System.Text.RegularExpressions.Regex.Replace(text, pattern, replacement));
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => TokenizerFile.Load(path)).Message);
    }

    [Fact]
    public void MergesThatDoubleAndAnEndlessLineAreRefusedBeforeTheyTakeMemory()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("doubling.bpe");
        IEnumerable<string> doubling = Enumerable.Range(0, 60).Select(i => i == 0 ? "97 97" : $"{255 + i} {255 + i}");
        File.WriteAllLines(path, ["notebookcourse-bpe 1", "split None", $"bytes {string.Join(' ', Enumerable.Range(0, 256))}", "added 0", "merges 60 256", .. doubling, "end"]);
        Assert.Contains("Merge 16 makes a token of 131,072 bytes", Assert.Throws<InvalidDataException>(() => TokenizerFile.Load(path)).Message);

        string zeros = folder.File("zeros.gz");
        using (var stream = new System.IO.Compression.GZipStream(File.Create(zeros), System.IO.Compression.CompressionLevel.Fastest))
        {
            byte[] block = new byte[1 << 20];
            for (int i = 0; i < 129; i++)
                stream.Write(block);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("unpacks to more than", Assert.Throws<InvalidDataException>(() => TokenizerFile.Load(zeros)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 30);
    }

    [Fact]
    public void AMissingFileIsNamed() =>
        Assert.Contains("nowhere.bpe", Assert.Throws<FileNotFoundException>(() => TokenizerFile.Load("nowhere.bpe")).Message);

    private static BpeTokenizer Small() => BpeTrainer.Train(
        string.Concat(Enumerable.Repeat("苹果 tea 苹果树 teas eat\n", 20)), 280, addedTokens: ["<end>", "<\"quoted\"\n>"]);
}
