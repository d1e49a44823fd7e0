using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookCourse.Kernel.Directives;
using NotebookCourse.Kernel.Scripting;

namespace NotebookCourse.Kernel.Language;

/// <summary>
/// Completion, asked of the compiler's own model of the next cell. It shares everything bound so far with the cells
/// that ran, so a question costs milliseconds, where the editor services' separate workspace costs 150 and a second
/// copy of the session.
/// </summary>
internal sealed class CellCompletion(SubmissionChain chain)
{
    private static readonly Candidate[] Keywords = [.. SyntaxFacts.GetKeywordKinds().Concat(SyntaxFacts.GetContextualKeywordKinds())
        .Select(SyntaxFacts.GetText).Where(text => text.Length > 1 && char.IsLetter(text[0])).Distinct().Select(text => new Candidate(text, "keyword"))];

    /// <summary>What may stand at the cursor, and where the name begun there starts.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="cursor">In UTF-16 code units.</param>
    public (int Start, IReadOnlyList<Completion> Matches) Complete(string code, int cursor)
    {
        if (Command(code, cursor) is { } command)
            return command;
        int start = cursor;
        while (start > 0 && (char.IsLetterOrDigit(code[start - 1]) || code[start - 1] == '_'))
            start--;
        string prefix = code[start..cursor];
        var tree = SubmissionChain.Parse(code, "");
        if (IsText(tree.GetRoot(), cursor))
            return (cursor, []);

        var model = chain.Bind(tree).GetSemanticModel(tree);
        return (start, [.. Candidates(model, Left(tree.GetRoot(), start), start)
            .Where(candidate => candidate.Keys.Any(key => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .DistinctBy(candidate => candidate.Text)
            .OrderBy(candidate => candidate.Text, StringComparer.OrdinalIgnoreCase)
            .Select(candidate => new Completion(candidate.Text, candidate.Kind))]);
    }

    private static IEnumerable<Candidate> Candidates(SemanticModel model, SyntaxToken left, int position)
    {
        if (Owner(left) is { } owner)
            return Members(model, owner, position);
        if (left.Parent?.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { } directive && left.Span.End <= position && !directive.SemicolonToken.Span.Equals(left.Span))
            return Names(model.LookupNamespacesAndTypes(position).Where(symbol => symbol is INamespaceSymbol || directive.StaticKeyword.RawKind != 0 || directive.Alias is not null));
        if (left.IsKind(SyntaxKind.OverrideKeyword))
            return Overridable(model, position);

        var everything = Names(model.LookupSymbols(position)).Concat(Keywords);
        return left.Parent switch
        {
            InitializerExpressionSyntax initializer when left.Kind() is SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken => Settable(model, initializer, position) is [_, ..] members ? members : everything,
            ArgumentListSyntax arguments when left.Kind() is SyntaxKind.OpenParenToken or SyntaxKind.CommaToken => everything.Concat(ParameterNames(model, arguments)),
            _ => everything,
        };
    }

    // A line that starts with #! is a command.
    private static (int, IReadOnlyList<Completion>)? Command(string code, int cursor)
    {
        int line = code.LastIndexOf('\n', Math.Max(0, cursor - 1)) + 1;
        string written = cursor > line ? code[line..cursor] : "";
        if (!written.StartsWith("#!", StringComparison.Ordinal))
            return null;
        return (line, [.. CellCommands.Known.Where(command => command.Name.StartsWith(written, StringComparison.Ordinal)).Select(command => new Completion(command.Name, "magic"))]);
    }

    // Inside a text or a comment nothing is meant to be C#.
    private static bool IsText(SyntaxNode root, int cursor)
    {
        if (cursor == 0)
            return false;
        var trivia = root.FindTrivia(cursor - 1);
        if (trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia
            || (trivia.Kind() is SyntaxKind.MultiLineCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia && (cursor < trivia.Span.End || trivia.ContainsDiagnostics)))
            return true;
        var token = root.FindToken(cursor - 1);
        return token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8StringLiteralToken
            && token.Span.Contains(cursor - 1) && (cursor < token.Span.End || token.ContainsDiagnostics);
    }

    // The token before the name; blanks and line ends between them do not count.
    private static SyntaxToken Left(SyntaxNode root, int start)
    {
        if (start == 0)
            return default;
        var token = root.FindToken(start - 1);
        return token.SpanStart >= start || token.Span.IsEmpty ? token.GetPreviousToken() : token;
    }

    // What stands before the dot that precedes the name.
    private static ExpressionSyntax? Owner(SyntaxToken dot) => dot.Parent switch
    {
        MemberAccessExpressionSyntax access when access.OperatorToken == dot => access.Expression,
        QualifiedNameSyntax name when name.DotToken == dot => name.Left,
        MemberBindingExpressionSyntax binding when binding.OperatorToken == dot && binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } conditional => conditional.Expression,
        _ => null,
    };

    private static IEnumerable<Candidate> Members(SemanticModel model, ExpressionSyntax owner, int position)
    {
        var symbol = model.GetSymbolInfo(owner).Symbol;
        if (owner.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { StaticKeyword.RawKind: 0, Alias: null } && symbol is INamespaceSymbol parent)
            return Names(model.LookupSymbols(position, parent).Where(member => member is INamespaceSymbol));
        return Names(symbol switch
        {
            INamedTypeSymbol { TypeKind: TypeKind.Enum } type => type.GetMembers().OfType<IFieldSymbol>(),
            INamespaceOrTypeSymbol container => model.LookupSymbols(position, container).Where(member => member.IsStatic || member is INamespaceOrTypeSymbol),
            _ when model.GetTypeInfo(owner).Type is { } type => model.LookupSymbols(position, type, includeReducedExtensionMethods: true).Where(member => !member.IsStatic || member is IMethodSymbol { MethodKind: MethodKind.ReducedExtension }),
            _ => [],
        });
    }

    // What an object initializer may still set.
    private static List<Candidate> Settable(SemanticModel model, InitializerExpressionSyntax initializer, int position)
    {
        if (initializer.Parent is not BaseObjectCreationExpressionSyntax creation || model.GetTypeInfo(creation).Type is not { } type)
            return [];
        var set = initializer.Expressions.OfType<AssignmentExpressionSyntax>().Select(assignment => assignment.Left.ToString()).ToHashSet();
        return [.. Names(model.LookupSymbols(position, type).Where(member => !member.IsStatic && !set.Contains(member.Name)
            && (member is IFieldSymbol { IsReadOnly: false } || (member is IPropertySymbol { SetMethod: { } setter, IsIndexer: false } && model.IsAccessible(position, setter)))))];
    }

    private static IEnumerable<Candidate> ParameterNames(SemanticModel model, ArgumentListSyntax arguments)
    {
        if (arguments.Parent is not { } call)
            return [];
        var info = model.GetSymbolInfo(call);
        var methods = (info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols).OfType<IMethodSymbol>()
            .Concat(call is InvocationExpressionSyntax invocation ? model.GetMemberGroup(invocation.Expression).OfType<IMethodSymbol>() : []);
        return methods.SelectMany(method => method.Parameters).Select(parameter => new Candidate(parameter.Name + ":", "param"));
    }

    private static IEnumerable<Candidate> Overridable(SemanticModel model, int position)
    {
        var own = model.GetEnclosingSymbol(position);
        var type = own as INamedTypeSymbol ?? own?.ContainingType;
        var format = SymbolDisplayFormat.MinimallyQualifiedFormat.WithMemberOptions(SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters);
        for (var ancestor = type?.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            foreach (var member in ancestor.GetMembers().Where(member => (member.IsVirtual || member.IsAbstract || member.IsOverride) && !member.IsSealed && member.CanBeReferencedByName && member is IMethodSymbol or IPropertySymbol))
                yield return new Candidate(member.ToMinimalDisplayString(model, position, format), "function", member.Name);
        }
    }

    private static IEnumerable<Candidate> Names(IEnumerable<ISymbol> symbols) =>
        symbols.Where(symbol => symbol.CanBeReferencedByName && SyntaxFacts.IsValidIdentifier(symbol.Name)).Select(symbol => new Candidate(symbol.Name, Kind(symbol)));

    private static string Kind(ISymbol symbol) => symbol switch
    {
        IMethodSymbol => "function",
        IPropertySymbol => "property",
        INamespaceSymbol => "module",
        INamedTypeSymbol { TypeKind: TypeKind.Enum } => "enum",
        INamedTypeSymbol { TypeKind: TypeKind.Interface } => "interface",
        INamedTypeSymbol => "class",
        _ => "instance",
    };

    /// <param name="Text">What is written.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="Name">Another way to begin it; null for none.</param>
    private sealed record Candidate(string Text, string Kind, string? Name = null)
    {
        public IEnumerable<string> Keys => Name is null ? [Text] : [Text, Name];
    }
}
