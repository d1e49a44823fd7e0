using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NotebookCourse.Workshop;

/// <summary>Where a verb speaks: results to standard output, progress and messages to standard error.</summary>
internal static class Terminal
{
    /// <summary>Tables and reports: what a person asked for.</summary>
    public static IAnsiConsole Results { get; } = For(Console.Out);

    /// <summary>Progress and errors.</summary>
    public static IAnsiConsole Messages { get; } = For(Console.Error);

    /// <summary>
    /// Chinese reaches the console and files. By itself .NET writes in the console's code page (Windows) or the locale's
    /// encoding, where 汉字 become question marks. To be called before anything is written.
    /// </summary>
    public static void SpeakUnicode() => Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Makes sure that the language the verbs are to speak is one they know. To be called before anything else is asked.</summary>
    /// <exception cref="UsageException">The environment variable names another.</exception>
    public static void RequireLanguage()
    {
        try
        {
            _ = Language.Current;
        }
        catch (InvalidOperationException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    /// <summary>A text and as many blanks as fill <paramref name="width"/> columns of a terminal, where 汉字 take two.</summary>
    public static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - Segment.CellCount([new Segment(text)])));

    private static IAnsiConsole For(TextWriter writer)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = 160; // a file has no width of its own
        return console;
    }
}
