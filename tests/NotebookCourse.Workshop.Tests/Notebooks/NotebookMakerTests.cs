using NotebookCourse.Workshop.Lessons;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Tests.Notebooks;

public sealed class NotebookMakerTests
{
    private static readonly Dictionary<int, string> Ids = new() { [1] = "01-perplexity", [7] = "07-attention" };

    private static IReadOnlyList<NotebookCell> Make(string source, string language) => NotebookMaker.Make(Samples.Parse(source), language, Ids);

    [Fact]
    public void Both_languages_have_the_same_ids_and_each_its_own_words()
    {
        IReadOnlyList<NotebookCell> english = Make(Samples.Source, "en");
        IReadOnlyList<NotebookCell> chinese = Make(Samples.Source, "zh");
        Assert.Equal(english.Select(cell => cell.Id), chinese.Select(cell => cell.Id));
        Assert.Equal(english.Select(cell => cell.Facts with { FurtherMinutes = 0 }), chinese.Select(cell => cell.Facts with { FurtherMinutes = 0 }));
        Assert.Equal(english.Count, english.Select(cell => cell.Id).Distinct().Count());
        Assert.All(english, cell => Assert.Matches("^[A-Za-z0-9_-]{1,64}$", cell.Id));
        Assert.All(english.Where(cell => cell.IsCode), cell => Assert.DoesNotContain(cell.Source, CellText.IsChinese));
        Assert.All(english.Concat(chinese), cell => Assert.DoesNotContain("Language.Pick", cell.Source));
        Assert.Contains(english, cell => cell.Source.EndsWith("Console.WriteLine($\"sentences: {count:e0}\");", StringComparison.Ordinal));
        Assert.Contains(chinese, cell => cell.Source.EndsWith("Console.WriteLine($\"句子数: {count:e0}\");", StringComparison.Ordinal));
        Assert.Contains(chinese, cell => cell.Source.StartsWith("string? sentences = null; // 你的猜测\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void The_first_cell_says_which_language_the_library_speaks(string language) =>
        Assert.EndsWith($"using NotebookCourse.Exercises;\nLanguage.Use(\"{language}\");", Make(Samples.Source, language).First(cell => cell.IsCode).Source);

    [Fact]
    public void A_cell_says_what_it_is()
    {
        IReadOnlyList<NotebookCell> cells = Make(Samples.Source, "en");
        Assert.Equal(
            ["title", "recall", "text", "code", "text", "code", "text", "code", "text", "code", "recap", "task", "exercise", "answer", "text", "code", "text"],
            cells.Select(cell => cell.Facts.Kind));
        Assert.Equal("count-of-sentences", cells[5].Facts.Prediction);
        Assert.Equal(["perplexity", "perplexity", "perplexity"], cells.Where(cell => cell.Facts.Name is not null).Select(cell => cell.Facts.Name));
        Assert.All(cells.Skip(14).Take(2), cell => Assert.Equal(("longer-sentences", "further"), (cell.Facts.Further, cell.Tags[^1])));
        Assert.Contains("## Twenty words\n*Further · 1 min · may be skipped*\n", cells[14].Source);
        Assert.Contains("(+ 1 further) minutes", cells[0].Source);
    }

    [Fact]
    public void A_recall_is_a_question_with_its_answer_folded() =>
        Assert.Contains("怎样比较猜测和真值？ (00)\n\n<details>\n<summary>答案</summary>\n\n看倍数", Make(Samples.Source, "zh")[1].Source);

    [Fact]
    public void A_cell_put_in_changes_no_other_id()
    {
        string[] before = [.. Make(Samples.Source, "en").Select(cell => cell.Id)];
        string[] after = [.. Make(Samples.With("```csharp\ndouble count", "```csharp\nint two = 2;\n```\n::: en\nNew.\n:::\n::: zh\n新。\n:::\n```csharp\ndouble count"), "en").Select(cell => cell.Id)];
        Assert.Equal(before, after.Where(before.Contains));
        Assert.Equal(2, after.Except(before).Count());
    }

    [Fact]
    public void The_same_cell_twice_has_two_ids()
    {
        const string Cell = "```csharp\ndouble count = Math.Pow(100_000, 10);\nConsole.WriteLine($\"{Language.Pick(\"sentences\", \"句子数\")}: {count:e0}\");\n```\n```csharp verify\n";
        IReadOnlyList<NotebookCell> cells = Make(Samples.With(Cell, Cell[..Cell.IndexOf("```csharp verify", StringComparison.Ordinal)] + "::: en\nAgain.\n:::\n::: zh\n再来。\n:::\n" + Cell), "en");
        Assert.Equal(cells.Count, cells.Select(cell => cell.Id).Distinct().Count());
    }

    [Fact]
    public void An_exercise_is_a_task_a_cell_and_folded_answers()
    {
        IReadOnlyList<NotebookCell> cells = Make(Samples.Source, "zh");
        int code = cells.Index().Single(cell => cell.Item.Tags.Contains(NotebookCell.ExerciseTag)).Index;
        Assert.Contains("手算困惑度", cells[code - 1].Source);
        Assert.Contains("★☆☆", cells[code - 1].Source);
        Assert.StartsWith("double Perplexity(double[] p) => throw new NotYet();", cells[code].Source);
        Assert.Contains("Exercise.Check(\"perplexity\"", cells[code].Source);
        Assert.Contains("<details>\n<summary>参考答案</summary>\n\n```csharp\ndouble Perplexity", cells[code + 1].Source);
        Assert.DoesNotContain("p.Average", cells[code + 1].Source); // wrong attempts are not shown
    }

    [Theory]
    [InlineData("[attention](lesson:07)", "[attention](07-attention.ipynb)")]
    [InlineData("[attention](lesson:07 \"lesson 7\")", "[attention](07-attention.ipynb \"lesson 7\")")]
    public void Links_lead_to_the_notebook_of_the_same_folder(string link, string expected) =>
        Assert.Contains(
            Make(Samples.With("Ten positions", $"See {link}. Ten positions"), "en"),
            cell => cell.Source.Contains(expected, StringComparison.Ordinal));
}
