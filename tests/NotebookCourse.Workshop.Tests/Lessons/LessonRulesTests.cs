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
        { "draft: true\n", "", "17 cells; expected 25 to 100" },
        { "draft: true\n", "", "1 exercises; expected 2 to 6" },
        { "seconds: 5", "seconds: 61", "seconds: 61; expected 1 to 60" },
        { "part: I", "part: IV", "part: IV" },
        { "#load \"../course.csx\"", "// nothing", "does not open the library" },
        { "double count", "double a = 1;\n" + "// filler\n// filler\n// filler\n// filler\n// filler\n// filler\n// filler\n// filler\n// filler\n// filler\n// filler\n// filler\n// filler\ndouble count", "has 16 lines; expected at most 15" },
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
        { "draft: true\n", "legacy: [columns]\n", "legacy: 'columns': the lesson keeps this rule now" },
        { "draft: true\n", "legacy: [colums]\n", "legacy: 'colums': there is no such rule" },
        { "using NotebookCourse;\n", "", "lacks the line 'using NotebookCourse;'" },
        { "double count =", "double count = 1.0 * 1.0 * 1.0 * 1.0 * 1.0 * 1.0 * 1.0 * 1.0 * 1.0 * 1.0 * 1.0 * 1.0 *", "takes 109 columns in the en notebook; expected at most 100" },
        { "\"句子数\"", "\"句子的数目有这么多个，多得数也数不清，多得数也数不清，多得数也数不清，多得\"", "takes 109 columns in the zh notebook" },
        { " || 你的猜测", "", "the comment '// your guess' is in one language" },
        { "// your guess || 你的猜测", "// 你的猜测", "the comment '// 你的猜测' is in one language" },
        { "Language.Pick(\"sentences\", \"句子数\")", "\"句子数\"", "the English notebook shows \"句子数\"" },
        { "Language.Pick(\"sentences\", \"句子数\")", "\"all sentences there are\"", "the Chinese notebook shows \"all sentences there are\"" },
        { "Math.Pow(100_000, 10)", "Math.Pow(100_000, Language.Pick(10, 11))", "differs in more than words and comments" },
        { "Math.Pow(100_000, 10)", "torch.tensor(1.0).item<double>()", "uses torch, and the front matter says 'torch: false'" },
        { "en: Ten words from", "en: one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three four five six seven eight nine ten", "the recap has 49 words; expected at most 45" },
        { "## Twenty words\n", "", "does not start with a heading" },
        { "## What we know now\n", "", "what follows the further section 'longer-sentences' does not start with a heading" },
        { "::: en\nTen positions, 100,000 choices at each.\n:::\n::: zh\n十个位置，每个位置 10 万种选择。\n:::\n", "", "two code cells without prose between" },
    };

    [Theory]
    [MemberData(nameof(Breaches))]
    public void A_breach_is_told(string passage, string replacement, string message) =>
        Assert.Contains(LessonRules.Problems(Samples.Parse(Samples.With(passage, replacement))), problem => problem.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void A_core_path_that_leans_on_a_further_section_is_told()
    {
        const string Last = "::: en\n## What we know now";
        string source = Samples.With("Console.WriteLine($\"{Math.Pow(100_000, 20):e0}\");", "double twenty = Math.Pow(100_000, 20);")
            .Replace(Last, "::: en\n## More\nMore.\n:::\n::: zh\n## 更多\n更多。\n:::\n```csharp\nConsole.WriteLine(twenty);\n```\n" + Last);
        Assert.Contains("'twenty' comes from the further section 'longer-sentences'", Assert.Single(LessonRules.Problems(Samples.Parse(source))).Message);
    }

    [Theory]
    [InlineData("word ", 1400, "English words; expected at most 1300")]
    [InlineData("词", 2700, "汉字; expected at most 2600")]
    public void A_core_path_that_is_too_long_is_told(string word, int count, string message)
    {
        string source = Samples.With(word == "词" ? "十个位置，" : "Ten positions,", string.Concat(Enumerable.Repeat(word, count)));
        Assert.Contains(LessonRules.Problems(Samples.Parse(source)), problem => problem.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Three_questions_about_earlier_lessons_open_a_whole_lesson()
    {
        string whole = Samples.With("draft: true\n", "");
        Assert.Contains(LessonRules.Problems(Samples.Parse(whole, "05-recipe.md")), problem => problem.Message.StartsWith("1 recall questions; expected 3", StringComparison.Ordinal));
        Assert.DoesNotContain(LessonRules.Problems(Samples.Parse(whole)), problem => problem.Message.Contains("recall questions", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_first_ten_lessons_may_be_older_than_a_rule()
    {
        string source = Samples.With(" || 你的猜测", "").Replace("draft: true\n", "draft: true\nlegacy: [comments]\n");
        Assert.Empty(LessonRules.Problems(Samples.Parse(source)));
        Assert.Equal(
            ["legacy: 'comments': only the first ten lessons have such a list; keep the rule", "the comment '// your guess' is in one language; expected both: // English || 中文"],
            LessonRules.Problems(Samples.Parse(source, "03-perplexity.md")).Select(problem => problem.Message));
    }

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
        Assert.NotEmpty(LessonRules.Problems(Samples.Parse(source, "11-cache.md")));
    }
}
