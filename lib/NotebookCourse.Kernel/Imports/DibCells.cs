namespace NotebookCourse.Kernel.Imports;

/// <summary>Cells of a .dib file, which is text: each begins with a line that names its language.</summary>
internal static class DibCells
{
    private const string Meta = "meta";

    private static readonly HashSet<string> Languages = new(StringComparer.Ordinal)
    {
        Meta, ImportedCell.CSharp, "c#", "fsharp", "f#", "pwsh", "powershell", "markdown", "html", "javascript", "js", "mermaid", "value", "sql", "kql", "http", "python", "r",
    };

    /// <summary>The cells of the file's text, without its header.</summary>
    public static IEnumerable<ImportedCell> Read(string text)
    {
        string language = ImportedCell.CSharp;
        List<string> lines = [];
        int number = 0;
        foreach (string line in text.Split('\n').Append($"#!{Meta}"))
        {
            string trimmed = line.Trim();
            if (!trimmed.StartsWith("#!", StringComparison.Ordinal) || !Languages.Contains(trimmed[2..].ToLowerInvariant()))
            {
                lines.Add(line);
                continue;
            }

            string source = string.Join('\n', lines).Trim('\r', '\n');
            if (language != Meta && source.Length > 0)
                yield return new ImportedCell(language, source, ++number);
            lines.Clear();
            language = trimmed[2..].ToLowerInvariant() is "c#" ? ImportedCell.CSharp : trimmed[2..].ToLowerInvariant();
        }
    }
}
