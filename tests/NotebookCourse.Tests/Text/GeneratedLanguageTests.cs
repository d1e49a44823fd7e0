using NotebookCourse.Probability;
using NotebookCourse.Text;

namespace NotebookCourse.Tests.Text;

public class GeneratedLanguageTests
{
    [Fact]
    public void TheWeatherIsWhatItsTablesSay()
    {
        Assert.Equal(0.45, WeatherSentences.Next("今天天气很")["好"], 12);
        Assert.Equal(0.40, WeatherSentences.Next("昨天天气很")["差"], 12);
        Assert.Equal(1, WeatherSentences.Next("今天天气")["很"], 12);
        Assert.Equal(0.5, WeatherSentences.Next("")["今"], 12);
        Assert.Equal(0.5 * 0.45 * 0.5, WeatherSentences.Sentences["今天天气很好，去公园。\n"], 12);
        Assert.Equal(0, WeatherSentences.Sentences["今天天气很好，吃火锅。\n"]);
    }

    [Fact]
    public void WhatFollowsDependsOnWhatCameBefore() =>
        Assert.NotEqual(WeatherSentences.Next("今天天气很")["差"], WeatherSentences.Next("昨天天气很")["差"]);

    [Fact]
    public void DrawnWeatherHasTheTrueShares()
    {
        string[] lines = WeatherSentences.Generate(20_000, seed: 3).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(20_000, lines.Length);
        Assert.All(lines, line => Assert.True(WeatherSentences.Sentences[line + "\n"] > 0));
        double[] seen = [.. WeatherSentences.Sentences.Outcomes.Select(sentence => lines.Count(line => line + "\n" == sentence) / 20_000.0)];
        Assert.InRange(Information.KullbackLeibler(seen, WeatherSentences.Sentences.Values), 0, 0.01);
        Assert.Equal(WeatherSentences.Generate(5, 1), WeatherSentences.Generate(5, 1));
    }

    [Fact]
    public void UnknownWeatherIsNamed()
    {
        Assert.Contains("'后天'", Assert.Throws<ArgumentException>(() => WeatherSentences.WeatherOf("后天")).Message);
        Assert.Contains("'今天下雨'", Assert.Throws<ArgumentException>(() => WeatherSentences.Next("今天下雨")).Message);
    }

    [Theory]
    [InlineData("+", false)]
    [InlineData("-", false)]
    [InlineData("*", true)]
    [InlineData("+-*", false)]
    public void EveryAnswerIsRight(string operators, bool reversed)
    {
        foreach (string line in ArithmeticProblems.Generate(300, digits: 3, seed: 5, operators, reversed).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int sign = line.IndexOfAny(['+', '-', '*']), equals = line.IndexOf('=');
            long a = long.Parse(line[..sign]), b = long.Parse(line[(sign + 1)..equals]);
            string answer = reversed ? string.Concat(line[(equals + 1)..].Reverse()) : line[(equals + 1)..];
            Assert.InRange(a, 100, 999);
            Assert.Contains(line[sign], operators);
            Assert.Equal(line[sign] switch { '+' => a + b, '-' => a - b, _ => a * b }, long.Parse(answer));
            Assert.True(long.Parse(answer) >= 0);
        }
    }

    [Fact]
    public void WrongArithmeticIsNamed()
    {
        Assert.Contains("1 to 9 digits", Assert.Throws<ArgumentOutOfRangeException>(() => ArithmeticProblems.Generate(1, 10, 1)).Message);
        Assert.Contains("'/' is no operator", Assert.Throws<ArgumentException>(() => ArithmeticProblems.Generate(1, 1, 1, "/")).Message);
    }

    [Fact]
    public void DrawnBracketsAreBalancedAndNoDeeperThanSaid()
    {
        foreach (string line in BracketStrings.Generate(500, seed: 9).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.True(BracketStrings.Next(line)["\n"] > 0, line);   // it may end here, so it is balanced
            int depth = 0;
            foreach (char bracket in line)
                Assert.InRange(depth += bracket is '(' or '[' ? 1 : -1, 0, BracketStrings.MostDepth);
        }
    }

    [Fact]
    public void OnlyTheRightBracketMayClose()
    {
        Distribution<string> next = BracketStrings.Next("([");

        Assert.Equal(0.6, next["]"], 12);
        Assert.Equal(0, next[")"]);
        Assert.Equal(0, BracketStrings.Next(new string('(', BracketStrings.MostDepth))["("]);
        Assert.Contains("Character 2", Assert.Throws<ArgumentException>(() => BracketStrings.Next("([)")).Message);
    }
}
