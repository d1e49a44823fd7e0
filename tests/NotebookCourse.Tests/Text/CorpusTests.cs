using System.Text;
using NotebookCourse.Text;

namespace NotebookCourse.Tests.Text;

public sealed class CorpusTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("corpora 语料 ").FullName;

    public CorpusTests() =>
        File.Copy(CourseData.Path("corpora", "corpora.json"), Path.Combine(_folder, "corpora.json"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("song-ci", "宋词")]
    [InlineData("moby-dick", "Moby")]
    [InlineData("csharp", "C#")]
    [InlineData("udhr-zh", "Human Rights")]
    [InlineData("udhr-en", "Human Rights")]
    public void EveryCorpusIsWhatItsPapersSay(string name, string title)
    {
        Corpus corpus = Corpus.Load(name);

        Assert.Equal(corpus.Info.Bytes, Encoding.UTF8.GetByteCount(corpus.Text));
        Assert.Equal(corpus.Info.Characters, corpus.Text.EnumerateRunes().Count());
        Assert.Contains(title, corpus.Info.Title[title == "宋词" ? "zh" : "en"]);
        Assert.DoesNotContain('\r', corpus.Text);
        Assert.NotEmpty(corpus.Info.Licence);
    }

    [Fact]
    public void TheIndexListsThemAll() =>
        Assert.Equal(["song-ci", "moby-dick", "csharp", "udhr-zh", "udhr-en"], Corpus.All.Select(info => info.Name));

    [Fact]
    public void AnUnknownNameIsAnsweredWithTheKnownOnes() =>
        Assert.Contains("'song-ci', 'moby-dick', 'csharp', 'udhr-zh', 'udhr-en'", Assert.Throws<ArgumentException>(() => Corpus.Load("hamlet")).Message);

    [Fact]
    public void AMissingFileIsNamed() =>
        Assert.Contains("moby-dick.txt", Assert.Throws<FileNotFoundException>(() => Corpus.Load("moby-dick", _folder)).Message);

    [Fact]
    public void AChangedFileIsRefusedWithBothHashes()
    {
        byte[] bytes = File.ReadAllBytes(CourseData.Path("corpora", "song-ci.txt"));
        bytes[0]++;
        File.WriteAllBytes(Path.Combine(_folder, "song-ci.txt"), bytes);

        var error = Assert.Throws<InvalidDataException>(() => Corpus.Load("song-ci", _folder));

        Assert.Contains("0449219ba4452a0c", error.Message);
        Assert.Contains("git checkout", error.Message);
    }

    [Fact]
    public void AFileThatIsNotUtf8IsRefusedWithTheByte()
    {
        string path = Path.Combine(_folder, "moby-dick.txt");
        File.WriteAllBytes(path, [.. "Call me "u8, 0xFF, 0xFE]);

        Assert.Contains("not UTF-8: byte 8", Assert.Throws<InvalidDataException>(() => Corpus.Load("moby-dick", _folder)).Message);
        Assert.Contains("not UTF-8", Assert.Throws<InvalidDataException>(() => Corpus.ReadText(path)).Message);
    }

    [Fact]
    public void ADamagedIndexIsNamed()
    {
        File.WriteAllText(Path.Combine(_folder, "corpora.json"), "[{");

        Assert.Contains("corpora.json is damaged", Assert.Throws<InvalidDataException>(() => Corpus.Load("csharp", _folder)).Message);
    }

    [Fact]
    public void OnesOwnTextIsReadWithoutItsByteOrderMark()
    {
        string path = Path.Combine(_folder, "own.txt");
        File.WriteAllText(path, "天气\r\n很好", new UTF8Encoding(true));

        Assert.Equal("天气\n很好", Corpus.ReadText(path));
    }

    [Fact]
    public void ASplitCutsAtALineAndLosesNothing()
    {
        Corpus corpus = Corpus.Load("song-ci");

        (string training, string heldOut) = corpus.Split(0.9);

        Assert.Equal(corpus.Text, training + heldOut);
        Assert.EndsWith("\n", training);
        Assert.InRange(training.Length, 0.899 * corpus.Text.Length, 0.9 * corpus.Text.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => corpus.Split(1));
    }
}
