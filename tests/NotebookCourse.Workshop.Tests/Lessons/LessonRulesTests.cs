using NotebookCourse.Workshop.Lessons;

namespace NotebookCourse.Workshop.Tests.Lessons;

public sealed class LessonRulesTests
{
    [Fact]
    public void The_example_breaks_no_rule() => Assert.Empty(LessonRules.Problems(Samples.Parse(Samples.Source)));

    [Theory]
    [InlineData(0, "start")]
    [InlineData(7, "causal-mask")]
    public void A_skeleton_breaks_no_rule(int number, string name) =>
        Assert.Empty(LessonRules.Problems(Samples.Parse(LessonSkeleton.Write(number, name), $"{number:00}-{name}.md")));

    public static TheoryData<string, string, string> Breaches => new()
    {
        { "draft: true\n", "", "13 cells; expected 40 to 80" },
        { "draft: true\n", "", "1 exercises; expected 3 to 5" },
        { "minutes: 20", "minutes: 90", "minutes: 90; expected 20 to 40" },
        { "seconds: 5", "seconds: 61", "seconds: 61; expected 1 to 60" },
        { "part: I", "part: IV", "part: IV" },
        { "#load \"../course.csx\"", "// nothing", "does not open the library" },
        { "double count", "double a;\n" + "// filler\n// filler\n// filler\n// filler\n// filler\n// filler\n// filler\n// filler\n// filler\n// filler\n// filler\n// filler\n// filler\ndouble count", "has 16 lines; expected at most 15" },
        { "## How many choices", "# How many choices", "a heading of level 1" },
        { "## 有多少种选择？\n", "", "1 headings in English, 0 in Chinese" },
        { "十个位置，每个位置", "**数一数。**十个位置，每个位置", "the ** in '" },
        { "(claim C44)", "(claim C96)", "there is no claim 'C96'" },
        { "(claim C44)", "(claim C441)", "there is no claim 'C441'" },
        { "The two outcomes are not", "Claim C97: the two outcomes are not", "there is no claim 'C97'" },
        { "double count =", "// claim C98\ndouble count =", "there is no claim 'C98'" },
        { "claims: [C44]", "claims: [C44, C45]", "C45 is listed and no cell settles it" },
        { "claims: [C44]", "claims: []", "C44 is settled here and not listed" },
        { "claims: [C44]", "claims: [C44, C00]", "there is no claim 'C00'" },
        { "hint: \"weights\"", "hint: \"weighs\"", "uses hint 'weighs', which has no text" },
        { "hint: \"weights\"", "hint: \"four-choices\"", "hint 'weights' is never used" },
        { "wrong hint=weights", "wrong hint=lost", "names hint 'lost', which the check never shows" },
        { "```csharp wrong hint=weights\ndouble Perplexity(double[] p) => Math.Exp(-p.Average(x => Math.Log(x)));\n```\n", "", "has 1 wrong attempts; expected at least 2" },
        { "Exercise.Check(\"perplexity\"", "Exercise.Check(\"perplexities\"", "does not report as this exercise" },
        { "::: en\nTen positions, 100,000 choices at each.\n:::\n::: zh\n十个位置，每个位置 10 万种选择。\n:::\n", "", "two code cells without prose between" },
    };

    [Theory]
    [MemberData(nameof(Breaches))]
    public void A_breach_is_told(string passage, string replacement, string message) =>
        Assert.Contains(LessonRules.Problems(Samples.Parse(Samples.With(passage, replacement))), problem => problem.Message.Contains(message, StringComparison.Ordinal));

    [Theory]
    [InlineData("**数一数**：十个位置，每个位置")]
    [InlineData("这是**位置**的数目，`a ** b` 和 $x^{**}$ 不算，每个位置")]
    public void Bold_that_closes_is_no_breach(string passage) =>
        Assert.Empty(LessonRules.Problems(Samples.Parse(Samples.With("十个位置，每个位置", passage))));

    [Fact]
    public void A_lesson_that_trains_may_take_two_minutes()
    {
        string source = Samples.With("seconds: 5", "seconds: 120");
        Assert.Empty(LessonRules.Problems(Samples.Parse(source, "09-gpt.md")));
        Assert.NotEmpty(LessonRules.Problems(Samples.Parse(source, "10-layers.md")));
    }
}
