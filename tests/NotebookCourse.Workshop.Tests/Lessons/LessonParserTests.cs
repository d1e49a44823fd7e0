using NotebookCourse.Workshop.Lessons;

namespace NotebookCourse.Workshop.Tests.Lessons;

public sealed class LessonParserTests
{
    [Fact]
    public void The_example_of_the_readme_is_a_lesson()
    {
        Lesson lesson = Samples.Parse(Samples.Source);
        Assert.Equal((1, "perplexity", "01-perplexity"), (lesson.Number, lesson.Name, lesson.Id));
        Assert.Equal(("Perplexity", "困惑度"), (lesson.Header.Title.En, lesson.Header.Title.Zh));
        Assert.Equal(["C44"], lesson.Header.Claims);
        Assert.Equal(10, lesson.Prose.Count()); // the exercise's task, the recall's two texts and the recap included
        Assert.Equal(5, lesson.Code.Count());

        ExercisePart exercise = Assert.Single(lesson.Exercises);
        Assert.Equal(("perplexity", 1, 5), (exercise.Name, exercise.Difficulty, exercise.Minutes));
        Assert.Equal("double Perplexity(double[] p) => throw new NotYet(); // your code || 你的代码", exercise.Stub.Code);
        Assert.Equal(["four-choices", "weights"], exercise.Hints.Select(hint => hint.Id));
        Assert.Equal(["four-choices", "weights"], exercise.WrongAttempts.Select(wrong => wrong.HintId));
    }

    [Fact]
    public void Text_is_taken_word_for_word()
    {
        Lesson lesson = Samples.Parse(Samples.With(
            "Ten positions, 100,000 choices at each.",
            "- a list\n- of $x^2$\n\n```python\nprint(1)\n```"));
        Assert.Contains(lesson.Prose, prose => prose.English == "- a list\n- of $x^2$\n\n```python\nprint(1)\n```");
    }

    [Fact]
    public void Windows_line_ends_are_read_alike() =>
        Assert.Equal(
            Samples.Parse(Samples.Source).Code.Select(code => (code.Line, code.Code)),
            Samples.Parse(Samples.Source.ReplaceLineEndings("\r\n")).Code.Select(code => (code.Line, code.Code)));

    [Theory]
    [InlineData("csharp volatile", true, false, null)]
    [InlineData("csharp throws tolerance=0.02", false, true, 0.02)]
    [InlineData("csharp", false, false, null)]
    public void A_fence_says_what_its_output_is_like(string fence, bool isVolatile, bool throws, double? tolerance)
    {
        Lesson lesson = Samples.Parse(Samples.With("```csharp\ndouble count", $"```{fence}\ndouble count"));
        Assert.Equal(new CodeOptions(isVolatile, throws, tolerance), lesson.Code.Single(code => code.Code.StartsWith("double count", StringComparison.Ordinal)).Options);
    }

    public static TheoryData<string, string, int, string> Mistakes => new()
    {
        { "::: zh\n十个位置，每个位置 10 万种选择。\n:::\n", "", 42, "not followed by its '::: zh'" },
        { "::: en\nTen positions, 100,000 choices at each.\n:::\n", "", 42, "'::: zh' without its English" },
        { "Ten positions, 100,000 choices at each.\n:::\n", "Ten positions, 100,000 choices at each.\n", 42, "'::: en' is never closed" },
        { "{count:e0}\");\n```\n", "{count:e0}\");\n", 48, "'```csharp' is never closed before line 51" },
        { "```csharp\ndouble count", "```csharp voltaile\ndouble count", 48, "'voltaile' after 'csharp' is not known" },
        { "```csharp\ndouble count", "```python\ndouble count", 48, "a code fence of 'python'" },
        { "```csharp\ndouble count", "stray words\n\n```csharp\ndouble count", 48, "text outside a language block" },
        { "```csharp\ndouble count", "::: note\nhm\n:::\n```csharp\ndouble count", 48, "a block 'note'" },
        { "difficulty=1", "difficulty=4", 69, "difficulty 1 to 3" },
        { "exercise perplexity ", "exercise Perplexity ", 69, "cannot be read" },
        { "```csharp solution", "```csharp answer", 95, "'csharp answer' is not known in an exercise" },
        { "zh: 四个等可能的选项应当得到 4。指数有没有抵消对数？符号对不对？\n", "", 87, "hint 'four-choices' cannot be read" },
        { "::: hint weights", "::: hint four-choices", 91, "hint 'four-choices' is there already" },
        { "title: { en: Perplexity, zh: 困惑度 }", "title: { en: Perplexity }", 2, "front matter cannot be read" },
        { "seconds: 5", "seconds: soon", 5, "front matter cannot be read" },
        { "needs: []", "needs:", 6, "front matter cannot be read" },
        { "claims: [C44]", "claims: [~]", 2, "an item of a list is empty" },
        { "zh: 困惑度 }", "zh: ~ }", 2, "front matter cannot be read" },
        { "seconds: 5", "secons: 5", 5, "front matter cannot be read" },
        { "seconds: 5", "seconds: 5\nminutes: 20", 6, "front matter cannot be read" },
        { "::: recall 00", "::: recall zero", 11, "'recall zero' cannot be read" },
        { "answer zh: 看倍数", "zh: 看倍数", 11, "'recall 00' cannot be read" },
        { "en: Ten words from", "Ten words from", 65, "the recap cannot be read" },
        { "::::: further longer-sentences", "::::: further", 105, "'further ' cannot be read" },
        { "::::: further longer-sentences", "::::: further Longer", 105, "'further Longer' cannot be read" },
        { "```csharp verify", "```csharp verify volatile", 52, "'verify' after 'csharp' is not known here" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_told_with_its_line(string passage, string replacement, int line, string message)
    {
        var exception = Assert.Throws<LessonException>(() => Samples.Parse(Samples.With(passage, replacement)));
        LessonProblem problem = Assert.Single(exception.Problems, problem => problem.Message.Contains(message, StringComparison.Ordinal));
        Assert.Equal(line, problem.Line);
        Assert.StartsWith($"{Samples.FileName}:{line}: ", problem.ToString());
    }

    [Fact]
    public void An_exercise_without_a_solution_is_told()
    {
        string source = Samples.With("```csharp solution\ndouble Perplexity(double[] p) => Math.Exp(-p.Sum(x => x * Math.Log(x)));\n```\n", "");
        Assert.Contains("has no solution", Assert.Throws<LessonException>(() => Samples.Parse(source)).Message);
    }

    [Fact]
    public void An_exercise_name_used_twice_is_told_with_both_lines()
    {
        int start = Samples.Source.IndexOf(":::: exercise", StringComparison.Ordinal);
        int end = Samples.Source.IndexOf("::::\n::::: further", StringComparison.Ordinal) + "::::\n".Length;
        string source = Samples.Source.Insert(end, Samples.Source[start..end]);
        LessonProblem problem = Assert.Single(Assert.Throws<LessonException>(() => Samples.Parse(source)).Problems);
        Assert.Equal("exercise 'perplexity' is there already, at line 69; expected each name once in the course", problem.Message);
        Assert.Equal(105, problem.Line);
    }

    [Fact]
    public void A_file_without_front_matter_is_told() =>
        Assert.Contains("there is no front matter", Assert.Throws<LessonException>(() => Samples.Parse("::: en\nHello\n:::\n")).Message);

    [Fact]
    public void An_empty_file_is_told() =>
        Assert.Contains("there is no front matter", Assert.Throws<LessonException>(() => Samples.Parse("")).Message);

    [Theory]
    [InlineData("perplexity.md")]
    [InlineData("1-perplexity.md")]
    [InlineData("01-Perplexity.md")]
    public void A_file_name_that_cannot_be_one_is_told(string name) =>
        Assert.Contains("two digits", Assert.Throws<LessonException>(() => Samples.Parse(Samples.Source, name)).Message);
}
