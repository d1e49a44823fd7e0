using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookCourse.Exercises;
using NotebookCourse.Workshop.Lessons;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Pages;

/// <summary>Finds in the lessons' cells which guesses they ask for and where these are measured.</summary>
internal static class CourseGuesses
{
    /// <summary>The cells of a lesson that ask for guesses, in order.</summary>
    public static IReadOnlyList<GuessCell> AskedIn(PageLesson lesson) =>
    [
        .. from cell in lesson.Cells.Index()
           let guesses = Asked(cell.Item.Cell)
           where guesses.Count > 0
           select new GuessCell($"{lesson.Id}.html#c{cell.Index}", Question(lesson.Cells, cell.Index), guesses),
    ];

    /// <summary>Where each guess is measured, by its id; the first lesson counts where two measure the same.</summary>
    public static IReadOnlyDictionary<string, GuessMeasurement> Measured(IReadOnlyList<PageLesson> lessons)
    {
        Dictionary<string, GuessMeasurement> measured = new(StringComparer.Ordinal);
        foreach (PageLesson lesson in lessons)
        {
            foreach ((int index, ExecutedCell cell) in lesson.Cells.Index())
            {
                foreach (string id in Calls(cell.Cell, nameof(Prediction.Compare)).Select(Id).OfType<string>())
                    measured.TryAdd(id, new GuessMeasurement($"{lesson.Id}.html#c{index}", lesson.Number, Saved(cell, id)));
            }
        }

        return measured;
    }

    private static IReadOnlyList<Guess> Asked(NotebookCell cell) =>
        [.. Calls(cell, nameof(Prediction.Ask)).Select(Read).OfType<Guess>()];

    private static IEnumerable<InvocationExpressionSyntax> Calls(NotebookCell cell, string method) =>
        !cell.IsCode || !cell.Source.Contains(nameof(Prediction), StringComparison.Ordinal) ? []
            : CellSyntax.Parse(cell.Source).DescendantNodes().OfType<InvocationExpressionSyntax>()
                .Where(call => CellSyntax.IsCall(call, nameof(Prediction), method));

    private static string? Id(InvocationExpressionSyntax call) => call.ArgumentList.Arguments.FirstOrDefault() is { } first ? Text(first) : null;

    private static Guess? Read(InvocationExpressionSyntax call)
    {
        if (Id(call) is not { } id)
            return null;
        ArgumentSyntax[] rest = [.. call.ArgumentList.Arguments.Skip(1)];
        GuessKind kind = Kind(rest.FirstOrDefault()?.Expression);
        return new Guess(id, kind)
        {
            From = Number(rest, "from"),
            To = Number(rest, "to"),
            Words = kind == GuessKind.Word ? [.. rest.Skip(1).Select(Text).OfType<string>()] : [],
        };
    }

    /// <summary>By the type of the variable that holds the guess, or by the value that a learner wrote in its place.</summary>
    private static GuessKind Kind(ExpressionSyntax? guess)
    {
        string? type = guess is IdentifierNameSyntax name
            ? guess.SyntaxTree.GetRoot().DescendantNodes().OfType<VariableDeclaratorSyntax>()
                .Where(variable => variable.Identifier.ValueText == name.Identifier.ValueText)
                .Select(variable => (variable.Parent as VariableDeclarationSyntax)?.Type.ToString().TrimEnd('?')).FirstOrDefault()
            : null;
        return type switch
        {
            "bool" => GuessKind.Truth,
            "string" => GuessKind.Word,
            _ when guess?.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression => GuessKind.Truth,
            _ when guess?.Kind() is SyntaxKind.StringLiteralExpression => GuessKind.Word,
            _ => GuessKind.Number,
        };
    }

    private static double? Number(IEnumerable<ArgumentSyntax> arguments, string name)
    {
        ExpressionSyntax? bound = arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == name)?.Expression;
        bool negative = bound.IsKind(SyntaxKind.UnaryMinusExpression);
        object? value = ((negative ? ((PrefixUnaryExpressionSyntax)bound!).Operand : bound) as LiteralExpressionSyntax)?.Token.Value;
        return value is IConvertible and not string ? (negative ? -1 : 1) * Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    private static string? Text(ArgumentSyntax argument) =>
        argument.Expression is LiteralExpressionSyntax literal && literal.IsKind(SyntaxKind.StringLiteralExpression) ? literal.Token.ValueText : null;

    /// <summary>
    /// From the last paragraph before the cell that asks something. A lesson may ask, bring in its names, and only then say "write
    /// your guess", so the passage before is looked at too.
    /// </summary>
    private static string Question(IReadOnlyList<ExecutedCell> cells, int index)
    {
        List<string> said = [];
        foreach (ExecutedCell prose in cells.Take(index).Reverse().Where(cell => !cell.Cell.IsCode && cell.Cell.Facts.Kind is CellFacts.Text or "").Take(2))
        {
            IReadOnlyList<string> paragraphs = Prose.Paragraphs(prose.Cell.Source);
            int asks = paragraphs.ToList().FindLastIndex(paragraph => paragraph.AsSpan().ContainsAny('?', '？'));
            if (asks >= 0)
                return string.Join("\n\n", [.. paragraphs.Skip(asks), .. said]);
            if (said.Count == 0)
                said.AddRange(paragraphs.TakeLast(1));
        }

        return string.Concat(said);
    }

    private static string? Saved(ExecutedCell cell, string id) => cell.Outputs
        .Select(output => output?["data"]?[PredictionFormatterSource.MimeType]).OfType<JsonObject>()
        .Where(report => (string?)report["id"] == id).Select(report => (string?)report["measured"]).FirstOrDefault();
}
