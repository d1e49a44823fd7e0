using System.Globalization;
using System.Text;
using NotebookCourse.Exercises;

namespace NotebookCourse.Workshop.Pages;

/// <summary>
/// The page "Your guesses". With a learner's progress it lists every prediction of the course beside what the learner measured;
/// without, it is a quiz of the ten that the course begins with, whose answers are the outputs saved with the lessons.
/// </summary>
internal sealed class GuessesHtml
{
    /// <summary>The page's file name.</summary>
    public const string File = "guesses.html";

    private readonly IReadOnlyList<(PageLesson Lesson, GuessCell Cell)> _cells;
    private readonly IReadOnlyDictionary<string, GuessMeasurement> _measured;
    private readonly Shell _shell;

    private GuessesHtml(IReadOnlyList<PageLesson> lessons, Shell shell)
    {
        _cells = [.. lessons.SelectMany(lesson => CourseGuesses.AskedIn(lesson).Select(cell => (lesson, cell)))];
        _measured = CourseGuesses.Measured(lessons);
        _shell = shell;
    }

    private bool IsChinese => _shell.Text.Tag == Language.Chinese;

    /// <summary>The page's title.</summary>
    /// <param name="text">The words of its language.</param>
    /// <param name="isQuiz">Whether nobody's progress is known.</param>
    public static string Title(PageText text, bool isQuiz) => isQuiz ? text.GuessesQuiz : text.Guesses;

    /// <summary>The page's HTML.</summary>
    /// <param name="lessons">All lessons in the shell's language.</param>
    /// <param name="shell">The language, and whether code runs.</param>
    /// <param name="stored">The learner's predictions by id; null where nobody's progress is known.</param>
    public static string Render(IReadOnlyList<PageLesson> lessons, Shell shell, IReadOnlyDictionary<string, PredictionRecord>? stored)
    {
        var page = new GuessesHtml(lessons, shell);
        string title = Html.Text(Title(shell.Text, stored is null));
        string content = stored is null ? page.Quiz() : page.Stored(lessons, stored);
        return shell.Page(File, Title(shell.Text, stored is null), "class=\"start\"", "", $"<main id=\"main\" class=\"home guesses\" tabindex=\"-1\">\n<h1>{title}</h1>\n{content}</main>");
    }

    // The learner's own.

    private string Stored(IReadOnlyList<PageLesson> lessons, IReadOnlyDictionary<string, PredictionRecord> stored)
    {
        Guess[] all = [.. _cells.SelectMany(asked => asked.Cell.Guesses).DistinctBy(guess => guess.Id)];
        int written = all.Count(guess => stored.ContainsKey(guess.Id));
        int measured = all.Count(guess => stored.GetValueOrDefault(guess.Id)?.Measured is not null);
        var content = new StringBuilder($"<p class=\"lead\">{Lead(all.Length, written, measured)}</p>\n");
        content.Append(Section(Html.Text(Pick("The ten guesses of lesson 00", "第 00 课的十个猜测")), _cells.Where(IsStart), stored));
        foreach (PageLesson lesson in lessons)
        {
            string heading = $"<a href=\"{lesson.Id}.html\">{lesson.Number} · {Html.Text(lesson.Header.Title.In(_shell.Text.Tag))}</a>";
            content.Append(Section(heading, _cells.Where(asked => asked.Lesson == lesson && !IsStart(asked)), stored));
        }

        return content.Append(Others([.. stored.Where(record => all.All(guess => guess.Id != record.Key))])).ToString();
    }

    private string Lead(int all, int written, int measured) => Html.Text(Pick(
        $"The course asks for {all} guesses. You have written {written}; {measured} of them you have measured, {written - measured} wait for their measurement, {all - written} are not written yet.",
        $"整门课一共要猜 {all} 次。你写下了 {written} 个，其中 {measured} 个已经实测，{written - measured} 个还没测；另有 {all - written} 个还没写。"));

    private static bool IsStart((PageLesson Lesson, GuessCell Cell) asked) => asked.Cell.Guesses.Any(guess => guess.IsStart);

    private string Section(string heading, IEnumerable<(PageLesson Lesson, GuessCell Cell)> cells, IReadOnlyDictionary<string, PredictionRecord> stored)
    {
        string entries = string.Concat(cells.Select(asked => $"""
            <li>
            {QuestionOf(asked.Cell)}
            {string.Concat(asked.Cell.Guesses.Select(guess => Line(asked, guess, stored.GetValueOrDefault(guess.Id))))}</li>

            """));
        return entries.Length == 0 ? "" : $"<section class=\"part\"><h2>{heading}</h2>\n<ol class=\"guess-list\">\n{entries}</ol></section>\n";
    }

    private static string QuestionOf(GuessCell cell) => $"<div class=\"asked\">{Prose.Render(cell.Question, "").Html}</div>";

    private string Line((PageLesson Lesson, GuessCell Cell) asked, Guess guess, PredictionRecord? record)
    {
        string state = record is null ? "open" : record.Measured is null ? "written" : "measured";
        string own = record is null
            ? $"<a href=\"{asked.Cell.Page}\">{Html.Text(Pick($"no guess yet: write it in lesson {asked.Lesson.Number}", $"还没猜，去第 {asked.Lesson.Number} 课写下"))}</a>"
            : $"{Html.Text(Pick("you guessed", "你猜"))} <a href=\"{asked.Cell.Page}\"><b>{Value(record.Guess)}</b></a>";
        return $"<p class=\"line\" id=\"{Html.Text(guess.Id)}\" data-state=\"{state}\">{own}{Comma}{Outcome(guess, record)}</p>\n";
    }

    private string Outcome(Guess guess, PredictionRecord? record)
    {
        GuessMeasurement? place = _measured.GetValueOrDefault(guess.Id);
        if (record?.Measured is { } measured)
        {
            string where = place is null ? Html.Text(Pick("measured", "实测")) : $"<a href=\"{place.Page}\">{Html.Text(Pick($"lesson {place.Number} measured", $"第 {place.Number} 课实测"))}</a>";
            return $"{where} <b>{Value(measured)}</b>{Colon}<span class=\"off\">{Html.Text(PredictionWords.Agreement(record.Guess, measured, _shell.Text.Tag))}</span>";
        }

        return place is null
            ? Html.Text(Pick("no lesson measures it yet", "测它的那一课还没写"))
            : $"<a href=\"{place.Page}\">{Html.Text(Pick($"lesson {place.Number} measures it", $"第 {place.Number} 课会测"))}</a>";
    }

    /// <summary>Guesses that no lesson asks for: the learner's own cells, or a lesson that has changed since. Nothing written is hidden.</summary>
    private string Others(IReadOnlyList<KeyValuePair<string, PredictionRecord>> records) => records.Count == 0 ? "" : $"""
        <section class="part"><h2>{Html.Text(Pick("Guesses that no lesson asks for", "课程之外的猜测"))}</h2>
        <ol class="guess-list">
        {string.Concat(records.OrderBy(record => record.Key, StringComparer.Ordinal).Select(record => $"<li><p class=\"line\"><code>{Html.Text(record.Key)}</code>{Colon}{Html.Text(Pick("you guessed", "你猜"))} <b>{Value(record.Value.Guess)}</b>{(record.Value.Measured is null ? "" : Comma + Outcome(new Guess(record.Key, GuessKind.Word), record.Value))}</p></li>\n"))}</ol></section>

        """;

    // The quiz.

    private string Quiz()
    {
        var content = new StringBuilder($"<p class=\"lead\">{Html.Text(Pick(
            "Lesson 00 asks for ten guesses before anything is measured. Write yours here: as soon as a guess is written, you see what the course's own cell measured. Your guesses are kept in this browser and sent nowhere.",
            "第 00 课在测量之前先问十个问题。把猜测写在这里，写下一个，就能看到课程里的代码测出了多少。猜测只存在这个浏览器里，不会发到任何地方。"))}</p>\n");
        content.Append("<p id=\"guess-tally\" class=\"needs-script\"><output></output> ")
            .Append($"<button type=\"button\" id=\"forget-guesses\">{Html.Text(Pick("Forget my guesses", "清除我的猜测"))}</button></p>\n<ol class=\"guess-list\" id=\"guess-quiz\">\n");
        foreach (var asked in _cells.Where(IsStart))
            content.Append($"<li>\n{QuestionOf(asked.Cell)}\n{string.Concat(asked.Cell.Guesses.Select(guess => QuizItem(asked.Cell, guess)))}</li>\n");
        return content.Append("</ol>\n").ToString();
    }

    private string QuizItem(GuessCell cell, Guess guess)
    {
        GuessMeasurement? place = _measured.GetValueOrDefault(guess.Id);
        string measured = place?.Measured is { } value
            ? $"{Html.Text(Pick("measured", "实测"))} <b>{Value(value)}</b>{Comma}<a href=\"{place.Page}\">{Html.Fill(_shell.Text.InLesson, place.Number)}</a>"
            : $"{Html.Text(Pick("no lesson measures it yet", "测它的那一课还没写"))}{Comma}<a href=\"{cell.Page}\">{Html.Text(Pick("where it is asked", "看原题"))}</a>";
        string data = place?.Measured is { } number ? $" data-measured=\"{Html.Text(number)}\"" : "";
        string label = Html.Text(Pick("your guess", "你的猜测"));
        return $"""
            <form class="guess needs-script" data-guess="{Html.Text(guess.Id)}"{data}><label>{label} {Input(guess)}</label> <button>{Html.Text(Pick("Write it down", "写下"))}</button></form>
            <details class="answer{(place?.Measured is null ? " pending" : "")}"><summary>{Html.Text(Pick("What was measured", "测出来是多少"))}</summary><p>{measured}</p></details>
            <output class="off"></output>

            """;
    }

    private string Input(Guess guess) => guess.Kind switch
    {
        GuessKind.Truth => Choice([("true", Pick("yes", "是")), ("false", Pick("no", "否"))]),
        GuessKind.Word when guess.Words.Count > 0 => Choice(guess.Words.Select(word => (word, word))),
        GuessKind.Word => "<input name=\"guess\" type=\"text\" required>",
        _ => $"<input name=\"guess\" type=\"number\" step=\"any\"{Bound("min", guess.From)}{Bound("max", guess.To)} required>",
    };

    private static string Choice(IEnumerable<(string Value, string Word)> choices) =>
        $"<select name=\"guess\" required><option value=\"\"></option>{string.Concat(choices.Select(choice => $"<option value=\"{Html.Text(choice.Value)}\">{Html.Text(choice.Word)}</option>"))}</select>";

    private static string Bound(string attribute, double? bound) =>
        bound is { } number ? string.Create(CultureInfo.InvariantCulture, $" {attribute}=\"{number:R}\"") : "";

    private string Value(string stored) => Html.Text(PredictionWords.Value(stored, _shell.Text.Tag));

    private string Comma => IsChinese ? "，" : ", ";

    private string Colon => IsChinese ? "：" : ": ";

    private string Pick(string english, string chinese) => IsChinese ? chinese : english;
}
