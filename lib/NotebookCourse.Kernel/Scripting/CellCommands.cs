namespace NotebookCourse.Kernel.Scripting;

/// <summary>A cell taken apart: <c>#!</c> lines are commands to the kernel, the rest is source.</summary>
/// <param name="Parts">Its sources, top to bottom.</param>
/// <param name="Time">Whether to show how long it took.</param>
/// <param name="ListVariables">Whether to list the variables.</param>
/// <param name="ListCommands">Whether to list the commands.</param>
internal sealed record CellCommands(IReadOnlyList<CellPart> Parts, bool Time, bool ListVariables, bool ListCommands)
{
    /// <summary>Every command and what it does.</summary>
    public static readonly IReadOnlyList<(string Name, string Meaning)> Known =
    [
        ("#!csharp", "The lines below are C#, which they are anyway."),
        ("#!html", "Shows the lines below as HTML."),
        ("#!markdown", "Shows the lines below as Markdown."),
        ("#!javascript", "Runs the lines below in the page that shows the notebook."),
        ("#!time", "Shows how long the cell took."),
        ("#!who", "Lists the variables with their types and values."),
        ("#!lsmagic", "Lists these commands."),
    ];

    /// <summary>Takes a cell apart.</summary>
    /// <exception cref="UnknownCommandException">A line starts with <c>#!</c> and no command that exists.</exception>
    public static CellCommands Parse(string code)
    {
        if (!code.Contains("#!", StringComparison.Ordinal))
            return new CellCommands([new CellPart(CellLanguage.CSharp, code)], false, false, false);

        string[] lines = code.Split('\n');
        List<CellPart> parts = [];
        var language = CellLanguage.CSharp;
        int start = 0;
        bool time = false, who = false, list = false;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (!line.StartsWith("#!", StringComparison.Ordinal))
                continue;
            string text = string.Join("\n", lines[start..i]);
            var before = language;
            switch (line)
            {
                case "#!csharp" or "#!c#" or "#!C#": language = CellLanguage.CSharp; break;
                case "#!html": language = CellLanguage.Html; break;
                case "#!markdown": language = CellLanguage.Markdown; break;
                case "#!javascript" or "#!js": language = CellLanguage.JavaScript; break;
                case "#!time": time = true; break;
                case "#!who" or "#!whos": who = true; break;
                case "#!lsmagic": list = true; break;
                default: throw new UnknownCommandException(line, i + 1);
            }

            lines[i] = "";
            if (before == language)
                continue;
            Add(parts, before, text, start);
            start = i + 1;
        }

        Add(parts, language, string.Join("\n", lines[start..]), start);
        return new CellCommands(parts, time, who, list);
    }

    private static void Add(List<CellPart> parts, CellLanguage language, string text, int firstLine)
    {
        if (string.IsNullOrWhiteSpace(text))
            return;
        parts.Add(new CellPart(language, language == CellLanguage.CSharp ? new string('\n', firstLine) + text : text.Trim('\n')));
    }
}
