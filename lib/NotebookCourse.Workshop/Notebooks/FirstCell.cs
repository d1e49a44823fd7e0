namespace NotebookCourse.Workshop.Notebooks;

/// <summary>The cell that opens the library.</summary>
internal static class FirstCell
{
    /// <summary>The cell with a line after its <c>using</c> lines that says which language the library speaks.</summary>
    public static string WithLanguage(string source, string language)
    {
        List<string> lines = [.. source.Split('\n')];
        int last = lines.FindLastIndex(line => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';'));
        lines.Insert(last + 1, $"Language.Use(\"{language}\");");
        return string.Join('\n', lines);
    }
}
