using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace NotebookCourse.Kernel.Language;

/// <summary>The documentation of .NET itself, which stands in the SDK's reference pack where there is an SDK.</summary>
internal static class FrameworkDocumentation
{
    private static readonly ConcurrentDictionary<string, Dictionary<string, string>> Files = new(StringComparer.Ordinal);
    private static readonly Lazy<string?> Folder = new(FindFolder);

    /// <summary>A symbol's documentation in XML; empty if it cannot be had.</summary>
    public static string Of(ISymbol symbol)
    {
        if (Folder.Value is not { } folder || symbol.OriginalDefinition.GetDocumentationCommentId() is not { } id)
            return "";

        // The running assemblies are cut otherwise than the reference pack: a type's file is named after its namespace, or is the first.
        string space = symbol.ContainingNamespace?.ToDisplayString() ?? "";
        foreach (string name in (string[])[symbol.ContainingAssembly?.Name ?? "", space, (symbol.ContainingType ?? symbol).ToDisplayString().Split('<')[0], "System.Runtime"])
        {
            string file = Path.Combine(folder, name + ".xml");
            if (name.Length > 0 && File.Exists(file) && Files.GetOrAdd(file, Read).TryGetValue(id, out string? xml))
                return xml;
        }

        return "";
    }

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(file).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, member => string.Concat(member.Nodes()), StringComparer.Ordinal);

    private static string? FindFolder()
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string packs = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        return !Directory.Exists(packs) ? null : Directory.EnumerateDirectories(packs).OrderDescending(StringComparer.Ordinal)
            .Select(version => Path.Combine(version, "ref", $"net{Environment.Version.Major}.0")).FirstOrDefault(Directory.Exists);
    }
}
