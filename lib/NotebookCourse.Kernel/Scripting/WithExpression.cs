using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// A cell that ends in <c>config with { Layers = 3 }</c>. The script dialect reads a property named <c>with</c> there,
/// which is never meant; in parentheses it reads the expression.
/// </summary>
internal static class WithExpression
{
    /// <summary>The source, with parentheses around a last expression that the parser would not see.</summary>
    public static string AsLast(string code)
    {
        if (!code.Contains("with", StringComparison.Ordinal))
            return code;
        var root = SubmissionChain.Parse(code, "").GetCompilationUnitRoot();
        if (!root.ContainsDiagnostics && !root.Members.Any(IsWith))
            return code;
        foreach (var member in root.Members)
        {
            var expression = SyntaxFactory.ParseExpression(code, member.SpanStart, SubmissionChain.ParseOptions, consumeFullText: false);
            if (member.SpanStart + expression.FullSpan.Length == code.Length && !expression.ContainsDiagnostics && expression.DescendantNodesAndSelf().Any(node => node is WithExpressionSyntax))
                return code.Insert(member.SpanStart + expression.Span.End, ")").Insert(member.SpanStart, "(");
        }

        return code;
    }

    private static bool IsWith(MemberDeclarationSyntax member) => member is PropertyDeclarationSyntax { Identifier.Text: "with" };
}
