namespace NotebookCourse.Workshop.Lessons;

/// <summary>
/// Rules that came after the first ten lessons. One of those may name what it does not keep yet under <c>legacy</c> in its front
/// matter; no other lesson may, and a name that is no longer needed is refused, so the lists only shrink.
/// </summary>
internal static class LegacyRules
{
    /// <summary>A line of code is at most 100 columns wide.</summary>
    public const string Columns = "columns";

    /// <summary>A cell has at most 15 lines.</summary>
    public const string Lines = "lines";

    /// <summary>A comment in words is a pair of both languages.</summary>
    public const string Comments = "comments";

    /// <summary>Code holds no text in the other language.</summary>
    public const string Words = "words";

    /// <summary>The core path fits its limits.</summary>
    public const string Core = "core";

    /// <summary>Three questions about earlier lessons open it.</summary>
    public const string Recall = "recall";

    /// <summary>Each section closes with a recap.</summary>
    public const string Recap = "recap";

    private static readonly string[] All = [Columns, Lines, Comments, Words, Core, Recall, Recap];

    private static readonly int[] Older = [0, 1, 2, 7, 9, 12, 15, 16, 17, 18];

    /// <summary>The problems that count, and those of the list itself.</summary>
    public static IEnumerable<LessonProblem> Apply(Lesson lesson, IReadOnlyList<LessonProblem> problems)
    {
        List<string> listed = Older.Contains(lesson.Number) ? lesson.Header.Legacy : [];
        foreach (string name in lesson.Header.Legacy)
        {
            string? fault = !Older.Contains(lesson.Number) ? "only the first ten lessons have such a list; keep the rule"
                : !All.Contains(name) ? $"there is no such rule; expected one of {string.Join(", ", All)}"
                : problems.All(problem => problem.Rule != name) ? "the lesson keeps this rule now; take it off the list"
                : null;
            if (fault is not null)
                yield return new LessonProblem(lesson.File, 1, $"legacy: '{name}': {fault}");
        }

        foreach (LessonProblem problem in problems.Where(problem => problem.Rule is null || !listed.Contains(problem.Rule)))
            yield return problem;
    }
}
