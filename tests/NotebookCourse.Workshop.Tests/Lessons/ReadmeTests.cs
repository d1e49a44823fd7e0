using System.Globalization;
using NotebookCourse.Claims;
using NotebookCourse.Workshop.Lessons;

namespace NotebookCourse.Workshop.Tests.Lessons;

public sealed class ReadmeTests
{
    [Theory]
    [InlineData("README.md", "en")]
    [InlineData("README.zh.md", "zh")]
    public void The_lesson_table_is_that_of_the_sources(string file, string language)
    {
        IEnumerable<string> expected =
            from source in LessonLibrary.Files(Samples.Repository)
            let lesson = LessonParser.Parse(source, File.ReadAllText(source))
            select $"| [{lesson.Number:00}](notebooks/{language}/{lesson.Id}.ipynb) | {lesson.Header.Title.In(language)} | {LessonTimes.Of(lesson, language).Text(language)} |";
        string readme = File.ReadAllText(Path.Combine(Samples.Repository.Root, file));

        IEnumerable<string> rows = readme.Split('\n').Where(line => line.Contains($"(notebooks/{language}/", StringComparison.Ordinal) && line.StartsWith("| [", StringComparison.Ordinal));

        Assert.Equal(expected, rows);
    }

    [Theory]
    [InlineData("README.md", "The article makes {0} claims: {1} can be checked, {2} nothing can test, and {3} are wrong.")]
    [InlineData("README.zh.md", "文章里的说法共 {0} 条：{1} 条能核对，{2} 条无从检验，错了 {3} 条。")]
    public void The_claims_are_counted_as_the_ledger_counts_them(string file, string sentence)
    {
        IReadOnlyList<Claim> all = Claims.Claims.All;
        string expected = string.Format(
            CultureInfo.InvariantCulture, sentence, all.Count, all.Count(claim => claim.Expect is not null), all.Count(claim => claim.Expect is null), all.Count(claim => claim.Verdict == Verdict.Wrong));
        Assert.Contains(expected, File.ReadAllText(Path.Combine(Samples.Repository.Root, file)));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh.md")]
    public void Every_link_leads_somewhere(string file)
    {
        string readme = File.ReadAllText(Path.Combine(Samples.Repository.Root, file));
        var lost =
            from System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(readme, @"\]\((?!https?:|#)([^)#]+)")
            where !Path.Exists(Path.Combine(Samples.Repository.Root, link.Groups[1].Value))
            select link.Groups[1].Value;
        Assert.Empty(lost);
    }
}
