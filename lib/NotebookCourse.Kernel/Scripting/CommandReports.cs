using System.Globalization;
using NotebookCourse.Kernel.Formatting;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>What the <c>#!</c> commands of a cell show after it has run.</summary>
internal static class CommandReports
{
    public static IEnumerable<IReadOnlyDictionary<string, string>> Of(CellCommands commands, SubmissionChain chain, TimeSpan elapsed)
    {
        if (commands.Time)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"Wall time: {elapsed.TotalMilliseconds:0.0} ms");
            yield return new Dictionary<string, string> { ["text/plain"] = text };
        }

        if (commands.ListVariables)
        {
            yield return Table(["name", "type", "value"], SessionVariables.Of(chain.States).Select(variable =>
                (IReadOnlyList<string>)[variable.Name, TypeName.Of(variable.Type), TextFormatter.Format(variable.Value)]));
        }

        if (commands.ListCommands)
            yield return Table(["command", "what it does"], CellCommands.Known.Select(known => (IReadOnlyList<string>)[known.Name, known.Meaning]));
    }

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
