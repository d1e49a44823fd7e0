using System.Globalization;
using System.Text;

namespace NotebookCourse.Workshop.Pages;

/// <summary>The first page: the map of the course, and what the learner has done.</summary>
internal static class HomeHtml
{
    /// <summary>The page's HTML.</summary>
    /// <param name="lessons">All lessons in the shell's language.</param>
    /// <param name="shell">The language, and whether code runs.</param>
    /// <param name="solved">The names of solved exercises; null where nobody's progress is known.</param>
    /// <param name="last">The lesson the learner was last in, if any.</param>
    /// <param name="notices">What the learner must be told about their files.</param>
    /// <param name="due">Questions about finished lessons that are due again.</param>
    public static string Render(IReadOnlyList<PageLesson> lessons, Shell shell, IReadOnlySet<string>? solved, string? last, IReadOnlyList<string> notices, IReadOnlyList<DueRecall> due)
    {
        PageText text = shell.Text;
        var content = new StringBuilder($"<main id=\"main\" class=\"home\" tabindex=\"-1\">\n<h1>{Html.Text(text.Course)}</h1>\n<p class=\"lead\">{Html.Text(text.Lead)}</p>\n");
        foreach (string notice in notices)
            content.Append($"<p class=\"trouble\" role=\"alert\">{Html.Text(notice)}</p>\n");
        content.Append(Start(lessons, text, last));
        content.Append($"<p class=\"to-article\"><a href=\"{ArticleHtml.File}\">{Html.Text(text.Article)}</a> · <a href=\"{GuessesHtml.File}\">{Html.Text(GuessesHtml.Title(text, isQuiz: solved is null))}</a></p>\n").Append(ArticleHtml.Tally(text));
        content.Append(Due(due, text));
        foreach (var part in lessons.GroupBy(lesson => lesson.Header.Part))
        {
            content.Append($"<section class=\"part\"><h2>{Html.Text(text.Parts.GetValueOrDefault(part.Key, part.Key))}</h2>\n<ol class=\"map\">\n");
            foreach (PageLesson lesson in part)
                content.Append(Card(lesson, text, solved));
            content.Append("</ol></section>\n");
        }

        if (Number(lessons[^1]) - Number(lessons[0]) >= lessons.Count)
            content.Append($"<p>{Html.Text(text.Unfinished)}</p>\n");
        return shell.Page("index.html", text.Course, "class=\"start\"", "", content.Append("</main>").ToString());
    }

    private static int Number(PageLesson lesson) => int.Parse(lesson.Number, CultureInfo.InvariantCulture);

    private static string Start(IReadOnlyList<PageLesson> lessons, PageText text, string? last)
    {
        PageLesson? current = lessons.FirstOrDefault(lesson => lesson.Id == last);
        PageLesson target = current ?? lessons[0];
        string label = current is null ? Html.Text(text.Begin) : Html.Fill(text.Continue, $"{target.Number} · {target.Header.Title.In(text.Tag)}");
        return $"<p><a class=\"continue\" href=\"{target.Id}.html\">{label}</a></p>\n";
    }

    private static string Due(IReadOnlyList<DueRecall> due, PageText text) => due.Count == 0 ? "" : $"""
        <section class="part" id="due"><h2>{Html.Text(text.Due)}</h2>
        <ol class="guess-list">
        {string.Concat(due.Select(recall => $"<li><div class=\"asked\">{Prose.Render(recall.Recall.Question.In(text.Tag), "").Html}</div>\n<details><summary>{Html.Text(text.DueAnswer)}</summary>{Prose.Render(recall.Recall.Answer.In(text.Tag), "").Html}<p><a href=\"{recall.About.Id}.html\">{recall.About.Number} · {Html.Text(recall.About.Header.Title.In(text.Tag))}</a></p></details></li>\n"))}</ol></section>

        """;

    private static string Card(PageLesson lesson, PageText text, IReadOnlySet<string>? solved)
    {
        int total = lesson.Exercises.Count;
        int done = solved is null ? 0 : lesson.Exercises.Count(solved.Contains);
        string exercises = total == 0 ? "" : " · " + (solved is null ? Html.Fill(text.ExercisesOnly, total) : Html.Fill(text.Exercises, done, total));
        string progress = solved is null || total == 0 ? "" : $"<progress max=\"{total}\" value=\"{done}\" aria-label=\"{Html.Fill(text.Exercises, done, total)}\"></progress>";
        bool finished = total > 0 && done == total;
        string question = lesson.Header.Question is { } asked ? $"\n<span class=\"question\">{Html.Text(asked.In(text.Tag))}</span>" : "";
        return $"""
            <li{(finished ? " class=\"done\"" : "")}><a href="{lesson.Id}.html"><span class="number">{(finished ? "✓" : lesson.Number)}</span>
            <span class="name">{Html.Text(lesson.Header.Title.In(text.Tag))}</span>{question}
            <span class="detail">{(lesson.Trouble is null ? Html.Text(lesson.Times.Text(text.Tag)) + exercises : Html.Fill(text.Unreadable, ""))}</span>{progress}</a></li>

            """;
    }
}
