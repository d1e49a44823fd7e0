using System.Text;
using System.Text.RegularExpressions;
using NotebookCourse.Exercises;
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
    private string? _further; // the further section of the part being added

    private NotebookMaker(Lesson lesson, string language, IReadOnlyDictionary<int, string> lessonIds) =>
        (_lesson, _language, _lessonIds) = (lesson, language, lessonIds);

    /// <summary>The notebook's cells in order.</summary>
    /// <param name="lesson">The lesson.</param>
    /// <param name="language"><c>en</c> or <c>zh</c>.</param>
    /// <param name="lessonIds">The file names of all lessons by number, for links between them.</param>
    public static IReadOnlyList<NotebookCell> Make(Lesson lesson, string language, IReadOnlyDictionary<int, string> lessonIds) =>
        [.. MakeVerified(lesson, language, lessonIds).Where(cell => cell.Facts.Kind != CellFacts.Verify)];

    /// <summary>The notebook's cells in order, and between them the author's checks, which no notebook holds.</summary>
    /// <inheritdoc cref="Make"/>
    public static IReadOnlyList<NotebookCell> MakeVerified(Lesson lesson, string language, IReadOnlyDictionary<int, string> lessonIds)
    {
        var maker = new NotebookMaker(lesson, language, lessonIds);
        maker.AddHeading();
        maker.AddRecalls();
        foreach (LessonPart part in lesson.Parts)
            maker.Add(part);
        return maker._cells;
    }

    private void Add(LessonPart part)
    {
        bool opensFurther = part.Further is not null && part.Further != _further;
        _further = part.Further;
        switch (part)
        {
            case ProsePart prose:
                string text = Linked(prose.In(_language));
                AddMarkdown(CellFacts.Text, prose.English, opensFurther ? WithFurtherMark(text) : text, prose.Line, opensFurther);
                break;
            case RecapPart recap:
                AddMarkdown(CellFacts.Recap, recap.Text.English, $"> **{Pick("In short", "小结")}**{Pick(": ", "：")}{Linked(recap.Text.In(_language))}", recap.Line);
                break;
            case CodePart code:
                AddCode(code);
                break;
            case VerifyPart verify:
                _cells.Add(new NotebookCell(_ids.Next(CellFacts.Verify, verify.Code), true, VerifyCode.Wrap(CellLanguage.Resolve(verify.Code, _language).Code), [])
                { Line = verify.Line, Facts = new CellFacts(CellFacts.Verify) });
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
        text.Append(LessonTimes.Of(_lesson, _language).Text(_language));
        text.Append(Pick($" · {header.Seconds} seconds of machine time", $" · 机器时间 {header.Seconds} 秒"));
        if (needs.Length > 0)
            text.Append(Pick($" · builds on {needs}", $" · 先读 {needs}"));
        text.Append($" · {other}");
        AddMarkdown(CellFacts.Title, _lesson.Id, text.ToString(), 1);
    }

    private void AddRecalls()
    {
        RecallPart[] recalls = [.. _lesson.Parts.OfType<RecallPart>()];
        if (recalls.Length == 0)
            return;
        var text = new StringBuilder(Pick("**Do you remember?** Answer before you unfold.\n\n", "**还记得吗**？先回答，再展开。\n\n"));
        foreach ((int index, RecallPart recall) in recalls.Index())
        {
            string place = _lessonIds.TryGetValue(recall.Lesson, out string? id) ? $"[{recall.Lesson:00}]({id}.ipynb)" : $"{recall.Lesson:00}";
            text.Append($"{index + 1}\\. {Linked(recall.Question.In(_language))} ({place})\n\n");
            Fold(text, Pick("Answer", "答案"), Linked(recall.Answer.In(_language)));
        }

        AddMarkdown(CellFacts.Recall, recalls[0].Question.English, text.ToString().TrimEnd(), recalls[0].Line);
    }

    private void AddExercise(ExercisePart exercise)
    {
        string stars = new string('★', exercise.Difficulty) + new string('☆', 3 - exercise.Difficulty);
        string about = Pick($"*Exercise · {stars} · {exercise.Minutes} minutes*", $"*练习 · {stars} · {exercise.Minutes} 分钟*");
        AddMarkdown(CellFacts.Task, exercise.Name, $"{Linked(exercise.Task.In(_language))}\n\n{about}", exercise.Line, name: exercise.Name);
        Add(new NotebookCell(_ids.Next(CellFacts.Exercise, exercise.Name), true, exercise.CellWith(exercise.Stub, _language), [NotebookCell.ExerciseTag])
        {
            Line = exercise.Stub.Line,
            Facts = new CellFacts(CellFacts.Exercise) { Name = exercise.Name },
        });

        var folded = new StringBuilder();
        foreach ((int index, Hint hint) in exercise.Hints.Index())
            Fold(folded, Pick($"Hint {index + 1}", $"提示 {index + 1}"), Pick(hint.English, hint.Chinese));
        Fold(folded, Pick("Solution", "参考答案"), $"```csharp\n{exercise.Solution.In(_language).Code}\n```");
        AddMarkdown(CellFacts.Answer, exercise.Name, folded.ToString().TrimEnd(), exercise.Solution.Line, name: exercise.Name);
    }

    // After the section's heading: how long it takes, and that it may be skipped.
    private string WithFurtherMark(string text)
    {
        int minutes = LessonMeasure.Further(_lesson, _further!, _language).Minutes;
        int end = text.IndexOf('\n') is var found and >= 0 ? found : text.Length;
        return $"{text[..end]}\n{Pick($"*Further · {minutes} min · may be skipped*", $"*选读 · 约 {minutes} 分钟 · 可以跳过*")}\n{text[end..]}";
    }

    private static void Fold(StringBuilder text, string summary, string content) =>
        text.Append($"<details>\n<summary>{summary}</summary>\n\n{content}\n\n</details>\n\n");

    private void AddMarkdown(string kind, string identity, string source, int line, bool opensFurther = false, string? name = null) =>
        Add(new NotebookCell(_ids.Next(kind, identity), false, source, [])
        {
            Line = line,
            Facts = new CellFacts(kind) { Name = name, FurtherMinutes = opensFurther ? LessonMeasure.Further(_lesson, _further!, _language).Minutes : 0 },
        });

    private void AddCode(CodePart code)
    {
        string source = code.In(_language).Code;
        bool isFirst = _cells.All(cell => !cell.IsCode);
        Add(new NotebookCell(_ids.Next(CellFacts.Code, code.Code), true, isFirst ? FirstCell.WithLanguage(source, _language) : source, Tags(code.Options))
        {
            Line = code.Line,
            Tolerance = code.Options.Tolerance,
            Facts = new CellFacts(CellFacts.Code) { Prediction = CellSyntax.Calls(CellSyntax.Parse(code.Code), nameof(Prediction), nameof(Prediction.Ask)).Select(call => call.Text).FirstOrDefault() },
        });
    }

    private void Add(NotebookCell cell) => _cells.Add(_further is null ? cell : cell with
    {
        Tags = [.. cell.Tags, NotebookCell.FurtherTag],
        Facts = cell.Facts with { Further = _further },
    });

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
