using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.CodeAnalysis;
using NotebookCourse.Exercises;

namespace NotebookCourse.Workshop.Lessons;

/// <summary>What a parsed lesson must obey on its own, before anything is run.</summary>
internal sealed partial class LessonRules
{
    private static readonly MarkdownPipeline Markup = new MarkdownPipelineBuilder().UseMathematics().UsePipeTables().Build();

    private readonly Lesson _lesson;
    private readonly List<LessonProblem> _problems = [];

    private LessonRules(Lesson lesson) => _lesson = lesson;

    /// <summary>Every rule that <paramref name="lesson"/> breaks.</summary>
    public static IReadOnlyList<LessonProblem> Problems(Lesson lesson)
    {
        var rules = new LessonRules(lesson);
        rules.CheckSize();
        rules.CheckProse();
        rules.CheckClaims();
        foreach (ExercisePart exercise in lesson.Exercises)
            rules.CheckExercise(exercise);
        IReadOnlyList<LessonProblem> all = [.. rules._problems, .. LessonCodeRules.Problems(lesson), .. LessonPathRules.Problems(lesson)];
        return [.. LegacyRules.Apply(lesson, all).OrderBy(problem => problem.Line)];
    }

    private void CheckSize()
    {
        FrontMatter header = _lesson.Header;
        int cells = LessonLimits.Cells(_lesson);
        int exercises = _lesson.Exercises.Count();
        if (cells > LessonLimits.MostCells || (cells < LessonLimits.FewestCells && !header.Draft))
            Problem(0, $"{cells} cells; expected {LessonLimits.FewestCells} to {LessonLimits.MostCells} (fewer with 'draft: true')");
        if (exercises > LessonLimits.MostExercises || (exercises < LessonLimits.FewestExercises && !header.Draft))
            Problem(0, $"{exercises} exercises; expected {LessonLimits.FewestExercises} to {LessonLimits.MostExercises} (fewer with 'draft: true')");
        if (header.Seconds < 1 || header.Seconds > LessonLimits.MostSeconds(_lesson.Number))
            Problem(1, $"seconds: {header.Seconds}; expected 1 to {LessonLimits.MostSeconds(_lesson.Number)} for this lesson");
        if (header.Part is not ("0" or "I" or "II" or "III"))
            Problem(1, $"part: {header.Part}; expected 0, I, II or III");
    }

    private void CheckProse()
    {
        foreach (ProsePart prose in _lesson.Prose)
        {
            foreach (string text in new[] { prose.English, prose.Chinese })
            {
                if (Heading().IsMatch(text))
                    Problem(prose.Line, "a heading of level 1; expected '##' and below, because the title comes from the front matter");
                foreach (string stars in LooseStars(text))
                    Problem(prose.Line, $"the ** in '{stars}' would be shown as stars, since no bold begins or ends there; expected the punctuation outside, as in **先猜**：");
            }

            if (Headings().Count(prose.English) != Headings().Count(prose.Chinese))
                Problem(prose.Line, $"{Headings().Count(prose.English)} headings in English, {Headings().Count(prose.Chinese)} in Chinese; expected as many in both");
        }
    }

    /// <summary>The words around each <c>**</c> that Markdown leaves as it is, such as the second one of <c>**先猜。**现代</c>.</summary>
    private static IEnumerable<string> LooseStars(string text) =>
        from literal in Markdown.Parse(text, Markup).Descendants<LiteralInline>()
        where literal.Content.ToString().Contains("**", StringComparison.Ordinal)
        let start = Math.Max(0, literal.Span.Start - 10)
        select text[start..Math.Min(text.Length, literal.Span.End + 11)].ReplaceLineEndings(" ");

    private void CheckClaims()
    {
        foreach (string id in _lesson.Header.Claims)
        {
            if (!IsClaim(id))
                Problem(1, $"claims: there is no claim '{id}'; expected C01 to C{Claims.Claims.All.Count:00}");
        }

        var settled = _lesson.Code.SelectMany(code => CellSyntax.Calls(CellSyntax.Parse(code.Code), nameof(Claims), nameof(Claims.Claims.Settle))
            .Select(call => (Line: code.Line + 1 + call.Line, Id: call.Text))).ToList();
        foreach (string id in _lesson.Header.Claims.Where(id => settled.All(claim => claim.Id != id)))
            Problem(1, $"claims: {id} is listed and no cell settles it; expected Claims.Settle(\"{id}\", ...)");
        foreach ((int line, string id) in settled.Where(claim => !_lesson.Header.Claims.Contains(claim.Id)))
            Problem(line, $"{id} is settled here and not listed under 'claims' in the front matter");

        foreach ((int line, string text) in Texts())
        {
            foreach (string id in ClaimNumber().Matches(text).Select(match => match.Value).Distinct())
            {
                if (!IsClaim(id))
                    Problem(line, $"there is no claim '{id}'; expected C01 to C{Claims.Claims.All.Count:00}");
            }
        }
    }

    // Whatever a learner reads, in both languages.
    private IEnumerable<(int Line, string Text)> Texts() =>
        _lesson.Prose.Select(prose => (prose.Line, $"{prose.English}\n{prose.Chinese}"))
            .Concat(_lesson.Exercises.SelectMany(exercise => exercise.Hints).Select(hint => (hint.Line, $"{hint.English}\n{hint.Chinese}")))
            .Concat(_lesson.Code.Select(code => (code.Line, code.Code)));

    private void CheckExercise(ExercisePart exercise)
    {
        SyntaxNode check = CellSyntax.Parse(exercise.Check.Code);
        if (CellSyntax.Calls(check, nameof(Exercise), nameof(Exercise.Check)).All(call => call.Text != exercise.Name))
            Problem(exercise.Check.Line, $"the check does not report as this exercise; expected Exercise.Check(\"{exercise.Name}\", ...)");
        if (exercise.Title(Language.English) is null || exercise.Title(Language.Chinese) is null)
            Problem(exercise.Task.Line, $"the task of exercise '{exercise.Name}' has no title; expected a heading '### ...' in both languages, which its outcome is shown under");
        if (exercise.WrongAttempts.Count < LessonLimits.FewestWrongAttempts)
            Problem(exercise.Line, $"exercise '{exercise.Name}' has {exercise.WrongAttempts.Count} wrong attempts; expected at least {LessonLimits.FewestWrongAttempts}");

        HashSet<string> used = [.. CellSyntax.Arguments(check, "hint").Select(hint => hint.Text)];
        HashSet<string> written = [.. exercise.Hints.Select(hint => hint.Id)];
        foreach (string id in used.Except(written))
            Problem(exercise.Check.Line, $"the check uses hint '{id}', which has no text; expected a '::: hint {id}' block with 'en:' and 'zh:'");
        foreach (Hint hint in exercise.Hints.Where(hint => !used.Contains(hint.Id)))
            Problem(hint.Line, $"hint '{hint.Id}' is never used by the check; expected hint: \"{hint.Id}\" in a step");
        foreach (WrongAttempt wrong in exercise.WrongAttempts.Where(wrong => !used.Contains(wrong.HintId)))
            Problem(wrong.Code.Line, $"the wrong attempt names hint '{wrong.HintId}', which the check never shows");
    }

    private static bool IsClaim(string id) => Claims.Claims.All.Any(claim => claim.Id == id);

    private void Problem(int line, string message) => _problems.Add(new LessonProblem(_lesson.File, line, message));

    [GeneratedRegex(@"^#\s", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^#{2,6}\s", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"(?<![A-Za-z0-9])C\d{2,3}(?![0-9A-Za-z])")]
    private static partial Regex ClaimNumber();
}
