using Spectre.Console;

namespace NotebookCourse.Workshop;

/// <summary>Where a verb speaks: results to standard output, progress and messages to standard error.</summary>
internal static class Terminal
{
    /// <summary>Tables and reports: what a person asked for.</summary>
    public static IAnsiConsole Results { get; } = For(Console.Out);

    /// <summary>Progress and errors.</summary>
    public static IAnsiConsole Messages { get; } = For(Console.Error);

    private static IAnsiConsole For(TextWriter writer)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = 160; // a file has no width of its own
        return console;
    }
}
