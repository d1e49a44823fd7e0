namespace NotebookCourse.Tests;

public class LanguageTests
{
    [Theory]
    [InlineData(null, "notebooks/zh", "zh")]
    [InlineData(null, "notebooks/zh/", "zh")]
    [InlineData(null, "notebooks/en", "en")]
    [InlineData(null, "somewhere", "en")]
    [InlineData("", "notebooks/zh", "zh")]
    [InlineData("zh", "notebooks/en", "zh")]
    [InlineData("en", "notebooks/zh", "en")]
    [InlineData(" ZH ", "notebooks/en", "zh")]
    public void TheVariableDecidesThenTheFolder(string? variable, string folder, string expected) =>
        Assert.Equal(expected, Language.Choose(variable, folder));

    [Fact]
    public void AnUnknownLanguageIsRefusedByName()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Language.Choose("fr", "notebooks/zh"));

        Assert.Contains("'fr'", error.Message);
        Assert.Contains("'en' or 'zh'", error.Message);
    }

    [Fact]
    public void PickFollowsCurrent() =>
        Assert.Equal(Language.Current == Language.Chinese ? "好" : "good", Language.Pick("good", "好"));
}
