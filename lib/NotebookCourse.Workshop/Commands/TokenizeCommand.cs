using System.CommandLine;
using System.Globalization;
using System.Text;
using NotebookCourse.Text;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>tokenize</c>: the ids and pieces of a text under DeepSeek-V3's tokenizer.</summary>
internal static class TokenizeCommand
{
    public static Command Create(CourseFolder course)
    {
        var text = new Argument<string?>("text") { Description = "The text, in quotes; a line break in it is a part of it.", Arity = ArgumentArity.ZeroOrOne };
        var input = new Option<string?>("--input") { Description = "Read a UTF-8 file instead, line by line. A line's terminator (LF or CRLF) is no part of it." };
        var idsOnly = new Option<bool>("--ids") { Description = "Print the ids alone, separated by blanks: one line of output for each line of input, an empty one for an empty one." };
        var vocabulary = new Option<string?>("--tokenizer") { Description = "A tokenizer file to use in place of DeepSeek-V3's: the course's own format, or a tokenizer.json of byte-level BPE." };
        var command = new Command("tokenize", "Shows the tokens of a text: their ids and what each stands for. No mark of beginning is added.")
        {
            text, input, idsOnly, vocabulary,
        };
        command.SetAction(parsed =>
        {
            InvocationConfiguration console = parsed.InvocationConfiguration;
            try
            {
                IEnumerable<string> texts = Texts(parsed.GetValue(text), parsed.GetValue(input));
                BpeTokenizer tokenizer = TokenizerFile.Load(
                    parsed.GetValue(vocabulary) ?? Path.Combine(course.Data, "tokenizers", "deepseek-v3", "tokenizer.bpe.gz"));
                Print(texts, parsed.GetValue(idsOnly) ? line => string.Join(' ', tokenizer.Encode(line)) : line => Table(tokenizer, line), console.Output);
                return ExitCode.Good;
            }
            catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                console.Error.WriteLine(FaultText.Of(error));
                return ExitCode.Usage;
            }
        });
        return command;
    }

    private static IEnumerable<string> Texts(string? text, string? input) => (text, input) switch
    {
        ({ } given, null) => [given],
        (null, { } path) => Lines(ReadUtf8(path)),
        _ => throw new ArgumentException("Give either a text in quotes or --input FILE, and not both: dotnet course.cs tokenize \"文本\""),
    };

    private static void Print(IEnumerable<string> lines, Func<string, string> show, TextWriter output)
    {
        const int page = 1 << 16;
        var waiting = new StringBuilder();
        foreach (string line in lines)
        {
            waiting.Append(show(line)).Append('\n');
            if (waiting.Length < page)
                continue;
            output.Write(waiting);
            waiting.Clear();
        }

        output.Write(waiting);
    }

    /// <summary>The file's text with nothing changed: a byte order mark stays, as the character it is.</summary>
    private static string ReadUtf8(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}': expected a UTF-8 text file.");

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(PlainFile.ReadBytes(path, PlainFile.MostCorpusBytes));
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException(Utf8Fault.Message(path), error);
        }
    }

    /// <summary>The lines without their terminators; a terminator at the very end begins no further line.</summary>
    private static IEnumerable<string> Lines(string text)
    {
        string[] lines = text.Split('\n');
        int count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        for (int i = 0; i < count; i++)
            yield return i + 1 < lines.Length && lines[i].EndsWith('\r') ? lines[i][..^1] : lines[i];
    }

    private static string Table(BpeTokenizer tokenizer, string line)
    {
        int[] ids = tokenizer.Encode(line);
        var table = new StringBuilder();
        foreach (int id in ids)
            table.Append(CultureInfo.InvariantCulture, $"{id,7}  {tokenizer.Show(id)}\n");
        int characters = line.EnumerateRunes().Count();
        return table.Append(CultureInfo.InvariantCulture, $"{ids.Length} tokens, {characters} characters").ToString();
    }
}
