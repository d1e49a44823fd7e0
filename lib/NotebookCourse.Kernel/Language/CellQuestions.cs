using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookCourse.Kernel.Scripting;

namespace NotebookCourse.Kernel.Language;

/// <summary>
/// Completion and inspection, asked of the compiler's own model of the next cell. It shares everything bound so far
/// with the cells that ran, so a question costs milliseconds, where a separate workspace would cost seconds and
/// memory for a second copy of the session.
/// </summary>
internal sealed partial class CellQuestions(SubmissionChain chain)
{
    private static readonly string[] Keywords = [.. SyntaxFacts.GetKeywordKinds().Select(SyntaxFacts.GetText).Where(text => text.Length > 1 && !text.StartsWith("__", StringComparison.Ordinal)).Distinct()];

    /// <summary>What may stand at the cursor, and where the name begun there starts.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="cursor">In UTF-16 code units.</param>
    public (int Start, IReadOnlyList<Completion> Matches) Complete(string code, int cursor)
    {
        int start = cursor;
        while (start > 0 && (char.IsLetterOrDigit(code[start - 1]) || code[start - 1] == '_'))
            start--;
        string prefix = code[start..cursor];
        var tree = SubmissionChain.Parse(code, "");
        var root = tree.GetRoot();
        if (IsText(root, cursor))
            return (cursor, []);
        var model = chain.Bind(tree).GetSemanticModel(tree);
        var before = start == 0 ? default : root.FindToken(start - 1);
        IEnumerable<Completion> all = Owner(before) is { } owner
            ? Members(model, owner, start)
            : model.LookupSymbols(start).Select(Describe).Concat(Keywords.Select(keyword => new Completion(keyword, "keyword")));
        return (start, [.. all.Where(item => item.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && SyntaxFacts.IsValidIdentifier(item.Name))
            .DistinctBy(item => item.Name).OrderBy(item => item.Name, StringComparer.OrdinalIgnoreCase)]);
    }

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
        return new Inspection(symbol.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat.AddMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType)), Summary(symbol));
    }

    private static bool IsText(SyntaxNode root, int cursor)
    {
        if (cursor == 0)
            return false;
        var token = root.FindToken(cursor - 1);
        return token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
            && token.Span.Contains(cursor - 1) && cursor < token.Span.End;
    }

    // What stands before the dot that precedes the name.
    private static ExpressionSyntax? Owner(SyntaxToken dot) => dot.Parent switch
    {
        MemberAccessExpressionSyntax access when access.OperatorToken == dot => access.Expression,
        QualifiedNameSyntax name when name.DotToken == dot => name.Left,
        MemberBindingExpressionSyntax binding when binding.Parent?.Parent is ConditionalAccessExpressionSyntax conditional => conditional.Expression,
        _ => null,
    };

    private static IEnumerable<Completion> Members(SemanticModel model, ExpressionSyntax owner, int position)
    {
        var symbol = model.GetSymbolInfo(owner).Symbol;
        var symbols = symbol is INamespaceOrTypeSymbol container
            ? model.LookupSymbols(position, container).Where(member => member.IsStatic || member is INamespaceOrTypeSymbol)
            : model.GetTypeInfo(owner).Type is { } type
                ? model.LookupSymbols(position, type, includeReducedExtensionMethods: true).Where(member => !member.IsStatic || member is IMethodSymbol { MethodKind: MethodKind.ReducedExtension })
                : [];
        return symbols.Where(member => member.CanBeReferencedByName).Select(Describe);
    }

    private static Completion Describe(ISymbol symbol) => new(symbol.Name, symbol switch
    {
        IMethodSymbol => "function",
        IPropertySymbol => "property",
        INamespaceSymbol => "module",
        INamedTypeSymbol { TypeKind: TypeKind.Enum } => "enum",
        INamedTypeSymbol { TypeKind: TypeKind.Interface } => "interface",
        INamedTypeSymbol => "class",
        _ => "instance",
    });

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
