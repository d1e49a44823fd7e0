using System.Globalization;
using System.Text;

namespace NotebookCourse.Kernel.Formatting;

/// <summary>Rows under headings as plain text, in columns that line up.</summary>
internal static class TextTable
{
    private const int CellWidth = 60; // longest cell, in columns of a terminal

    /// <summary>The lines, without a line end after the last.</summary>
    public static string Format(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<string[]> all = [.. rows.Prepend(headings).Select(row => row.Select(OneLine).ToArray())];
        int[] widths = [.. Enumerable.Range(0, headings.Count).Select(column => all.Max(row => Width(row[column])))];
        return string.Join("\n", all.Select(row => string.Join("  ", row.Select((cell, column) => cell + new string(' ', widths[column] - Width(cell)))).TrimEnd()));
    }

    private static string OneLine(string cell)
    {
        string line = cell.ReplaceLineEndings(" ");
        if (Width(line) <= CellWidth)
            return line;
        var cut = new StringBuilder();
        int width = 0;
        foreach (var letter in line.EnumerateRunes())
        {
            width += Width(letter);
            if (width > CellWidth - 4)
                break;
            cut.Append(letter);
        }

        return cut.Append(" ...").ToString();
    }

    private static int Width(string text)
    {
        int width = 0;
        foreach (var letter in text.EnumerateRunes())
            width += Width(letter);
        return width;
    }

    // A terminal gives the letters of East Asia, and emoji, two columns, and none to a mark above another letter.
    private static int Width(Rune letter) => Rune.GetUnicodeCategory(letter) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => letter.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD) ? 2 : 1,
    };
}
