using NotebookCourse.Training;

namespace NotebookCourse.Tests.Training;

public sealed class DigitTests
{
    [Fact]
    public void A_thousand_in_turns()
    {
        IReadOnlyList<Digit> digits = Digit.Load();
        Assert.Equal(1000, digits.Count);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i % 10), digits.Select(digit => digit.Label));
        Assert.All(digits, digit => Assert.Equal(Digit.Side * Digit.Side, digit.Pixels.Length));
        Assert.All(digits, digit => Assert.True(digit.Pixels.All(ink => ink is >= 0 and <= 1) && digit.Pixels.Max() > 0.5));
        Assert.Equal(1000, digits.Select(digit => string.Join(' ', digit.Pixels)).Distinct().Count());
    }

    [Theory]
    [InlineData("\n", "is empty")]
    [InlineData("7\n", "line 1")]
    [InlineData("x {0}\n", "line 1")]
    [InlineData("7 {0}\n7 {0}0\n", "line 2")]
    [InlineData("7 {0}\n12 {0}\n", "line 2")]
    [InlineData("7 {0} 1\n", "line 1")]
    [InlineData("7 g{0}\n", "line 1")]
    public void A_damaged_file_is_refused_by_its_line(string text, string said)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "digits.txt");
        File.WriteAllText(path, text.Replace("{0}", new string('0', 196), StringComparison.Ordinal));
        string message = Assert.Throws<InvalidDataException>(() => Digit.Load(path)).Message;
        Assert.Contains(said, message, StringComparison.Ordinal);
        Assert.Contains("git checkout", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_may_end_as_on_Windows()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "digits.txt");
        File.WriteAllText(path, $"3 {new string('f', 196)}\r\n");
        Digit digit = Assert.Single(Digit.Load(path));
        Assert.Equal(3, digit.Label);
        Assert.All(digit.Pixels, ink => Assert.Equal(1, ink));
    }
}
