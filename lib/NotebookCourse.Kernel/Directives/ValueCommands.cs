using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookCourse.Kernel.Directives;

/// <summary>
/// <c>#!value</c>, which keeps texts by name, and <c>#!set</c> and <c>#!share</c>, which declare variables: the C# that
/// does what the command says.
/// </summary>
/// <param name="folder">The notebook's folder.</param>
internal sealed class ValueCommands(string folder)
{
    private const string Expected = "#!set --name x --value 5 (or --value \"a text\", @csharp:name, @value:name, @input:prompt, @password:prompt)";
    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);

    /// <summary>What a command comes to in C#; null if it is done.</summary>
    /// <exception cref="CommandException">Something is missing, or is not there.</exception>
    public string? Source(CommandPart part)
    {
        var command = part.Command;
        int line = part.Line + 1;
        switch (command.Name)
        {
            case "#!value":
                _kept[command.Option("name") ?? throw new CommandException(line, "#!value needs a name: #!value --name x.")] = Content(part, line);
                return null;
            case "#!share":
                string shared = command.Arguments is [var only] ? only : throw new CommandException(line, "#!share takes one name: #!share --from value x.");
                return command.Option("from") switch
                {
                    "value" => Declare(command.Option("as") ?? shared, Literal(Kept(shared, line)), line),
                    "csharp" or ".NET" => shared == (command.Option("as") ?? shared) ? null : Declare(command.Option("as")!, shared, line),
                    var other => throw new CommandException(line, $"'{other}' is another kernel, and this one runs C# only. #!share takes --from value, and what #!value has kept."),
                };
            default:
                string name = command.Option("name") ?? throw new CommandException(line, $"#!set needs a name. Expected: {Expected}.");
                var value = command.Options.GetValueOrDefault("value") ?? throw new CommandException(line, $"#!set needs a value. Expected: {Expected}.");
                return Declare(name, Expression(value, line), line);
        }
    }

    private string Content(CommandPart part, int line)
    {
        if (part.Command.Option("from-file") is not { } file)
            return part.Content ?? part.Command.Option("value") ?? "";
        string path = Path.GetFullPath(file, folder);
        return File.Exists(path) ? File.ReadAllText(path) : throw new CommandException(line, $"#!value --from-file: there is no file '{path}'.");
    }

    private string Expression(CommandLine.Word value, int line)
    {
        string text = value.Text;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (text.StartsWith('@') && colon > 0)
        {
            string source = text[1..colon], rest = text[(colon + 1)..];
            return source switch
            {
                "csharp" => rest,
                "value" => Literal(Kept(rest, line)),
                "input" => $"GetInput({Literal(rest)})",
                "password" => $"GetPassword({Literal(rest)})",
                _ => throw new CommandException(line, $"'{text}' is a value of another kernel, and this one runs C# only. Expected: {Expected}."),
            };
        }

        return !value.IsQuoted && IsLiteral(text) ? text : Literal(text);
    }

    private static bool IsLiteral(string text) =>
        text is "true" or "false" or "null" || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && (char.IsAsciiDigit(text[^1]) && text[0] != '+'));

    private string Kept(string name, int line) =>
        _kept.GetValueOrDefault(name) ?? throw new CommandException(line, $"#!value has kept no '{name}'. There are: {(_kept.Count == 0 ? "none" : string.Join(", ", _kept.Keys))}.");

    private static string Declare(string name, string expression, int line) =>
        SyntaxFacts.IsValidIdentifier(name) && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None
            ? $"{new string('\n', line - 1)}{(expression == "null" ? "object" : "var")} {name} = {expression};"
            : throw new CommandException(line, $"'{name}' is no name for a variable.");

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
