using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookCourse.Exercises;
using NotebookCourse.Workshop.Building;
using NotebookCourse.Workshop.Lessons;
using NotebookCourse.Workshop.Pages;

namespace NotebookCourse.Workshop.Tests.Pages;

public sealed class GuessesHtmlTests : IDisposable
{
    private static readonly Dictionary<string, PredictionRecord> Nothing = [];

    private readonly TestCourse _course = new();

    public GuessesHtmlTests()
    {
        _course.WriteSource("00-start", TestCourse.Header("Start", "开始") + """
            ::: en
            ## Guesses
            Some words before.

            **1.** How many <b> are there?
            :::
            ::: zh
            ## 猜测
            先说两句。

            **1.** 一共有多少个？
            :::
            ```csharp
            double? many = null;
            Prediction.Ask("start-many", many, from: -1, to: 2_000)
            ```
            ::: en
            **2.** Is it so, and which is it?
            :::
            ::: zh
            **2.** 是这样吗？是哪一个？
            :::
            ```csharp
            bool? so = null;
            string? which = null;
            Prediction.Ask("start-so", so).Display();
            Prediction.Ask("start-which", which, "left", "right")
            ```
            """);
        _course.WriteSource("03-measures", TestCourse.Header("Measures", "测量") + """
            ::: en
            Now measure.
            :::
            ::: zh
            现在来测。
            :::
            ```csharp
            Prediction.Compare("start-many", measured: 40 + 2)
            ```
            """);
    }

    public void Dispose() => _course.Dispose();

    [Theory]
    [InlineData("en", "no guess yet: write it in lesson 00", "lesson 03 measures it", "no lesson measures it yet")]
    [InlineData("zh", "还没猜，去第 00 课写下", "第 03 课会测", "测它的那一课还没写")]
    public void An_open_guess_leads_to_its_cell_and_to_the_one_that_will_measure_it(string language, string open, string measures, string nobody)
    {
        string line = Line(Page(language, Nothing), "start-many");
        Assert.Contains("data-state=\"open\"", line);
        Assert.Matches($"<a href=\"00-start.html#c\\d+\">{open}</a>", line);
        Assert.Matches($"<a href=\"03-measures.html#c\\d+\">{measures}</a>", line);
        Assert.Contains(nobody, Line(Page(language, Nothing), "start-so"));
    }

    [Theory]
    [InlineData("en", "126", "42", "off by a factor of 3")]
    [InlineData("en", "42", "42.1", "within half a percent")]
    [InlineData("en", "1e-3", "1234567", "off by a factor of 1,230,000,000")]
    [InlineData("zh", "21", "42", "差 2 倍")]
    [InlineData("zh", "-21", "42", "相差 63")]
    [InlineData("zh", "42", "42", "分毫不差")]
    public void A_measured_guess_says_how_far_it_was_off(string language, string guess, string measured, string off)
    {
        string line = Line(Page(language, new() { ["start-many"] = new(guess, measured) }), "start-many");
        Assert.Contains("data-state=\"measured\"", line);
        Assert.EndsWith($"<span class=\"off\">{off}</span>", line);
    }

    [Fact]
    public void A_truth_is_said_in_the_page_s_language()
    {
        Assert.Contains("<b>是</b>", Line(Page("zh", new() { ["start-so"] = new("true", "false") }), "start-so"));
        Assert.Contains("<b>no</b>", Line(Page("en", new() { ["start-so"] = new("false", "False") }), "start-so"));
    }

    [Fact]
    public void What_is_written_waits_and_the_sum_says_so()
    {
        string page = Page("en", new() { ["start-many"] = new("7", null), ["start-so"] = new("true", "true") });
        Assert.Contains("data-state=\"written\"", Line(page, "start-many"));
        Assert.DoesNotContain("data-measured", page); // the course's own number is not given away
        Assert.Contains("asks for 4 guesses. You have written 2; 1 of them you have measured, 1 wait for their measurement, 2 are not written yet.", page);
    }

    [Fact]
    public void Guesses_that_no_lesson_asks_for_are_shown_and_stay_text()
    {
        string page = Page("en", new() { ["my-own"] = new("<script>", "2") });
        Assert.Contains("Guesses that no lesson asks for", page);
        Assert.Contains("<code>my-own</code>", page);
        Assert.Contains("&lt;script&gt;", page);
        Assert.DoesNotContain("<script>", page);
        Assert.DoesNotContain("no lesson asks for", Page("en", Nothing));
    }

    [Fact]
    public void The_question_is_the_paragraph_before_the_cell_once_for_all_its_guesses()
    {
        string page = Page("en", Nothing);
        Assert.DoesNotContain("Some words before", page);
        Assert.DoesNotContain("class=\"asked\"><h2", page);
        Assert.Single(Regex.Matches(page, "Is it so, and which is it"));
        Assert.Contains("是这样吗？", Page("zh", Nothing));
    }

    [Fact]
    public void A_question_that_names_separate_from_its_cell_is_found()
    {
        _course.WriteSource("04-apart", TestCourse.Header("Apart", "隔开") + """
            ::: en
            How many wings has it?
            :::
            ::: zh
            它有几只翅膀？
            :::
            ```csharp
            using System;
            ```
            ::: en
            Write your guess.
            :::
            ::: zh
            写下猜测。
            :::
            ```csharp
            int? wings = null;
            Prediction.Ask("wings", wings)
            ```
            """);
        Assert.Contains("<p>How many wings has it?</p>\n<p>Write your guess.</p>", Page("en", Nothing));
        Assert.Contains("<p>它有几只翅膀？</p>\n<p>写下猜测。</p>", Page("zh", Nothing));
    }

    [Fact]
    public void The_quiz_asks_in_the_way_of_the_lesson_and_answers_with_the_saved_output()
    {
        string before = Quiz("en");
        Assert.DoesNotContain("data-measured", before); // nothing is saved yet, and nothing is made up
        Save("en", "03-measures", new JsonObject { ["id"] = "start-many", ["measured"] = "42.5" });

        string quiz = Quiz("en");
        Assert.Contains("data-guess=\"start-many\" data-measured=\"42.5\"", quiz);
        Assert.Matches("measured <b>42.5</b>, <a href=\"03-measures.html#c\\d+\">lesson 03</a>", quiz);
        Assert.Contains("type=\"number\" step=\"any\" min=\"-1\" max=\"2000\" required", quiz);
        Assert.Contains("<option value=\"true\">yes</option>", quiz);
        Assert.Contains("<option value=\"left\">left</option><option value=\"right\">right</option>", quiz);
        Assert.Equal(3, Regex.Matches(quiz, "<form class=\"guess ").Count); // not the guess of lesson 01, which is not one of the first
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void Every_prediction_of_the_course_has_its_question_and_its_place(string language)
    {
        IReadOnlyList<PageLesson> lessons = new PageCourse(Samples.Repository).Lessons(language);
        GuessCell[] cells = [.. lessons.SelectMany(CourseGuesses.AskedIn)];
        string[] inSources = [.. Course.Load(Samples.Repository).Lessons.SelectMany(lesson => lesson.Code)
            .SelectMany(code => CellSyntax.Calls(CellSyntax.Parse(code.Code), "Prediction", "Ask")).Select(call => call.Text)];
        Assert.Equal(inSources, cells.SelectMany(cell => cell.Guesses).Select(guess => guess.Id));
        Assert.All(cells, cell => Assert.InRange(Prose.Words(cell.Question).Length, 15, 1200));
        Assert.Equal(10, cells.SelectMany(cell => cell.Guesses).Count(guess => guess.IsStart));

        var measured = CourseGuesses.Measured(lessons);
        Assert.All(measured, place => Assert.False(string.IsNullOrEmpty(place.Value.Measured), $"{place.Key} has no saved measurement"));
        Assert.All(["start-choices", "start-declaration-tokens", "start-moon-trips", "start-sees-others", "start-cache-kilobytes", "start-chefs", "start-rounding-percent", "start-active-billions", "start-ten-right"],
            id => Assert.Contains(id, measured.Keys));
    }

    private string Page(string language, Dictionary<string, PredictionRecord> stored) => GuessesHtml.Render(Lessons(language), Shell(language, true), stored);

    private string Quiz(string language) => GuessesHtml.Render(Lessons(language), Shell(language, false), stored: null);

    private IReadOnlyList<PageLesson> Lessons(string language) => new PageCourse(_course.Folder).Lessons(language);

    private static Shell Shell(string language, bool isLive) => new(PageText.In(language), isLive);

    private static string Line(string html, string id) => Regex.Match(html, $"<p class=\"line\" id=\"{id}\".*?(?=</p>)", RegexOptions.Singleline).Value;

    /// <summary>Puts a prediction's report into the outputs of a lesson's only code cell.</summary>
    private void Save(string language, string id, JsonObject report)
    {
        string notebook = Path.Combine(_course.Folder.Notebooks(language), id + ".ipynb");
        JsonNode saved = JsonNode.Parse(File.ReadAllText(notebook))!;
        saved["cells"]!.AsArray().Single(cell => (string?)cell!["cell_type"] == "code")!["outputs"] = new JsonArray(new JsonObject
        {
            ["output_type"] = "display_data",
            ["metadata"] = new JsonObject(),
            ["data"] = new JsonObject { ["application/vnd.notebookcourse.prediction+json"] = report },
        });
        File.WriteAllText(notebook, saved.ToJsonString());
    }
}
