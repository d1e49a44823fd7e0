using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookCourse.Kernel.Scripting;

namespace NotebookCourse.Kernel.Assistance;

/// <summary>Answers an editor's questions about a cell that is being written, on top of the cells run so far.</summary>
/// <param name="session">The session whose variables and types the cell sees; no cell may run while it is asked.</param>
public sealed class CodeAssistant(ScriptSession session)
{
    private const int MostNames = 200;

    /// <summary>The names that fit at a place, those that start with what is written there first.</summary>
    /// <param name="code">The cell's source so far; it need not compile.</param>
    /// <param name="offset">The place, in UTF-16 code units from the start: 0 to the source's length.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is outside the source.</exception>
    public NameSuggestions Complete(string code, int offset)
    {
        RequireOffset(code, offset);
        int start = offset;
        while (start > 0 && IsNamePart(code[start - 1]))
            start--;
        string written = code[start..offset];
        SemanticModel model = Bind(code);
        SyntaxToken before = model.SyntaxTree.GetRoot().FindToken(Math.Max(0, start - 1));
        IEnumerable<ISymbol> symbols = before.IsKind(SyntaxKind.DotToken) && before.Span.End == start
            ? Members(model, before.Parent, start)
            : model.LookupSymbols(start).Where(symbol => symbol is not IMethodSymbol { IsImplicitlyDeclared: true });
        List<NameSuggestion> names = [.. symbols
            .Where(symbol => symbol.CanBeReferencedByName && symbol.Name.StartsWith(written, StringComparison.OrdinalIgnoreCase) && !symbol.Name.StartsWith('<'))
            .DistinctBy(symbol => symbol.Name)
            .OrderBy(symbol => !symbol.Name.StartsWith(written, StringComparison.Ordinal))
            .ThenBy(symbol => symbol.Name, StringComparer.OrdinalIgnoreCase)
            .Take(MostNames)
            .Select(symbol => new NameSuggestion(symbol.Name, KindOf(symbol)))];
        return new NameSuggestions(start, offset, names);
    }

    /// <summary>What stands at a place: what kind of thing it is, its name with parameters, and its type.</summary>
    /// <returns>Lines of plain text; null if nothing is known of the place.</returns>
    /// <inheritdoc cref="Complete" path="/param"/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is outside the source.</exception>
    public string? Inspect(string code, int offset)
    {
        RequireOffset(code, offset);
        SemanticModel model = Bind(code);
        SyntaxToken token = model.SyntaxTree.GetRoot().FindToken(offset);
        if (token.SpanStart == offset && !token.IsKind(SyntaxKind.IdentifierToken) && offset > 0)
            token = model.SyntaxTree.GetRoot().FindToken(offset - 1);
        if (!token.IsKind(SyntaxKind.IdentifierToken) || token.Parent is not { } node)
            return null;
        SymbolInfo found = model.GetSymbolInfo(node);
        ISymbol? symbol = found.Symbol ?? found.CandidateSymbols.FirstOrDefault() ?? model.GetDeclaredSymbol(node);
        return symbol is null ? null : $"{KindOf(symbol)} {symbol.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat)}{TypeOf(symbol)}";
    }

    private static IEnumerable<ISymbol> Members(SemanticModel model, SyntaxNode? access, int position)
    {
        SyntaxNode? left = access switch
        {
            MemberAccessExpressionSyntax member => member.Expression,
            QualifiedNameSyntax name => name.Left,
            MemberBindingExpressionSyntax { Parent.Parent: ConditionalAccessExpressionSyntax conditional } => conditional.Expression,
            _ => null,
        };
        if (left is null)
            return [];
        ISymbol? symbol = model.GetSymbolInfo(left).Symbol;
        if (symbol is INamespaceOrTypeSymbol container)
            return model.LookupSymbols(position, container).Where(member => member.IsStatic || member is INamespaceOrTypeSymbol);
        return model.GetTypeInfo(left).Type is { TypeKind: not TypeKind.Error } type
            ? model.LookupSymbols(position, type, includeReducedExtensionMethods: true).Where(member => !member.IsStatic && member is not INamedTypeSymbol)
            : [];
    }

    private static string KindOf(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol type => type.TypeKind.ToString().ToLowerInvariant(),
        _ => symbol.Kind.ToString().ToLowerInvariant(),
    };

    private static string TypeOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: not MethodKind.Constructor } method => $" : {method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}",
        ILocalSymbol local => $" : {local.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}",
        IFieldSymbol field => $" : {field.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}",
        IPropertySymbol property => $" : {property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}",
        IParameterSymbol parameter => $" : {parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}",
        _ => "",
    };

    private static bool IsNamePart(char letter) => letter == '_' || char.IsLetterOrDigit(letter);

    private static void RequireOffset(string code, int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, code.Length);
    }

    private SemanticModel Bind(string code)
    {
        SyntaxTree tree = SubmissionChain.Parse(code, "editor");
        return session.Chain.Bind(tree).GetSemanticModel(tree);
    }
}
