using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace NotebookCourse.Workshop.Lessons;

/// <summary>
/// Turns a cell's source, which holds both languages, into one language's code: <c>Language.Pick(english, chinese)</c> becomes the
/// argument itself, joined with the strings beside it, and a comment <c>// English || 中文</c> becomes its half.
/// </summary>
internal sealed class CellLanguage
{
    private const string Between = " || ";

    private readonly bool _chinese;
    private string _code;
    private List<int> _lines;

    private CellLanguage(string source, bool chinese)
    {
        (_code, _chinese) = (source, chinese);
        _lines = [.. Enumerable.Range(0, source.Count('\n') + 1)];
    }

    /// <summary>The code in <paramref name="language"/> (<c>en</c> or <c>zh</c>).</summary>
    public static CellText Resolve(string source, string language)
    {
        var cell = new CellLanguage(source, language == Language.Chinese);
        while (Innermost(CellSyntax.Parse(cell._code)) is { } pick)
            cell.Replace(pick);
        cell.ChooseComments();
        return new CellText(cell._code, cell._lines);
    }

    /// <summary>A comment's two halves; null if it is no pair.</summary>
    public static (string English, string Chinese)? Pair(string comment)
    {
        int place = comment.IndexOf(Between, StringComparison.Ordinal);
        return place > 0 && comment[place..].Any(CellText.IsChinese) ? (comment[..place], comment[(place + Between.Length)..]) : null;
    }

    /// <summary>Every choice of words in a source.</summary>
    public static IEnumerable<InvocationExpressionSyntax> Picks(SyntaxNode code) =>
        code.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => CellSyntax.IsCall(call, nameof(Language), nameof(Language.Pick)) && call.ArgumentList.Arguments.Count == 2);

    private static InvocationExpressionSyntax? Innermost(SyntaxNode code) =>
        Picks(code).FirstOrDefault(call => !Picks(call.ArgumentList).Any());

    private void Replace(InvocationExpressionSyntax pick)
    {
        ExpressionSyntax chosen = pick.ArgumentList.Arguments[_chinese ? 1 : 0].Expression;
        if (pick.Parent is InterpolationSyntax { AlignmentClause: null, FormatClause: null, Parent: InterpolatedStringExpressionSyntax whole } hole
            && StringPieces.CanHold(whole) && StringPieces.Of(chosen) is { } pieces)
        {
            Put(hole.Span, pieces.Interpolated, chosen.SpanStart);
            return;
        }

        bool isWhole = pick.Parent is ArgumentSyntax or EqualsValueClauseSyntax or ParenthesizedExpressionSyntax or ArrowExpressionClauseSyntax or InterpolationSyntax
            or ExpressionElementSyntax or InitializerExpressionSyntax or ReturnStatementSyntax or GlobalStatementSyntax or ExpressionStatementSyntax;
        bool isUnit = chosen is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax or SimpleNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax
            or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax;
        string text = chosen.ToString();
        int start = pick.SpanStart;
        Put(pick.Span, isWhole || isUnit ? text : $"({text})", chosen.SpanStart);
        JoinNeighbors(start);
    }

    // "a" + Pick("b", ...) + "c" on one line reads as one string.
    private void JoinNeighbors(int place)
    {
        SyntaxNode code = CellSyntax.Parse(_code);
        if (code.FindToken(place).Parent?.FirstAncestorOrSelf<ExpressionSyntax>(node => node.SpanStart == place && StringPieces.Of(node) is not null) is not { } word)
            return;
        ExpressionSyntax[] operands = Operands(word);
        int index = Array.FindIndex(operands, operand => operand.Span == word.Span);
        int first = index, last = index;
        while (first > 0 && Joins(operands[first - 1], operands[first]))
            first--;
        while (last >= 0 && last + 1 < operands.Length && Joins(operands[last], operands[last + 1]))
            last++;
        if (index >= 0 && last > first)
            Put(TextSpan.FromBounds(operands[first].SpanStart, operands[last].Span.End), StringPieces.Join(operands[first..(last + 1)]), operands[first].SpanStart);
    }

    private bool Joins(ExpressionSyntax left, ExpressionSyntax right) =>
        StringPieces.Of(left) is { EndsOpen: false } && StringPieces.Of(right) is not null
        && _code[left.Span.End..right.SpanStart].Trim() == "+" && !_code[left.Span.End..right.SpanStart].Contains('\n');

    private static ExpressionSyntax[] Operands(ExpressionSyntax word)
    {
        ExpressionSyntax top = word;
        while (top.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum)
            top = sum;
        return [.. Flat(top)];
    }

    private static IEnumerable<ExpressionSyntax> Flat(ExpressionSyntax node) =>
        node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum ? Flat(sum.Left).Append(sum.Right) : [node];

    private void ChooseComments()
    {
        foreach (SyntaxTrivia comment in CellSyntax.Parse(_code).DescendantTrivia().Where(IsComment).Reverse())
        {
            string text = comment.ToString();
            if (Pair(text) is not { } pair)
                continue;
            string open = text[..2], close = text.EndsWith("*/", StringComparison.Ordinal) ? " */" : "";
            Put(comment.Span, _chinese ? $"{open} {pair.Chinese}" : $"{pair.English.TrimEnd()}{close}", comment.SpanStart);
        }
    }

    /// <summary>Whether a piece of the text between tokens is a comment.</summary>
    public static bool IsComment(SyntaxTrivia trivia) => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia;

    // Keeps, for each line of the code, the source's line that its text came from.
    private void Put(TextSpan span, string text, int textStart)
    {
        int first = _code.AsSpan(0, span.Start).Count('\n'), last = _code.AsSpan(0, span.End).Count('\n');
        int from = _code.AsSpan(0, textStart).Count('\n');
        IEnumerable<int> within = Enumerable.Range(from + 1, text.Count('\n')).Select(line => _lines[line]);
        _lines = [.. _lines[..first], _lines[from], .. within, .. _lines[(last + 1)..]];
        _code = $"{_code[..span.Start]}{text}{_code[span.End..]}";
    }
}
