using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookCourse.Workshop.Lessons;

/// <summary>What stands between the quotation marks of an ordinary string, <c>"..."</c> or <c>$"..."</c>, as it is written.</summary>
/// <param name="Interpolated">As it stands in an interpolated string: braces doubled, holes as they are.</param>
/// <param name="HasHoles">It is an interpolated string with at least one hole.</param>
/// <param name="EndsOpen">Its last letters are a <c>\x</c> escape, which would take in letters that follow.</param>
internal sealed record StringPieces(string Interpolated, bool HasHoles, bool EndsOpen)
{
    /// <summary>The pieces of a string; null of anything else, verbatim and raw strings included.</summary>
    public static StringPieces? Of(ExpressionSyntax expression)
    {
        if (expression is LiteralExpressionSyntax { Token: { RawKind: (int)SyntaxKind.StringLiteralToken, Text: ['"', ..] } token })
            return New(token.Text[1..^1].Replace("{", "{{").Replace("}", "}}"), false);
        if (expression is InterpolatedStringExpressionSyntax whole && CanHold(whole))
            return New(whole.Contents.ToFullString(), whole.Contents.OfType<InterpolationSyntax>().Any());
        return null;
    }

    /// <summary>Whether ordinary pieces can stand in an interpolated string: it is <c>$"..."</c>, not verbatim, not raw.</summary>
    public static bool CanHold(InterpolatedStringExpressionSyntax whole) => whole.StringStartToken.IsKind(SyntaxKind.InterpolatedStringStartToken);

    /// <summary>One string for several that stand side by side.</summary>
    public static string Join(IEnumerable<ExpressionSyntax> strings)
    {
        StringPieces[] pieces = [.. strings.Select(text => Of(text)!)];
        string joined = string.Concat(pieces.Select(piece => piece.Interpolated));
        return pieces.Any(piece => piece.HasHoles) ? $"$\"{joined}\"" : $"\"{joined.Replace("{{", "{").Replace("}}", "}")}\"";
    }

    private static StringPieces New(string interpolated, bool hasHoles)
    {
        int escape = interpolated.LastIndexOf("\\x", StringComparison.Ordinal);
        return new StringPieces(interpolated, hasHoles, escape >= 0 && interpolated[(escape + 2)..].All(char.IsAsciiHexDigit));
    }
}
