using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookCourse.Kernel.Scripting;

namespace NotebookCourse.Kernel.Language;

/// <summary>Whether a cell is ready to run, as the parser sees it.</summary>
internal static class CellCompleteness
{
    /// <summary><c>complete</c>, <c>incomplete</c> with the next line's indent, or <c>invalid</c>.</summary>
    public static (string Status, string Indent) Of(string code)
    {
        var tree = SubmissionChain.Parse(code, "");
        if (!SyntaxFactory.IsCompleteSubmission(tree))
            return ("incomplete", new string(' ', 4 * Math.Max(0, OpenBraces(tree))));
        return (tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? "invalid" : "complete", "");
    }

    private static int OpenBraces(SyntaxTree tree)
    {
        var tokens = tree.GetRoot().DescendantTokens().Where(token => !token.IsMissing).ToList();
        return tokens.Count(token => token.IsKind(SyntaxKind.OpenBraceToken)) - tokens.Count(token => token.IsKind(SyntaxKind.CloseBraceToken));
    }
}
