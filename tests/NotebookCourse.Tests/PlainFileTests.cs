using System.Diagnostics;
using System.Text;
using NotebookCourse.Accounting;
using NotebookCourse.Checkpoints;
using NotebookCourse.Text;
using NotebookCourse.Training;

namespace NotebookCourse.Tests;

public sealed class PlainFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, Action<string>> Readers => new()
    {
        { "config.json", path => ModelConfigJson.Load(path) },
        { "training.json", path => CourseModel.Load(path) },
        { "tokenizer.txt", path => TokenizerFile.Load(path) },
        { "tokenizer.gz", path => TokenizerFile.Load(path) },
        { "text.txt", path => TextBlocks.Read(path) },
        { "corpus.txt", path => Corpus.ReadText(path) },
        { "model.safetensors", path => Checkpoint.Open(path).Dispose() },
    };

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_pipe_a_device_and_nothing_at_all_are_refused_before_they_are_read(string name, Action<string> read)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes and devices have no place in a folder there.");
        string path = _folder.File(name);
        using (var make = Process.Start("mkfifo", [path]))
            make.WaitForExit();
        AssertRefused();
        File.Delete(path);
        File.CreateSymbolicLink(path, "/dev/zero");
        AssertRefused();
        File.Delete(path);
        File.WriteAllText(path, "");
        AssertRefused();
        File.Delete(path);
        Assert.ThrowsAny<IOException>(() => read(path));

        void AssertRefused()
        {
            Exception refusal = Assert.ThrowsAny<Exception>(() => read(path));
            Assert.True(refusal is InvalidDataException or SafetensorsException, refusal.ToString());
            Assert.Contains("no device or pipe", refusal.Message.Replace("a device or a pipe", "no device or pipe"));
        }
    }

    [Fact]
    public void A_file_that_is_too_long_or_no_text_is_refused_with_its_place()
    {
        string path = _folder.File("a.json");
        File.WriteAllBytes(path, [.. "{\n\"a\": \""u8, 0xB0, .. "\"}"u8]);
        Assert.Contains("line 2, byte 8 is 0xB0", Assert.Throws<InvalidDataException>(() => PlainFile.ReadText(path)).Message);
        Assert.Contains("expected at most 10", Assert.Throws<InvalidDataException>(() => PlainFile.ReadBytes(path, 10)).Message);
    }

    [Fact]
    public void A_byte_order_mark_is_no_text_and_a_link_is_followed()
    {
        string path = _folder.File("a.txt"), link = _folder.File("link.txt");
        File.WriteAllText(path, "text", new UTF8Encoding(true));
        File.CreateSymbolicLink(link, path);
        Assert.Equal("text", PlainFile.ReadText(link));
    }
}
