using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookCourse.Kernel.Packages;
using NotebookCourse.Kernel.Scripting;

namespace NotebookCourse.Kernel.Directives;

/// <summary>
/// The lines of C# source that the kernel takes care of: packages and their sources, and references below a statement,
/// where the compiler takes none. What the parser does not see as an active directive is left as it is.
/// </summary>
/// <param name="Code">The source with those lines left blank.</param>
/// <param name="Packages">What <c>#r "nuget: …"</c> asks for.</param>
/// <param name="Sources">What <c>#i "nuget: …"</c> names.</param>
/// <param name="References">Files or assemblies that <c>#r</c> names below a statement, each with its line from 1.</param>
/// <param name="Loads">What <c>#load</c> names.</param>
internal sealed record SourceDirectives(
    string Code, IReadOnlyList<PackageRequest> Packages, IReadOnlyList<string> Sources, IReadOnlyList<(string Name, int Line)> References, IReadOnlyList<string> Loads)
{
    private const string NuGet = "nuget:";

    /// <summary>
    /// The directives of a source, in its order. Those in a branch that is not compiled are not active, and yet the
    /// compiler would follow references there, and refuse commands.
    /// </summary>
    public static IEnumerable<DirectiveTriviaSyntax> All(SyntaxTree tree) =>
        tree.GetRoot().DescendantTrivia(descendIntoTrivia: true).Where(trivia => trivia.IsDirective).Select(trivia => (DirectiveTriviaSyntax)trivia.GetStructure()!);

    /// <summary>Takes the directives out of a source.</summary>
    /// <exception cref="CommandException">A directive is not written as it must be.</exception>
    public static SourceDirectives Take(string code)
    {
        if (!code.Contains('#', StringComparison.Ordinal))
            return new SourceDirectives(code, [], [], [], []);
        var tree = SubmissionChain.Parse(code, "");
        int firstToken = tree.GetRoot().GetFirstToken(includeSkipped: true).SpanStart;
        List<PackageRequest> packages = [];
        List<string> sources = [], loads = [];
        List<(string, int)> references = [];
        string[] lines = code.Split('\n');
        var blank = new HashSet<int>();
        foreach (var directive in All(tree))
        {
            int line = code.AsSpan(0, directive.SpanStart).Count('\n');
            switch (directive)
            {
                case { IsActive: false }:
                    if (directive is ReferenceDirectiveTriviaSyntax or LoadDirectiveTriviaSyntax)
                        blank.Add(line);
                    break;
                case ReferenceDirectiveTriviaSyntax reference when reference.File.ValueText is { Length: > 0 } name:
                    if (PackageRequest.TryParse(name) is { } package)
                        packages.Add(package);
                    else if (name.TrimStart().StartsWith(NuGet, StringComparison.OrdinalIgnoreCase))
                        throw new CommandException(line + 1, $"\"{name}\" does not name a package. Expected: #r \"nuget: Name, version\", or without a version for the newest.");
                    else if (directive.SpanStart > firstToken)
                        references.Add((name, line + 1));
                    else
                        break;
                    blank.Add(line);
                    break;
                case LoadDirectiveTriviaSyntax load when load.File.ValueText is { Length: > 0 } file:
                    loads.Add(file);
                    break;
                case BadDirectiveTriviaSyntax { Identifier.Text: "i" }:
                    sources.Add(Source(lines[line], line + 1));
                    blank.Add(line);
                    break;
            }
        }

        string kept = blank.Count == 0 ? code : string.Join('\n', lines.Select((text, line) => blank.Contains(line) ? "" : text));
        return new SourceDirectives(kept, packages, sources, references, loads);
    }

    private static string Source(string line, int number)
    {
        string[] quoted = line.Split('"');
        if (quoted.Length >= 3 && quoted[1].Trim() is var text && text.StartsWith(NuGet, StringComparison.OrdinalIgnoreCase) && text[NuGet.Length..].Trim() is { Length: > 0 } source)
            return source;
        throw new CommandException(number, $"'{line.Trim()}' names no package source. Expected: #i \"nuget:URL\" or #i \"nuget:folder\".");
    }
}
