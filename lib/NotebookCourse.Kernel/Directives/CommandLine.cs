using System.Text;

namespace NotebookCourse.Kernel.Directives;

/// <summary>A <c>#!</c> line taken apart.</summary>
/// <param name="Name">The command, with its <c>#!</c>.</param>
/// <param name="Arguments">What follows and is no option.</param>
/// <param name="Options">Values by option, without the dashes; an option without a value has an empty one.</param>
internal sealed record CommandLine(string Name, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, CommandLine.Word> Options)
{
    /// <summary>A word of the line.</summary>
    /// <param name="Text">Without its quotation marks.</param>
    /// <param name="IsQuoted">Whether it had some: then a number is a text.</param>
    internal sealed record Word(string Text, bool IsQuoted);

    /// <summary>The text of an option; null if it was not given, or without a value.</summary>
    public string? Option(string name) => Options.TryGetValue(name, out var word) && word.Text.Length > 0 ? word.Text : null;

    /// <summary>Takes a line apart: words are separated by blanks, quotation marks keep a word with blanks together.</summary>
    public static CommandLine Parse(string line)
    {
        var words = Words(line.Trim());
        List<string> arguments = [];
        var options = new Dictionary<string, Word>(StringComparer.Ordinal);
        for (int i = 1; i < words.Count; i++)
        {
            string text = words[i].Text;
            if (!IsOption(words[i]))
                arguments.Add(text);
            else if (text.IndexOf('=', StringComparison.Ordinal) is > 0 and int equals)
                options[text[2..equals]] = words[i] with { Text = text[(equals + 1)..] };
            else
                options[text[2..]] = i + 1 < words.Count && !IsOption(words[i + 1]) ? words[++i] : new Word("", false);
        }

        return new CommandLine(words[0].Text, arguments, options);
    }

    private static bool IsOption(Word word) => word.Text.StartsWith("--", StringComparison.Ordinal);

    private static List<Word> Words(string line)
    {
        List<Word> words = [];
        var word = new StringBuilder();
        bool quoted = false, any = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '\\' && quoted && i + 1 < line.Length && (line[i + 1] is '"' or '\\'))
            {
                word.Append(line[++i]);
            }
            else if (c == '"')
            {
                (quoted, any) = (!quoted, true);
            }
            else if (char.IsWhiteSpace(c) && !quoted)
            {
                if (word.Length > 0 || any)
                    words.Add(new Word(word.ToString(), any));
                word.Clear();
                any = false;
            }
            else
            {
                word.Append(c);
            }
        }

        if (word.Length > 0 || any || words.Count == 0)
            words.Add(new Word(word.ToString(), any));
        return words;
    }
}
