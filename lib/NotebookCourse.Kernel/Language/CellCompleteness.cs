using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookCourse.Kernel.Scripting;

namespace NotebookCourse.Kernel.Language;

/// <summary>Whether a cell is ready to run, as the parser sees it.</summary>
internal static class CellCompleteness
{
    // A comment, a text or a branch that begins and does not end is marked where it begins.
    private static readonly HashSet<string> Unterminated = ["CS1035", "CS1039", "CS8997", "CS1027", "CS1038", "CS8967", "CS9006"];

    /// <summary><c>complete</c>, <c>incomplete</c> with the next line's indent, or <c>invalid</c>.</summary>
    public static (string Status, string Indent) Of(string code)
    {
        var tree = SubmissionChain.Parse(code, "");
        var first = tree.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).MinBy(diagnostic => diagnostic.Location.SourceSpan.Start);
        bool isOpen = first is not null && (Unterminated.Contains(first.Id) || first.Location.SourceSpan.End >= EndOf(tree));
        if (ClosesWhatIsNotOpen(tree))
            return ("invalid", "");
        if (!SyntaxFactory.IsCompleteSubmission(tree) && (first is null || isOpen))
            return ("incomplete", new string(' ', 4 * Math.Max(0, OpenBraces(tree))));
        return (first is null ? "complete" : "invalid", "");
    }

    // What is wrong before the end of what is written, more lines do not mend.
    private static int EndOf(SyntaxTree tree) =>
        tree.GetRoot().DescendantTokens().LastOrDefault(token => !token.IsMissing && token.Span.Length > 0) is { Span.Length: > 0 } last ? last.Span.End : 0;

    private static bool ClosesWhatIsNotOpen(SyntaxTree tree)
    {
        var open = new Stack<SyntaxKind>();
        foreach (var token in tree.GetRoot().DescendantTokens(descendIntoTrivia: true).Where(token => !token.IsMissing))
        {
            if (token.Kind() is SyntaxKind.OpenParenToken or SyntaxKind.OpenBraceToken or SyntaxKind.OpenBracketToken)
                open.Push(token.Kind());
            else if (Opener(token.Kind()) is { } opener && (!open.TryPop(out var last) || last != opener))
                return true;
        }

        return false;
    }

    private static SyntaxKind? Opener(SyntaxKind closer) => closer switch
    {
        SyntaxKind.CloseParenToken => SyntaxKind.OpenParenToken,
        SyntaxKind.CloseBraceToken => SyntaxKind.OpenBraceToken,
        SyntaxKind.CloseBracketToken => SyntaxKind.OpenBracketToken,
        _ => null,
    };

    private static int OpenBraces(SyntaxTree tree)
    {
        var tokens = tree.GetRoot().DescendantTokens().Where(token => !token.IsMissing).ToList();
        return tokens.Count(token => token.IsKind(SyntaxKind.OpenBraceToken)) - tokens.Count(token => token.IsKind(SyntaxKind.CloseBraceToken));
    }
}
