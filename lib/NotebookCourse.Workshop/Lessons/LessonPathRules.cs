using System.Text.RegularExpressions;

namespace NotebookCourse.Workshop.Lessons;

/// <summary>What the two lanes of a lesson must obey: the size of the core path, the questions that open it, the recaps that close its sections, the edges of what is further.</summary>
internal sealed partial class LessonPathRules(Lesson lesson)
{
    private readonly List<LessonProblem> _problems = [];

    /// <summary>Every rule that the paths of <paramref name="lesson"/> break.</summary>
    public static IReadOnlyList<LessonProblem> Problems(Lesson lesson)
    {
        var rules = new LessonPathRules(lesson);
        foreach (string language in (string[])[Language.English, Language.Chinese])
            rules.CheckCore(LessonMeasure.Core(lesson, language), language);
        rules.CheckRecalls();
        rules.CheckRecaps();
        rules.CheckEdges();
        if (lesson.Header.Question is null && !lesson.Header.Draft)
            rules.Problem(1, "question: the front matter has none; expected question: { en: ..., zh: ... }, one line for the home page");
        return rules._problems;
    }

    private void CheckCore(LessonMeasure core, string language)
    {
        bool chinese = language == Language.Chinese;
        Limit(core.Words, chinese ? LessonLimits.CoreHan : LessonLimits.CoreWords, chinese ? "汉字" : "English words");
        Limit(core.Minutes, LessonLimits.CoreMinutes, $"minutes ({language}: read {core.ReadMinutes} + exercises {core.ExerciseMinutes})");
        Limit(core.CodeLines, LessonLimits.CoreCodeLines, $"lines of code ({language})");
        Limit(core.Exercises, LessonLimits.CoreExercises, "exercises");
    }

    private void Limit(int found, int most, string what)
    {
        if (found > most && _problems.All(problem => !problem.Message.Contains($" {found} {what};", StringComparison.Ordinal)))
            Problem(0, $"the core path has {found} {what}; expected at most {most}: move what goes deeper into '::::: further NAME'", LegacyRules.Core);
    }

    private void CheckRecalls()
    {
        RecallPart[] recalls = [.. lesson.Parts.OfType<RecallPart>()];
        int wanted = Math.Min(lesson.Number, LessonLimits.Recalls);
        if (recalls.Length != wanted && !(lesson.Header.Draft && recalls.Length < wanted))
            Problem(0, $"{recalls.Length} recall questions; expected {wanted} at the top, '::: recall NN' each, about earlier lessons", LegacyRules.Recall);
        if (recalls.Length > 0 && !lesson.Parts.Take(recalls.Length).All(part => part is RecallPart))
            Problem(recalls[^1].Line, "a recall question after other parts; expected them side by side, before everything else");
    }

    private void CheckRecaps()
    {
        foreach (RecapPart recap in lesson.Parts.OfType<RecapPart>())
        {
            if (LessonMeasure.Count(recap.Text.English, Language.English) is var words and > LessonLimits.RecapWords)
                Problem(recap.Line, $"the recap has {words} words; expected at most {LessonLimits.RecapWords}, two lines");
            if (LessonMeasure.Count(recap.Text.Chinese, Language.Chinese) is var han and > LessonLimits.RecapHan)
                Problem(recap.Line, $"the recap has {han} 汉字; expected at most {LessonLimits.RecapHan}, two lines");
        }

        // The last section is the lesson's own recap, and one without code has nothing to sum up.
        List<List<LessonPart>> sections = Sections();
        foreach (List<LessonPart> section in sections.Take(sections.Count - 1).Where(section => section.Any(part => part is CodePart) && !lesson.Header.Draft && section[^1] is not RecapPart))
            Problem(section[0].Line, "the section does not close with a recap; expected '::: recap' as its last part", LegacyRules.Recap);
    }

    /// <summary>The parts from one heading of level 2 to the next; a further section has its own.</summary>
    private List<List<LessonPart>> Sections()
    {
        var sections = new List<List<LessonPart>>();
        foreach (LessonPart part in lesson.Parts.Where(part => part is not (VerifyPart or RecallPart)))
        {
            if (sections.Count == 0 || (part is ProsePart prose && Section().IsMatch(prose.English)) || sections[^1][^1].Further != part.Further)
                sections.Add([]);
            sections[^1].Add(part);
        }

        return sections;
    }

    // A reader of the notebook sees only headings: where a further section starts and ends.
    private void CheckEdges()
    {
        foreach ((LessonPart before, LessonPart after) in lesson.Parts.Zip(lesson.Parts.Skip(1)).Where(pair => pair.First.Further != pair.Second.Further))
        {
            if (after is not ProsePart prose || !prose.English.StartsWith("## ", StringComparison.Ordinal))
                Problem(after.Line, after.Further is { } name
                    ? $"the further section '{name}' does not start with a heading; expected '## ...' as its first line"
                    : $"what follows the further section '{before.Further}' does not start with a heading; expected '## ...', so that a reader sees where the core path goes on");
        }
    }

    private void Problem(int line, string message, string? rule = null) => _problems.Add(new LessonProblem(lesson.File, line, message) { Rule = rule });

    [GeneratedRegex(@"^##\s", RegexOptions.Multiline)]
    private static partial Regex Section();
}
