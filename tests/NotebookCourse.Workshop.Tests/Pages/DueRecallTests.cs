using NotebookCourse.Workshop.Pages;

namespace NotebookCourse.Workshop.Tests.Pages;

public sealed class DueRecallTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestCourse _course = new();

    public DueRecallTests()
    {
        _course.WriteSource("05-learned", TestCourse.Header("Learned", "学过") + Exercise("one") + Exercise("two"));
        _course.WriteSource("06-asks", TestCourse.Header("Asks", "提问") + Recall("First question?", "第一问？"));
        _course.WriteSource("07-asks-too", TestCourse.Header("Asks too", "也提问") + Recall("Second question?", "第二问？"));
    }

    public void Dispose() => _course.Dispose();

    [Theory]
    [InlineData(-3.0, null)]
    [InlineData(0.0, null)]
    [InlineData(0.99, null)]
    [InlineData(1.0, 0)]
    [InlineData(1.49, 0)]
    [InlineData(1.5, null)]
    [InlineData(2.0, 1)]
    [InlineData(3.5, null)]
    [InlineData(5.9, 2)]
    [InlineData(6.1, null)]
    [InlineData(400.0, null)]
    [InlineData(300.0, 8)]
    [InlineData(double.NaN, null)]
    public void A_lesson_comes_back_at_doubling_distances(double days, int? round) => Assert.Equal(round, DueRecall.Round(days));

    [Fact]
    public void Nothing_is_due_of_a_lesson_that_is_not_worked_through() => Assert.Empty(Due([]));

    [Fact]
    public void The_last_exercise_counts_and_each_time_another_question_is_asked()
    {
        Assert.Equal("First question?", Assert.Single(Due(new() { ["one"] = Ago(40), ["two"] = Ago(1.2) })).Recall.Question.English);
        Assert.Equal("Second question?", Assert.Single(Due(new() { ["one"] = Ago(2.2) })).Recall.Question.English);
        Assert.Equal("First question?", Assert.Single(Due(new() { ["one"] = Ago(4.2) })).Recall.Question.English);
        Assert.Empty(Due(new() { ["one"] = Ago(2.2), ["two"] = Ago(0.1) }));
    }

    [Theory]
    [InlineData("en", "Do you still remember?", "First question?")]
    [InlineData("zh", "还记得吗？", "第一问？")]
    public void Home_asks_with_the_answer_folded_and_a_link_to_the_lesson(string language, string heading, string question)
    {
        string home = Home(language, new() { ["one"] = Ago(1.1) });
        Assert.Contains(heading, home);
        Assert.Contains(question, home);
        Assert.Matches("<details><summary>[^<]+</summary><p>(The answer|答案是这个)\\.?</p>\\s*<p><a href=\"05-learned.html\">05 · ", home);
        Assert.DoesNotContain("id=\"due\"", Home(language, []));
    }

    private IReadOnlyList<DueRecall> Due(Dictionary<string, DateTimeOffset> passed) => DueRecall.Of(new PageCourse(_course.Folder).Lessons("en"), passed, Now);

    private string Home(string language, Dictionary<string, DateTimeOffset> passed)
    {
        IReadOnlyList<PageLesson> lessons = new PageCourse(_course.Folder).Lessons(language);
        return HomeHtml.Render(lessons, new Shell(PageText.In(language), IsLive: true), passed.Keys.ToHashSet(), null, [], DueRecall.Of(lessons, passed, Now));
    }

    private static DateTimeOffset Ago(double days) => Now - TimeSpan.FromDays(days);

    private static string Recall(string english, string chinese) => $"""
        ::: recall 05
        en: {english}
        zh: {chinese}
        answer en: The answer.
        answer zh: 答案是这个
        :::
        ::: en
        Words.
        :::
        ::: zh
        文字。
        :::

        """;

    private static string Exercise(string name) => $"""
        :::: exercise {name} difficulty=1 minutes=1
        ::: en
        ### {name}
        :::
        ::: zh
        ### {name}
        :::
        ```csharp stub
        int Two() => throw new NotYet();
        ```
        ```csharp check
        Exercise.Check("{name}", check => check.Equal(() => Two(), 2, hint: "twice"))
        ```
        ::: hint twice
        en: What is one and one?
        zh: 一加一是几？
        :::
        ```csharp solution
        int Two() => 2;
        ```
        ```csharp wrong hint=twice
        int Two() => 3;
        ```
        ::::

        """;
}
