using Microsoft.CodeAnalysis;
using NotebookCourse.Kernel.Displays;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// Names of .NET Interactive's that its notebooks use without a using line. A cell that does gets the namespaces; others do
/// not, where a name as common as Kernel would be in the way of a library's.
/// </summary>
internal static class InteractiveNames
{
    /// <summary>The namespaces.</summary>
    public static readonly IReadOnlyList<string> Namespaces = ["Microsoft.DotNet.Interactive", "Microsoft.DotNet.Interactive.Formatting"];

    private static readonly Lazy<HashSet<string>> Types = new(() =>
        [.. typeof(Notebook).Assembly.GetExportedTypes().Where(type => Namespaces.Contains(type.Namespace)).Select(type => type.Name.Split('`')[0])]);

    /// <summary>Whether errors say that such a name is not known.</summary>
    public static bool AreMissing(IEnumerable<Diagnostic> errors) => errors.Any(error => error.Id is "CS0103" or "CS0246" && Types.Value.Contains(Name(error)));

    private static string Name(Diagnostic error)
    {
        string text = error.Location.SourceTree!.GetText().ToString(error.Location.SourceSpan);
        return text.Split('<')[0];
    }
}
