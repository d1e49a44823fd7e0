using NotebookCourse.Text;

namespace NotebookCourse.Tests.Text;

public class UnicodeClassesTests
{
    /// <summary>Counted with a JavaScript engine that follows Unicode 17.0: letters, marks, numbers, punctuation and symbols, white space.</summary>
    [Theory]
    [InlineData(1, 145_672)]
    [InlineData(2, 2_543)]
    [InlineData(4, 1_924)]
    [InlineData(8, 856 + 8_617)]
    [InlineData(16, 25)]
    [InlineData(64, 0x9FA5 - 0x4E00 + 1 + 0x30FF - 0x3040 + 1)]
    public void AsManyCodePointsAsInUnicode17(byte kind, int count) =>
        Assert.Equal(count, Enumerable.Range(0, 0x110000).Count(codePoint => UnicodeClasses.OfCodePoint(codePoint).HasFlag((UnicodeClass)kind)));

    [Fact]
    public void HalfOfAPairHasNoClassOfItsOwn()
    {
        Assert.Equal(UnicodeClass.None, UnicodeClasses.At("\ud83d", 0, out int alone));
        Assert.Equal(UnicodeClass.Symbol, UnicodeClasses.At("😀", 0, out int pair));
        Assert.Equal((1, 2), (alone, pair));
    }
}
