namespace NotebookCourse.Kernel.Language;

/// <summary>Cursor positions: the protocol counts Unicode code points, .NET counts UTF-16 code units.</summary>
internal static class CodePoints
{
    public static int ToUtf16(string text, int codePoints)
    {
        int index = 0;
        for (int count = 0; count < codePoints && index < text.Length; count++)
            index += index + 1 < text.Length && char.IsSurrogatePair(text, index) ? 2 : 1;
        return index;
    }

    public static int FromUtf16(string text, int index)
    {
        int pairs = 0;
        for (int i = 0; i + 1 < index; i++)
        {
            if (char.IsSurrogatePair(text, i))
                pairs++;
        }

        return index - pairs;
    }
}
