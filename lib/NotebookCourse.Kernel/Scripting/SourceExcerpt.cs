using System.Text;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>One line of source with a caret under what is meant.</summary>
internal static class SourceExcerpt
{
    private const string Red = "\u001b[31m";
    private const string Dim = "\u001b[90m";
    private const string Reset = "\u001b[0m";

    /// <summary>The line, numbered, and the caret below it.</summary>
    /// <param name="line">The line's text.</param>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="column">Where the mark starts, in UTF-16 code units from 0.</param>
    /// <param name="length">How long the mark is; at least one caret is drawn.</param>
    public static IEnumerable<string> Lines(string line, int number, int column, int length)
    {
        string label = $"{number,4} | ";
        yield return $"{Dim}{label}{Reset}{line}";
        column = Math.Clamp(column, 0, line.Length);
        length = Math.Clamp(length, 1, Math.Max(1, line.Length - column));
        yield return $"{new string(' ', label.Length)}{Blanks(line.AsSpan(0, column))}{Red}{new string('^', length)}{Reset}";
    }

    // As wide as the text above it: a tab stays a tab, a Chinese character is two columns wide.
    private static string Blanks(ReadOnlySpan<char> text)
    {
        var blanks = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            blanks.Append(rune.Value == '\t' ? "\t" : IsWide(rune) ? "  " : " ");
        return blanks.ToString();
    }

    private static bool IsWide(Rune rune) =>
        rune.Value is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3
            or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60
            or >= 0xFFE0 and <= 0xFFE6 or >= 0x1F300 and <= 0x1FAFF or >= 0x20000 and <= 0x3FFFD;
}
