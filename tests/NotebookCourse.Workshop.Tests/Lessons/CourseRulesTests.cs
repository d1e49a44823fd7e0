using NotebookCourse.Workshop.Lessons;

namespace NotebookCourse.Workshop.Tests.Lessons;

public sealed class CourseRulesTests
{
    private static IEnumerable<string> Messages(params (string File, string Source)[] lessons) =>
        CourseRules.Problems([.. lessons.Select(lesson => Samples.Parse(lesson.Source, lesson.File))]).Select(problem => problem.ToString());

    [Fact]
    public void The_example_alone_breaks_no_rule() => Assert.Empty(Messages((Samples.FileName, Samples.Source)));

    [Fact]
    public void An_exercise_of_another_lesson_is_told()
    {
        string[] messages = [.. Messages((Samples.FileName, Samples.Source), ("02-copy.md", Samples.Source))];
        Assert.Contains(messages, message => message.StartsWith("02-copy.md:69: exercise 'perplexity' is there already, in 01-perplexity.md:69", StringComparison.Ordinal));
        Assert.Contains(messages, message => message.Contains("prediction 'count-of-sentences' is there already", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[next](lesson:02)", "leads to no lesson")]
    [InlineData("[self](lesson:01)", null)]
    [InlineData("[report](https://arxiv.org/abs/2412.19437)", null)]
    [InlineData("[licence](../../LICENSE)", null)]
    [InlineData("[lost](../../NOWHERE.md)", "leads nowhere")]
    [InlineData("[lost](../../NOWHERE.md \"with a title\")", "leads nowhere")]
    [InlineData("[lost](<../../NO WHERE.md>)", "leads nowhere")]
    [InlineData("<img src=\"lost.png\" alt=\"lost\">", "leads nowhere")]
    [InlineData("![lost](lost.png)", "leads nowhere")]
    [InlineData("[section](#somewhere)", "names a place inside a page")]
    [InlineData("[section](../../LICENSE#somewhere)", "names a place inside a page")]
    [InlineData("$[a](b)$", null)]
    [InlineData("`[a](b)`", null)]
    public void Links_are_followed(string link, string? message)
    {
        string[] messages = [.. Messages((Samples.FileName, Samples.With("Ten positions", $"See {link}. Ten positions")))];
        if (message is null)
            Assert.Empty(messages);
        else
            Assert.Contains(message, Assert.Single(messages));
    }

    [Fact]
    public void A_link_in_a_hint_is_told() =>
        Assert.Contains(
            "hint 'weights' has the link 'lesson:01'",
            Assert.Single(Messages((Samples.FileName, Samples.With("The two outcomes are", "See [01](lesson:01). The two outcomes are")))));

    [Fact]
    public void A_comparison_without_a_question_is_told() =>
        Assert.Contains(
            "prediction 'count-of-words' is compared and no lesson asks",
            Assert.Single(Messages((Samples.FileName, Samples.With("Prediction.Compare(\"count-of-sentences\"", "Prediction.Compare(\"count-of-words\"")))));

    [Fact]
    public void A_lesson_cannot_need_a_later_one() =>
        Assert.Contains("lesson 05 does not come before", Assert.Single(Messages((Samples.FileName, Samples.With("needs: []", "needs: [5]")))));
}
