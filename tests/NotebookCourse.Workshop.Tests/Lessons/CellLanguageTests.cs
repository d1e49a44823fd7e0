using NotebookCourse.Workshop.Lessons;

namespace NotebookCourse.Workshop.Tests.Lessons;

public sealed class CellLanguageTests
{
    [Theory]
    [InlineData("""x = Language.Pick("a", "甲");""", """x = "a";""", """x = "甲";""")]
    [InlineData("""x = NotebookCourse.Language.Pick("a", "甲");""", """x = "a";""", """x = "甲";""")]
    [InlineData("""$"{Language.Pick("loss", "损失")}: {x:f2}" """, """$"loss: {x:f2}" """, """$"损失: {x:f2}" """)]
    [InlineData("""$"{Language.Pick($"{n} tokens", $"{n} 个词元")}!" """, """$"{n} tokens!" """, """$"{n} 个词元!" """)]
    [InlineData("""$"{Language.Pick("a {b}", "甲 {乙}")}{x}" """, """$"a {{b}}{x}" """, """$"甲 {{乙}}{x}" """)]
    [InlineData("""$"{Language.Pick("a", "甲"),10}{x}" """, """$"{"a",10}{x}" """, """$"{"甲",10}{x}" """)]
    [InlineData("""$@"{Language.Pick("a\n", "甲")}{x}" """, """$@"{"a\n"}{x}" """, """$@"{"甲"}{x}" """)]
    [InlineData("""Write(Language.Pick("n: ", "数：") + $"{n}" + Language.Pick(" in all", "，合计"));""", """Write($"n: {n} in all");""", """Write($"数：{n}，合计");""")]
    [InlineData("""x + y + "=" + Language.Pick("{", "［")""", """x + y + "={" """, """x + y + "=［" """)]
    [InlineData("""n + Language.Pick(c ? "a" : "b", c ? "甲" : "乙")""", """n + (c ? "a" : "b")""", """n + (c ? "甲" : "乙")""")]
    [InlineData("""F(Language.Pick(c ? "a" : "b", c ? "甲" : "乙"), 1)""", """F(c ? "a" : "b", 1)""", """F(c ? "甲" : "乙", 1)""")]
    [InlineData("""Language.Pick(Language.Pick("a", "b"), "甲")""", "\"a\"", "\"甲\"")]
    [InlineData("""int order = Language.Pick(5, 3);""", "int order = 5;", "int order = 3;")]
    [InlineData("""x = 1; // one || 一""", "x = 1; // one", "x = 1; // 一")]
    [InlineData("""x = 1; /* one || 一 */ y = 2;""", "x = 1; /* one */ y = 2;", "x = 1; /* 一 */ y = 2;")]
    [InlineData("""x = a || b; // either || both""", "x = a || b; // either || both", "x = a || b; // either || both")]
    [InlineData("""s = "// no || 不";""", """s = "// no || 不";""", """s = "// no || 不";""")]
    [InlineData("""Other.Pick("a", "甲")""", """Other.Pick("a", "甲")""", """Other.Pick("a", "甲")""")]
    [InlineData("""s = "Language.Pick(1, 2)";""", """s = "Language.Pick(1, 2)";""", """s = "Language.Pick(1, 2)";""")]
    public void Each_notebook_has_its_own_words(string source, string english, string chinese)
    {
        Assert.Equal(english.TrimEnd(), CellLanguage.Resolve(source.TrimEnd(), "en").Code);
        Assert.Equal(chinese.TrimEnd(), CellLanguage.Resolve(source.TrimEnd(), "zh").Code);
    }

    [Fact]
    public void A_line_knows_where_it_came_from()
    {
        CellText text = CellLanguage.Resolve("F(\n    alt: Language.Pick(\n        \"a\",\n        \"甲\" +\n        \"乙\"), 1);\nlast", "zh");
        Assert.Equal("F(\n    alt: \"甲\" +\n        \"乙\", 1);\nlast", text.Code);
        Assert.Equal([0, 3, 4, 5], text.SourceLines);
    }

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("一二，", 6)]
    [InlineData("a·é…", 4)]
    [InlineData("😀", 2)]
    public void A_chinese_character_takes_two_columns(string line, int columns) => Assert.Equal(columns, CellText.Width(line));
}
