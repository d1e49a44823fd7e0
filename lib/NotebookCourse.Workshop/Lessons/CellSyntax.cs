using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookCourse.Workshop.Lessons;

/// <summary>A cell's code as the compiler reads it: which calls stand in it, which names it declares.</summary>
internal static partial class CellSyntax
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp14, DocumentationMode.Parse, SourceCodeKind.Script);

    /// <summary>The code's syntax; a code that does not compile has one too.</summary>
    public static SyntaxNode Parse(string code) => CSharpSyntaxTree.ParseText(code, Options).GetRoot();

    /// <summary>The first arguments, where they are plain strings, of every call of <paramref name="type"/>.<paramref name="method"/>.</summary>
    /// <returns>The text, and its line in the code, from 0.</returns>
    public static IReadOnlyList<(string Text, int Line)> Calls(SyntaxNode code, string type, string method) =>
    [
        .. from call in code.DescendantNodes().OfType<InvocationExpressionSyntax>()
           where IsCall(call, type, method)
           let first = call.ArgumentList.Arguments.FirstOrDefault()?.Expression as LiteralExpressionSyntax
           where first.IsKind(SyntaxKind.StringLiteralExpression)
           select (first!.Token.ValueText, Line(call)),
    ];

    /// <summary>The plain strings given to every argument called <paramref name="name"/>.</summary>
    public static IReadOnlyList<(string Text, int Line)> Arguments(SyntaxNode code, string name) =>
    [
        .. from argument in code.DescendantNodes().OfType<ArgumentSyntax>()
           where argument.NameColon?.Name.Identifier.ValueText == name && argument.Expression.IsKind(SyntaxKind.StringLiteralExpression)
           select (((LiteralExpressionSyntax)argument.Expression).Token.ValueText, Line(argument)),
    ];

    /// <summary>Whether <paramref name="call"/> is <c>type.method(...)</c>, with or without a namespace.</summary>
    public static bool IsCall(InvocationExpressionSyntax call, string type, string method) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } member && name == method
        && member.Expression is var owner && (owner as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText is var last
        && (last ?? (owner as IdentifierNameSyntax)?.Identifier.ValueText) == type;

    /// <summary>The names that later cells can use: variables, methods and types declared at the top of a cell.</summary>
    public static IEnumerable<string> Declared(SyntaxNode code)
    {
        foreach (MemberDeclarationSyntax member in ((CompilationUnitSyntax)code).Members)
        {
            switch (member)
            {
                case FieldDeclarationSyntax field:
                    foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                        yield return variable.Identifier.ValueText;
                    break;
                case MethodDeclarationSyntax method:
                    yield return method.Identifier.ValueText;
                    break;
                case BaseTypeDeclarationSyntax type:
                    yield return type.Identifier.ValueText;
                    break;
                case GlobalStatementSyntax statement:
                    foreach (string name in statement.DescendantNodes(node => node is not (BlockSyntax or AnonymousFunctionExpressionSyntax)).Select(NameOf).OfType<string>())
                        yield return name;
                    break;
            }
        }
    }

    /// <summary>Every name the code mentions.</summary>
    public static IEnumerable<string> Mentioned(SyntaxNode code) =>
        code.DescendantNodes().OfType<SimpleNameSyntax>()
            .Where(name => name.Parent is not MemberAccessExpressionSyntax member || member.Name != name)
            .Select(name => name.Identifier.ValueText);

    /// <summary>Every piece of text between quotation marks.</summary>
    public static IEnumerable<SyntaxToken> Strings(SyntaxNode code) => code.DescendantTokens()
        .Where(token => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.CharacterLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken);

    /// <summary>Whether a text holds English words: two side by side, so that names, shapes and formulas are none.</summary>
    public static bool IsEnglish(string text) => EnglishWords().IsMatch(text);

    /// <summary>Every name that the code itself brings in, wherever it does: parameters, variables, methods.</summary>
    public static IEnumerable<string> Introduced(SyntaxNode code) => code.DescendantNodes().Select(node => node switch
    {
        ParameterSyntax parameter => parameter.Identifier.ValueText,
        ForEachStatementSyntax loop => loop.Identifier.ValueText,
        _ => NameOf(node),
    }).OfType<string>();

    private static string? NameOf(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        _ => null,
    };

    private static int Line(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line;

    [GeneratedRegex(@"(?<![A-Za-z_.])[A-Za-z]{3,} [a-z]{2,}(?![A-Za-z_(.=\[])")]
    private static partial Regex EnglishWords();
}
