namespace NotebookCourse.Workshop.Lessons;

/// <summary>A cell's code in one language.</summary>
/// <param name="Code">Lines joined by <c>\n</c>.</param>
/// <param name="SourceLines">For each line of it, the line of the cell's source it came from, from 0.</param>
internal sealed record CellText(string Code, IReadOnlyList<int> SourceLines)
{
    /// <summary>The lines that are wider than <paramref name="columns"/>; a Chinese character takes two columns, as on the screen.</summary>
    public IEnumerable<(int SourceLine, int Width)> Wider(int columns) =>
        from line in Code.Split('\n').Index()
        let width = Width(line.Item)
        where width > columns
        select (SourceLines[line.Index], width);

    /// <summary>The columns a line takes on the screen.</summary>
    public static int Width(string line) => line.EnumerateRunes().Sum(rune => IsWide(rune.Value) ? 2 : 1);

    /// <summary>Whether a character is Chinese: a 汉字, or the punctuation that goes with them.</summary>
    public static bool IsChinese(char letter) => letter is (>= '\u2E80' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF00' and <= '\uFF60');

    // The wide blocks of Unicode's East Asian Width (UAX 11).
    private static bool IsWide(int rune) => rune is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE4F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6)
        or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD);
}
