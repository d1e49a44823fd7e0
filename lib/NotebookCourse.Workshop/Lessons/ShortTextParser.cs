using System.Text.RegularExpressions;
using Markdig.Extensions.CustomContainers;
using NotebookCourse.Exercises;

namespace NotebookCourse.Workshop.Lessons;

/// <summary>Reads the blocks that hold one line a language: <c>::: hint</c>, <c>::: recall</c>, <c>::: recap</c>.</summary>
internal sealed partial class ShortTextParser(SourceText source, Action<int, string> problem)
{
    /// <summary>A hint: <c>en:</c> and <c>zh:</c>; null, and a problem, if it cannot be read.</summary>
    public Hint? ReadHint(CustomContainer container)
    {
        string id = (container.Arguments ?? "").Trim();
        if (Exercise.IsName(id) && Read(container) is { Count: 2 } texts && Both(texts, "", container) is { } both)
            return new Hint(container.Line + 1, id, both.English, both.Chinese);
        problem(container.Line + 1, $"hint '{id}' cannot be read; expected '::: hint ID', a line 'en: ...', a line 'zh: ...', and ':::'");
        return null;
    }

    /// <summary>A recall question: <c>en:</c>, <c>zh:</c>, <c>answer en:</c>, <c>answer zh:</c>; null, and a problem, if it cannot be read.</summary>
    public RecallPart? ReadRecall(CustomContainer container)
    {
        string lesson = (container.Arguments ?? "").Trim();
        if (LessonNumber().IsMatch(lesson) && Read(container) is { Count: 4 } texts
            && Both(texts, "", container) is { } question && Both(texts, "answer ", container) is { } answer)
            return new RecallPart(container.Line + 1, int.Parse(lesson), question, answer);
        problem(container.Line + 1, $"'recall {lesson}' cannot be read; expected '::: recall NN' with the earlier lesson's number, lines 'en: ...', 'zh: ...', 'answer en: ...', 'answer zh: ...', and ':::'");
        return null;
    }

    /// <summary>A recap: <c>en:</c> and <c>zh:</c>; null, and a problem, if it cannot be read.</summary>
    public RecapPart? ReadRecap(CustomContainer container)
    {
        if (Read(container) is { Count: 2 } texts && Both(texts, "", container) is { } both)
            return new RecapPart(container.Line + 1, both);
        problem(container.Line + 1, "the recap cannot be read; expected '::: recap', a line 'en: ...', a line 'zh: ...', and ':::'");
        return null;
    }

    private static ProsePart? Both(Dictionary<string, string> texts, string prefix, CustomContainer container) =>
        texts.TryGetValue($"{prefix}en", out string? english) && texts.TryGetValue($"{prefix}zh", out string? chinese)
            ? new ProsePart(container.Line + 1, english, chinese)
            : null;

    // Null if a line is of another form, or stands twice.
    private Dictionary<string, string>? Read(CustomContainer container)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in source.Inside(container).Split('\n'))
        {
            if (Line().Match(line) is not { Success: true } match || !texts.TryAdd(match.Groups["key"].Value, match.Groups["text"].Value.Trim()))
                return null;
        }

        return texts;
    }

    [GeneratedRegex(@"^(?<key>(answer )?(en|zh)):(?<text>.*\S.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();

    [GeneratedRegex(@"^\d\d$")]
    private static partial Regex LessonNumber();
}
