using System.CommandLine;
using System.Text;
using NotebookCourse.Workshop.Commands;

namespace NotebookCourse.Workshop.Tests.Commands;

public class TokenizeCommandTests
{
    [Fact]
    public void PrintsIdsAndPieces()
    {
        (int code, string output, _) = Run("苹果\u3000手机");
        Assert.Equal(0, code);
        Assert.Contains("  19416  苹果\n", output);
        Assert.EndsWith("tokens, 5 characters\n", output);
    }

    [Theory]
    [InlineData("苹果\n\n苹果\n", "19416\n\n19416\n")]
    [InlineData("苹果\r\n\r\n苹果\r\n", "19416\n\n19416\n")]
    [InlineData("苹果", "19416\n")]
    [InlineData("\n", "\n")]
    [InlineData("a\rb", "67 204 68\n")]
    public void OneLineOfIdsForEachLineOfAFile(string content, string expected) =>
        Assert.Equal((0, expected, ""), RunOnFile(Encoding.UTF8.GetBytes(content), "--ids"));

    [Fact]
    public void AnEmptyFileIsToldAsOne()
    {
        (int code, string output, string error) = RunOnFile([], "--ids");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("is empty", error);
    }

    [Fact]
    public void NoMarkOfBeginningIsAddedAndThoseInTheTextAreKnown() =>
        Assert.Equal((0, "0 128803 19416\n", ""), Run("--ids", "<｜begin▁of▁sentence｜><｜User｜>苹果"));

    [Theory]
    [InlineData("<think>\nOk", "30 37947 1018 21394\n")]
    [InlineData("苹果\r\n", "19416 204 201\n")]
    [InlineData("\n", "201\n")]
    public void AnArgumentIsOneTextWithItsLineBreaks(string text, string expected) => Assert.Equal((0, expected, ""), Run(text, "--ids"));

    [Fact]
    public void TheCharactersOfALineBreakAreCounted() => Assert.EndsWith("4 tokens, 10 characters\n", Run("<think>\nOk").Item2);

    [Fact]
    public void AFileThatIsNotUtf8SaysWhere()
    {
        (int code, _, string error) = RunOnFile([0x61, 0x0A, 0xC6, 0xBB, 0xB9, 0xFB], "--ids");
        Assert.Equal(2, code);
        Assert.Contains("byte 4 (line 2) is 0xB9", error);
    }

    [Fact]
    public void AMissingFileIsNamed()
    {
        (int code, _, string error) = Run("--input", "没有 such file.txt");
        Assert.Equal(2, code);
        Assert.Contains("没有 such file.txt", error);
    }

    [Fact]
    public void ATokenizerFileCutShortIsRefused()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "notebookcourse-bpe 1\nsplit None\n");
        (int code, _, string error) = Run("text", "--tokenizer", path);
        File.Delete(path);
        Assert.Equal(2, code);
        Assert.Contains("was cut short", error);
    }

    [Theory]
    [InlineData("--ids")]
    [InlineData("text", "--input", "file")]
    public void EitherATextOrAFile(params string[] arguments)
    {
        (int code, _, string error) = Run(arguments);
        Assert.Equal(2, code);
        Assert.Contains("either a text in quotes or --input FILE", error);
    }

    private static (int Code, string Output, string Error) RunOnFile(byte[] content, params string[] arguments)
    {
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, content);
        var result = Run([.. arguments, "--input", path]);
        File.Delete(path);
        return result;
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int code = TokenizeCommand.Create(CourseFolder.Find()).Parse(arguments)
            .Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
