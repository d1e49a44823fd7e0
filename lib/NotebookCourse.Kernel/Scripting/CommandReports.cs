using System.Globalization;
using System.Runtime.InteropServices;
using NotebookCourse.Kernel.Directives;
using NotebookCourse.Kernel.Formatting;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>What the <c>#!</c> commands of a cell show after it has run.</summary>
internal static class CommandReports
{
    /// <summary>The reports that a cell asks for, each once.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Of(IReadOnlyList<string> commands, SubmissionChain chain, TimeSpan elapsed) =>
        commands.Distinct(StringComparer.Ordinal).Select(command => Of(command, chain, elapsed));

    private static Dictionary<string, string> Of(string command, SubmissionChain chain, TimeSpan elapsed) => command switch
    {
        "#!time" => Text(string.Create(CultureInfo.InvariantCulture, $"Wall time: {elapsed.TotalMilliseconds:0.0} ms")),
        "#!about" => Text($"notebookcourse-kernel: C# 14 on .NET {Environment.Version}, {RuntimeInformation.OSDescription.Trim()} ({RuntimeInformation.RuntimeIdentifier})"),
        "#!lsmagic" => Table(["command", "what it does"], CellCommands.Known.Select(known => (IReadOnlyList<string>)[known.Name, known.Meaning])),
        _ => Table(["name", "type", "value"], SessionVariables.Of(chain.States).Select(variable =>
            (IReadOnlyList<string>)[variable.Name, TypeName.Of(variable.Type), TextFormatter.Format(variable.Value)])),
    };

    private static Dictionary<string, string> Text(string text) => new() { ["text/plain"] = text };

    private static Dictionary<string, string> Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.ToList();
        return new Dictionary<string, string>
        {
            ["text/html"] = HtmlFormatter.Table(headings.Select(HtmlFormatter.Encode), all.Select(row => row.Select(HtmlFormatter.Encode))),
            ["text/plain"] = TextTable.Format(headings, all),
        };
    }
}
