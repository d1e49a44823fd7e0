using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookCourse.Kernel.Scripting;

namespace NotebookCourse.Kernel.Language;

/// <summary>What the compiler knows of a name in the cell that is being written.</summary>
internal sealed partial class CellInspection(SubmissionChain chain)
{
    private const int ShownOverloads = 20;

    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.MinimallyQualifiedFormat.AddMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType);

    /// <summary>What is known of the name at or before the cursor; null if it is no name.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="cursor">In UTF-16 code units.</param>
    public Inspection? Inspect(string code, int cursor)
    {
        var tree = SubmissionChain.Parse(code, "");
        var root = tree.GetRoot();
        var token = root.FindToken(Math.Min(cursor, Math.Max(0, code.Length - 1)));
        if (!token.IsKind(SyntaxKind.IdentifierToken) && cursor > 0)
            token = root.FindToken(cursor - 1);
        if (!token.IsKind(SyntaxKind.IdentifierToken) || token.Parent is not { } node)
            return null;
        var model = chain.Bind(tree).GetSemanticModel(tree);
        var info = model.GetSymbolInfo(node);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault() ?? model.GetDeclaredSymbol(node) ?? model.GetTypeInfo(node).Type;
        if (symbol is null or IErrorTypeSymbol)
            return null;
        return new Inspection(Signature(symbol, model.GetMemberGroup(node)), Summary(symbol));
    }

    // The one that is meant, or the first, then the others of its name.
    private static string Signature(ISymbol symbol, IEnumerable<ISymbol> group)
    {
        string[] others = [.. group.Select(other => other.ToDisplayString(Format)).Where(other => other != symbol.ToDisplayString(Format)).Distinct()];
        if (others.Length == 0)
            return symbol.ToDisplayString(Format);
        var lines = others.Take(ShownOverloads).Prepend($"// {others.Length + 1} overloads").Prepend(symbol.ToDisplayString(Format));
        return string.Join("\n", others.Length > ShownOverloads ? lines.Append($"// and {others.Length - ShownOverloads} more") : lines);
    }

    private static string Summary(ISymbol symbol)
    {
        string xml = symbol.GetDocumentationCommentXml() is { Length: > 0 } own ? own : FrameworkDocumentation.Of(symbol);
        if (xml.Length == 0)
            return "";
        var summary = XElement.Parse($"<doc>{xml}</doc>").Descendants("summary").FirstOrDefault();
        if (summary is null)
            return "";
        foreach (var reference in summary.Descendants().Where(item => item.Name.LocalName is "see" or "paramref" or "typeparamref").ToList())
            reference.ReplaceWith((string?)reference.Attribute("cref") is { } cref ? cref[(cref.IndexOf(':') + 1)..].Split('(')[0] : (string?)reference.Attribute("name") ?? (string?)reference.Attribute("langword") ?? reference.Value);
        return Blanks().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
