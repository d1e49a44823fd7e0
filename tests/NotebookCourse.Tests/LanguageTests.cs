namespace NotebookCourse.Tests;

public class LanguageTests
{
    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("en", "en")]
    [InlineData(" ZH ", "zh")]
    public void WhereNoNotebookSpeaksTheVariableDecides(string? variable, string expected) =>
        Assert.Equal(expected, Language.FromVariable(variable));

    [Fact]
    public void AnUnknownLanguageIsRefusedByName()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Language.FromVariable("fr"));

        Assert.Contains("'fr'", error.Message);
        Assert.Contains("'en' or 'zh'", error.Message);
        Assert.Contains("'ZH'", Assert.Throws<ArgumentException>(() => Language.Use("ZH")).Message);
    }

    [Fact]
    public void WhatANotebookSaysWins()
    {
        string before = Language.Current;
        try
        {
            Language.Use("zh");
            Assert.Equal("好", Language.Pick("good", "好"));
            Language.Use("en");
            Assert.Equal("good", Language.Pick("good", "好"));
        }
        finally
        {
            Language.Use(before);
        }
    }
}
