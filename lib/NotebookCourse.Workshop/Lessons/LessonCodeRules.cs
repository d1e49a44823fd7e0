using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookCourse.Workshop.Lessons;

/// <summary>What a lesson's code must obey, as each of the two notebooks has it.</summary>
internal sealed class LessonCodeRules(Lesson lesson)
{
    private static readonly string[] Languages = [Language.English, Language.Chinese];

    private readonly List<LessonProblem> _problems = [];

    /// <summary>Every rule that the code of <paramref name="lesson"/> breaks.</summary>
    public static IReadOnlyList<LessonProblem> Problems(Lesson lesson)
    {
        var rules = new LessonCodeRules(lesson);
        rules.CheckFirstCell();
        foreach ((int line, string what, CodePart[] code) in rules.Cells())
        {
            rules.CheckSize(line, what, code);
            foreach (CodePart part in code)
                rules.CheckLanguages(part);
        }

        foreach ((LessonPart left, LessonPart right) in rules.Shown().Zip(rules.Shown().Skip(1)))
        {
            if (left is CodePart && right is CodePart)
                rules.Problem(right.Line, "two code cells without prose between; expected a sentence that says what the next cell is for");
        }

        rules.CheckFurther();
        rules.CheckTorch();
        return rules._problems;
    }

    private IEnumerable<LessonPart> Shown() => lesson.Parts.Where(part => part is not VerifyPart);

    /// <summary>Every cell of code, each made of one or two pieces of the source.</summary>
    private IEnumerable<(int Line, string What, CodePart[] Code)> Cells()
    {
        foreach (CodePart code in lesson.Code)
            yield return (code.Line, "cell", [code]);
        foreach (ExercisePart exercise in lesson.Exercises)
        {
            yield return (exercise.Stub.Line, $"cell of exercise '{exercise.Name}' (stub and check)", [exercise.Stub, exercise.Check]);
            yield return (exercise.Solution.Line, $"solution of exercise '{exercise.Name}'", [exercise.Solution]);
        }
    }

    private void CheckFirstCell()
    {
        string first = lesson.Parts.OfType<CodePart>().FirstOrDefault()?.Code ?? "";
        if (!first.StartsWith("#load \"../course.csx\"", StringComparison.Ordinal))
            Problem(lesson.Code.FirstOrDefault()?.Line ?? 0, "the first code cell does not open the library; expected its first line to be: #load \"../course.csx\"");
        else if (!first.Split('\n').Contains("using NotebookCourse;"))
            Problem(lesson.Code.First().Line, "the first code cell lacks the line 'using NotebookCourse;'; expected it, because the notebooks say there which language the library speaks");
    }

    private void CheckSize(int line, string what, CodePart[] code)
    {
        int lines = Languages.Max(language => code.Sum(part => LessonLimits.Lines(part.In(language).Code)));
        if (lines > LessonLimits.LinesPerCell)
            Problem(line, $"the {what} has {lines} lines; expected at most {LessonLimits.LinesPerCell}", LegacyRules.Lines);
        foreach (string language in Languages)
        {
            foreach ((int place, int width, CodePart part) in code.SelectMany(part => part.In(language).Wider(LessonLimits.Columns).Select(wide => (wide.SourceLine, wide.Width, part))))
                Problem(part.Line + 1 + place, $"a line of code takes {width} columns in the {language} notebook; expected at most {LessonLimits.Columns} (a Chinese character takes two)", LegacyRules.Columns);
        }
    }

    private void CheckLanguages(CodePart code)
    {
        SyntaxNode english = CellSyntax.Parse(code.In(Language.English).Code), chinese = CellSyntax.Parse(code.In(Language.Chinese).Code);
        if (!code.Options.HoldsData && Bare(english) != Bare(chinese))
            Problem(code.Line, "the two notebooks' code differs in more than words and comments; expected Language.Pick(\"...\", \"...\") around words only, or the word 'data' after 'csharp' where the lesson's data differ");
        foreach (SyntaxTrivia comment in CellSyntax.Parse(code.Code).DescendantTrivia().Where(CellLanguage.IsComment))
        {
            string text = comment.ToString();
            if (CellLanguage.Pair(text) is null && (CellSyntax.IsEnglish(text) || text.Any(CellText.IsChinese)))
                Problem(code.Line + 1 + Line(comment), $"the comment '{text}' is in one language; expected both: // English || 中文", LegacyRules.Comments);
        }

        if (code.Options.HoldsData)
            return;
        foreach (SyntaxToken word in CellSyntax.Strings(english).Where(word => word.Text.Any(CellText.IsChinese)).Take(1))
            Problem(SourceLine(code, Language.English, word), $"the English notebook shows {Excerpt(word)}; expected Language.Pick(\"English\", \"中文\"), or the word 'data' after 'csharp' if the text is data of the lesson", LegacyRules.Words);
        foreach (SyntaxToken word in CellSyntax.Strings(chinese).Where(word => !word.Text.Any(CellText.IsChinese) && CellSyntax.IsEnglish(word.Text)).Take(1))
            Problem(SourceLine(code, Language.Chinese, word), $"the Chinese notebook shows {Excerpt(word)}; expected Language.Pick(\"English\", \"中文\"), or the word 'data' after 'csharp' if the text is data of the lesson", LegacyRules.Words);
    }

    /// <summary>The code without what may differ: the words between quotation marks, comments, layout.</summary>
    private static string Bare(SyntaxNode code) => string.Join(' ', code.DescendantTokens(node => node is not InterpolatedStringExpressionSyntax)
        .Where(token => !token.IsKind(SyntaxKind.StringLiteralToken) && token.Parent is not InterpolatedStringExpressionSyntax)
        .Select(token => token.Text)
        .Where(text => text is not ("+" or "(" or ")"))); // strings are joined, and what was Pick's argument may stand in brackets

    private void CheckFurther()
    {
        var further = new Dictionary<string, string>(StringComparer.Ordinal);
        HashSet<string> core = [];
        foreach (LessonPart part in lesson.Parts)
        {
            foreach (SyntaxNode code in Sources(part).Select(source => CellSyntax.Parse(source.In(Language.English).Code)))
            {
                if (part.Further is not null)
                {
                    foreach (string name in CellSyntax.Declared(code).Where(name => !core.Contains(name)))
                        further[name] = part.Further;
                    continue;
                }

                core.UnionWith(CellSyntax.Declared(code));
                HashSet<string> own = [.. CellSyntax.Introduced(code)];
                foreach (string name in CellSyntax.Mentioned(code).Where(name => further.ContainsKey(name) && !core.Contains(name) && !own.Contains(name)).Distinct())
                    Problem(part.Line, $"'{name}' comes from the further section '{further[name]}', which a learner may skip; expected the core path to stand alone");
            }
        }
    }

    private static CodePart[] Sources(LessonPart part) => part switch
    {
        CodePart code => [code],
        ExercisePart exercise => [exercise.Stub, exercise.Check],
        _ => [],
    };

    private void CheckTorch()
    {
        foreach (CodePart code in lesson.Header.Torch ? [] : lesson.Parts.SelectMany(Sources))
        {
            if (CellSyntax.Mentioned(CellSyntax.Parse(code.Code)).Any(name => name is "torch" or "TorchSharp"))
                Problem(code.Line, "the cell uses torch, and the front matter says 'torch: false'; expected neither or both");
        }
    }

    private static int SourceLine(CodePart code, string language, SyntaxToken token) =>
        code.Line + 1 + code.In(language).SourceLines[token.GetLocation().GetLineSpan().StartLinePosition.Line];

    private static int Line(SyntaxTrivia trivia) => trivia.GetLocation().GetLineSpan().StartLinePosition.Line;

    private static string Excerpt(SyntaxToken token) => token.Text.Length <= 40 ? token.Text : $"{token.Text[..40]}…";

    private void Problem(int line, string message, string? rule = null) => _problems.Add(new LessonProblem(lesson.File, line, message) { Rule = rule });
}
