using NotebookCourse.Claims;

namespace NotebookCourse.Tests.Claims;

public sealed class LaterIdeaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_line_has_a_date_a_source_and_both_languages() => Assert.All(LaterIdea.All, idea =>
    {
        Assert.StartsWith("202", idea.When);
        Assert.All([idea.Model, idea.Idea.En, idea.Idea.Zh, idea.Source.En, idea.Source.Zh], text => Assert.False(string.IsNullOrWhiteSpace(text)));
    });

    [Fact]
    public void Every_fate_occurs() => Assert.Equal(Enum.GetValues<Fate>(), LaterIdea.All.Select(idea => idea.Fate).Distinct().Order());

    [Fact]
    public void Each_of_lesson_01s_tables_comes_back_once_and_in_this_order() =>
        Assert.Equal(["unigram", "bigram", "n-gram"], LaterIdea.All.Select(idea => idea.Table).OfType<string>());

    [Theory]
    [InlineData("2026-13-01", "2026-13-01", "no date")]
    [InlineData("April", "April", "no date")]
    [InlineData("2026-05", "2026-04-24", "the earlier first")]
    public void Dates_are_dates_and_stand_in_order(string first, string second, string said)
    {
        string path = Path.Combine(_folder.Path, "after.json");
        File.WriteAllText(path, $"[{Line(first)},{Line(second)}]");
        Assert.Contains(said, Assert.Throws<InvalidDataException>(() => LaterIdea.Read(path)).Message);
    }

    private static string Line(string when) =>
        $$"""{ "when": "{{when}}", "model": "M", "fate": "kept", "idea": { "en": "i", "zh": "想" }, "source": { "en": "s", "zh": "源" } }""";
}
