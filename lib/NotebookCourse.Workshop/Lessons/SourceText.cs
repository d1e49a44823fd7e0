using Markdig.Syntax;

namespace NotebookCourse.Workshop.Lessons;

/// <summary>The lines of a lesson's source, so that what a block holds can be taken word for word.</summary>
internal sealed class SourceText
{
    private readonly string[] _lines;

    public SourceText(string text)
    {
        Text = text.ReplaceLineEndings("\n");
        _lines = Text.Split('\n');
    }

    public string Text { get; }

    /// <summary>The lines between a closed fence's first and last, without blank lines at either end.</summary>
    public string Inside(IFencedBlock fence)
    {
        int first = ((Block)fence).Line + 1;
        int last = LastLine((Block)fence) - 1;
        while (first <= last && string.IsNullOrWhiteSpace(_lines[first]))
            first++;
        while (last >= first && string.IsNullOrWhiteSpace(_lines[last]))
            last--;
        return string.Join('\n', _lines[first..(last + 1)].Select(line => line.TrimEnd()));
    }

    /// <summary>The first line inside a code fence, from 1, that starts another block of a lesson; null if none does.</summary>
    public int? FirstSwallowed(IFencedBlock fence)
    {
        for (int line = ((Block)fence).Line + 1; line < LastLine((Block)fence); line++)
        {
            if (_lines[line].StartsWith(":::", StringComparison.Ordinal) || _lines[line].StartsWith("```csharp", StringComparison.Ordinal))
                return line + 1;
        }

        return null;
    }

    /// <summary>The line a block ends on, from 0.</summary>
    private int LastLine(Block block) => Text.AsSpan(0, Math.Min(block.Span.End + 1, Text.Length)).Count('\n');
}
