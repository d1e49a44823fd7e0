using System.Text;
using System.Text.RegularExpressions;
using NotebookCourse.Workshop.Lessons;

namespace NotebookCourse.Workshop.Notebooks;

/// <summary>Turns a lesson into the cells of a notebook in one language.</summary>
internal sealed partial class NotebookMaker
{
    private readonly Lesson _lesson;
    private readonly string _language;
    private readonly IReadOnlyDictionary<int, string> _lessonIds;
    private readonly CellIds _ids = new();
    private readonly List<NotebookCell> _cells = [];

    private NotebookMaker(Lesson lesson, string language, IReadOnlyDictionary<int, string> lessonIds) =>
        (_lesson, _language, _lessonIds) = (lesson, language, lessonIds);

    /// <summary>The notebook's cells in order.</summary>
    /// <param name="lesson">The lesson.</param>
    /// <param name="language"><c>en</c> or <c>zh</c>.</param>
    /// <param name="lessonIds">The file names of all lessons by number, for links between them.</param>
    public static IReadOnlyList<NotebookCell> Make(Lesson lesson, string language, IReadOnlyDictionary<int, string> lessonIds)
    {
        var maker = new NotebookMaker(lesson, language, lessonIds);
        maker.AddHeading();
        foreach (LessonPart part in lesson.Parts)
            maker.Add(part);
        return maker._cells;
    }

    private void Add(LessonPart part)
    {
        switch (part)
        {
            case ProsePart prose:
                AddMarkdown("text", prose.English, Linked(prose.In(_language)), prose.Line);
                break;
            case CodePart code:
                AddCode("code", code.Code, Tags(code.Options), code);
                break;
            case ExercisePart exercise:
                AddExercise(exercise);
                break;
        }
    }

    private void AddHeading()
    {
        FrontMatter header = _lesson.Header;
        string other = _language == Language.Chinese ? $"[English](../en/{_lesson.Id}.ipynb)" : $"[简体中文](../zh/{_lesson.Id}.ipynb)";
        string needs = string.Join(Pick(", ", "、"), header.Needs.Select(number => _lessonIds.TryGetValue(number, out string? id) ? $"[{number:00}]({id}.ipynb)" : $"{number:00}"));
        var text = new StringBuilder($"# {_lesson.Number:00} · {header.Title.In(_language)}\n\n");
        text.Append(Pick($"{header.Minutes} minutes, {header.Seconds} seconds of machine time", $"约 {header.Minutes} 分钟，机器时间 {header.Seconds} 秒"));
        if (needs.Length > 0)
            text.Append(Pick($" · builds on {needs}", $" · 先读 {needs}"));
        text.Append($" · {other}");
        AddMarkdown("title", _lesson.Id, text.ToString(), 1);
    }

    private void AddExercise(ExercisePart exercise)
    {
        string stars = new string('★', exercise.Difficulty) + new string('☆', 3 - exercise.Difficulty);
        string about = Pick($"*Exercise · {stars} · {exercise.Minutes} minutes*", $"*练习 · {stars} · {exercise.Minutes} 分钟*");
        AddMarkdown("task", exercise.Name, $"{Linked(exercise.Task.In(_language))}\n\n{about}", exercise.Line);
        AddCode("exercise", exercise.CellWith(exercise.Stub), [NotebookCell.ExerciseTag], exercise.Stub, exercise.Name);

        var folded = new StringBuilder();
        foreach ((int index, Hint hint) in exercise.Hints.Index())
            Fold(folded, Pick($"Hint {index + 1}", $"提示 {index + 1}"), Pick(hint.English, hint.Chinese));
        Fold(folded, Pick("Solution", "参考答案"), $"```csharp\n{exercise.Solution.Code}\n```");
        AddMarkdown("answer", exercise.Name, folded.ToString().TrimEnd(), exercise.Solution.Line);
    }

    private static void Fold(StringBuilder text, string summary, string content) =>
        text.Append($"<details>\n<summary>{summary}</summary>\n\n{content}\n\n</details>\n\n");

    private void AddMarkdown(string kind, string identity, string source, int line) =>
        _cells.Add(new NotebookCell(_ids.Next(kind, identity), false, source, []) { Line = line });

    private void AddCode(string kind, string source, IReadOnlyList<string> tags, CodePart part, string? identity = null) =>
        _cells.Add(new NotebookCell(_ids.Next(kind, identity ?? source), true, source, tags) { Line = part.Line, Tolerance = part.Options.Tolerance });

    private static List<string> Tags(CodeOptions options)
    {
        List<string> tags = [];
        if (options.IsVolatile)
            tags.Add(NotebookCell.VolatileTag);
        if (options.Throws)
            tags.Add(NotebookCell.ThrowsTag);
        return tags;
    }

    private string Linked(string text) => LessonLinks().Replace(text, match =>
        _lessonIds.TryGetValue(int.Parse(match.Groups["number"].Value), out string? id) ? $"]({id}.ipynb" : match.Value);

    private string Pick(string english, string chinese) => _language == Language.Chinese ? chinese : english;

    [GeneratedRegex(@"\]\(lesson:(?<number>\d+)(?=[)\s])")]
    private static partial Regex LessonLinks();
}
