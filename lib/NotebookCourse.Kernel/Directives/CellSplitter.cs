using NotebookCourse.Kernel.Scripting;

namespace NotebookCourse.Kernel.Directives;

/// <summary>
/// Finds the commands of a cell. In C# the parser says what is a directive, so that a line of a text, of a comment or
/// of a branch that is not compiled is none; below <c>#!html</c> and its like every line that is a command's ends the text.
/// </summary>
internal sealed class CellSplitter(string code)
{
    private readonly string[] _lines = code.Split('\n');
    private readonly List<CellPart> _parts = [];
    private readonly List<string> _reports = [];

    public SplitCell Split()
    {
        for (int line = 0; line < _lines.Length;)
            line = Code(line);
        return new SplitCell(_parts, _reports);
    }

    // C# from this line to the next command that ends it; the line after what it brought.
    private int Code(int from)
    {
        string source = new string('\n', from) + string.Join('\n', _lines[from..]);
        var tree = SubmissionChain.Parse(source, "");
        foreach (var directive in SourceDirectives.All(tree))
        {
            int line = source.AsSpan(0, directive.SpanStart).Count('\n');
            if (!IsCommand(line, out var command))
                continue;
            if (CellCommands.IsReport(command.Name) && directive.IsActive)
                _reports.Add(command.Name);
            else if (!CellCommands.IsCSharp(command.Name) && directive.IsActive)
                return Part(from, line, command);
            _lines[line] = "";
        }

        AddCode(from, _lines.Length);
        return _lines.Length;
    }

    private int Part(int from, int line, CommandLine command)
    {
        AddCode(from, line);
        if (CellCommands.MediaType(command.Name) is { } type)
            return AddText(line + 1, (start, text) => new MediaPart(start, type, text));
        if (!CellCommands.IsAction(command.Name))
            throw new UnknownCommandException(command.Name, line + 1);
        if (command.Name == "#!value" && !command.Options.ContainsKey("value") && !command.Options.ContainsKey("from-file"))
            return AddText(line + 1, (_, text) => new CommandPart(line, command, text));
        _parts.Add(new CommandPart(line, command));
        return line + 1;
    }

    // The lines to the next command. What ends them and is not C# stays for the next turn, which finds it first.
    private int AddText(int from, Func<int, string, CellPart> part)
    {
        int to = from;
        while (to < _lines.Length && !(IsCommand(to, out var command) && CellCommands.EndsText(command.Name)))
            to++;
        string text = string.Join('\n', _lines[from..to]).Trim('\r', '\n');
        _parts.Add(part(from, text));
        return to;
    }

    private void AddCode(int from, int to)
    {
        string text = string.Join('\n', _lines[from..to]);
        if (!string.IsNullOrWhiteSpace(text))
            _parts.Add(new CodePart(from, new string('\n', from) + text));
    }

    private bool IsCommand(int line, out CommandLine command)
    {
        string text = _lines[line].Trim();
        command = text.StartsWith("#!", StringComparison.Ordinal) ? CommandLine.Parse(text) : new CommandLine("", [], new Dictionary<string, CommandLine.Word>());
        return command.Name.Length > 0;
    }
}
