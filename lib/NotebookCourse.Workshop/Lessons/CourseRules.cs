using NotebookCourse.Exercises;

namespace NotebookCourse.Workshop.Lessons;

/// <summary>What the lessons must obey together: names used once, and references that lead somewhere.</summary>
internal sealed class CourseRules
{
    private readonly IReadOnlyList<Lesson> _lessons;
    private readonly List<LessonProblem> _problems = [];

    private CourseRules(IReadOnlyList<Lesson> lessons) => _lessons = lessons;

    /// <summary>Every rule that the lessons of a course break together.</summary>
    public static IReadOnlyList<LessonProblem> Problems(IReadOnlyList<Lesson> lessons)
    {
        var rules = new CourseRules(lessons);
        rules.CheckNames("lesson number", lesson => [(0, lesson.Number.ToString("00"))]);
        rules.CheckNames("exercise", lesson => lesson.Exercises.Select(exercise => (exercise.Line, exercise.Name)));
        rules.CheckNames("prediction", lesson => Calls(lesson, nameof(Prediction.Ask)));
        rules.CheckComparisons();
        foreach (Lesson lesson in lessons)
            rules.CheckReferences(lesson);
        return rules._problems;
    }

    private void CheckNames(string what, Func<Lesson, IEnumerable<(int Line, string Name)>> names)
    {
        var all = _lessons.SelectMany(lesson => names(lesson).Select(name => (Lesson: lesson, name.Line, name.Name)));
        foreach (var group in all.GroupBy(item => item.Name))
        {
            var first = group.First();
            foreach (var other in group.Skip(1))
                Problem(other.Lesson, other.Line, $"{what} '{other.Name}' is there already, in {Path.GetFileName(first.Lesson.File)}:{first.Line}; expected each once in the course");
        }
    }

    private void CheckComparisons()
    {
        HashSet<string> asked = [.. _lessons.SelectMany(lesson => Calls(lesson, nameof(Prediction.Ask))).Select(call => call.Name)];
        foreach (Lesson lesson in _lessons)
        {
            foreach ((int line, string id) in Calls(lesson, nameof(Prediction.Compare)).Where(call => !asked.Contains(call.Name)))
                Problem(lesson, line, $"prediction '{id}' is compared and no lesson asks for it; expected Prediction.Ask(\"{id}\", ...)");
        }
    }

    private void CheckReferences(Lesson lesson)
    {
        foreach (RecallPart recall in lesson.Parts.OfType<RecallPart>().Where(recall => recall.Lesson >= lesson.Number))
            Problem(lesson, recall.Line, $"recall {recall.Lesson:00}: that lesson does not come before this one");
        foreach (int needed in lesson.Header.Needs.Where(needed => needed >= lesson.Number))
            Problem(lesson, 1, $"needs: lesson {needed:00} does not come before this one");

        foreach (ProsePart prose in lesson.Prose)
        {
            foreach (string target in ProseLinks.Targets(prose.English).Concat(ProseLinks.Targets(prose.Chinese)).Distinct())
                CheckLink(lesson, prose.Line, target);
        }

        foreach (Hint hint in lesson.Exercises.SelectMany(exercise => exercise.Hints))
        {
            foreach (string target in ProseLinks.Targets(hint.English).Concat(ProseLinks.Targets(hint.Chinese)).Distinct())
                Problem(lesson, hint.Line, $"hint '{hint.Id}' has the link '{target}'; expected none, because a hint is shown as plain text. Put the link into the task");
        }
    }

    private void CheckLink(Lesson lesson, int line, string target)
    {
        if (target.StartsWith("https://", StringComparison.Ordinal))
            return;
        if (target.Contains('#'))
        {
            Problem(lesson, line, $"the link '{target}' names a place inside a page, which each reader of notebooks names differently; link the whole page and name its section in words");
            return;
        }

        if (target.StartsWith("lesson:", StringComparison.Ordinal))
        {
            if (!int.TryParse(target["lesson:".Length..], out int number) || _lessons.All(other => other.Number != number))
                Problem(lesson, line, $"the link '{target}' leads to no lesson; lessons are {string.Join(", ", _lessons.Select(other => other.Number.ToString("00")))}. Name a lesson that is not written yet without a link");
            return;
        }

        string notebooks = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(lesson.File)!)!, "en");
        string path = Path.GetFullPath(Path.Combine(notebooks, Uri.UnescapeDataString(target)));
        if (!File.Exists(path) && !Directory.Exists(path))
            Problem(lesson, line, $"the link '{target}' leads nowhere; expected lesson:NN, https://..., or a file relative to notebooks/en");
    }

    private static IEnumerable<(int Line, string Name)> Calls(Lesson lesson, string method) =>
        lesson.Code.SelectMany(code => CellSyntax.Calls(CellSyntax.Parse(code.Code), nameof(Prediction), method).Select(call => (code.Line + 1 + call.Line, call.Text)));

    private void Problem(Lesson lesson, int line, string message) => _problems.Add(new LessonProblem(lesson.File, line, message));
}
