using NotebookCourse.Kernel.Sessions;
using NotebookCourse.Workshop.Running;

namespace NotebookCourse.Workshop.Tests.Checking;

/// <summary>A whole lesson: built, built again, checked, and tampered with.</summary>
public sealed class CourseTests : IDisposable
{
    private readonly CourseFixture _course = new();

    public void Dispose() => _course.Dispose();

    [Fact]
    public async Task A_lesson_is_built_twice_alike_and_passes_its_check()
    {
        foreach (string language in new[] { "en", "zh" })
        {
            LessonRun run = await _course.BuildAsync(language);
            Assert.Null(run.Failure);
            byte[] first = File.ReadAllBytes(_course.Notebook(language));
            await _course.BuildAsync(language);
            Assert.Equal(first, File.ReadAllBytes(_course.Notebook(language)));
            Assert.Empty(await _course.CheckAsync(language, withExercises: true));
        }

        Assert.Contains("句子数: 1e+050", File.ReadAllText(_course.Notebook("zh")));
        Assert.Contains("还没开始", File.ReadAllText(_course.Notebook("zh")));
        Assert.Contains("sentences: 1e+050", File.ReadAllText(_course.Notebook("en")));
        Assert.Equal(["01-perplexity.ipynb"], Directory.EnumerateFiles(_course.Folder.Notebooks("en")).Select(Path.GetFileName)); // no temporary files
    }

    [Fact]
    public async Task A_changed_output_is_found()
    {
        await _course.BuildAsync("en");
        Tamper("en", "sentences: 1e+050", "sentences: 1e+051");
        Assert.Contains("01-perplexity.md:48: the output differs", Assert.Single(await _course.CheckAsync("en")));
    }

    [Fact]
    public async Task A_changed_cell_is_found()
    {
        await _course.BuildAsync("en");
        Tamper("en", "Ten positions, 100,000", "Nine positions, 100,000");
        Assert.Contains("is not what the source gives", Assert.Single(await _course.CheckAsync("en")));
    }

    [Fact]
    public async Task A_changed_source_is_found()
    {
        await _course.BuildAsync("en");
        _course.Write(Samples.With("Ten positions", "Precisely ten positions"));
        Assert.Contains("is not what the source gives", Assert.Single(await _course.CheckAsync("en")));
    }

    [Theory]
    [InlineData("\".net-csharp\"", "\"python3\"")]
    [InlineData("\"nbformat_minor\": 5", "\"nbformat_minor\": 2")]
    [InlineData("\"metadata\": {\n    \"notebookcourse\"", "\"metadata\": {\n    \"collapsed\": true,\n    \"notebookcourse\"")]
    public async Task A_notebook_that_something_else_saved_is_found(string passage, string replacement)
    {
        await _course.BuildAsync("en");
        Tamper("en", passage, replacement);
        Assert.Contains("is not as a build writes it", Assert.Single(await _course.CheckAsync("en")));
        await _course.BuildAsync("en");
        Assert.Empty(await _course.CheckAsync("en"));
    }

    [Fact]
    public async Task A_damaged_notebook_is_found()
    {
        await _course.BuildAsync("en");
        File.WriteAllText(_course.Notebook("en"), "{ \"cells\": [");
        Assert.Contains("01-perplexity.ipynb is not a notebook", (await _course.CheckAsync("en"))[0]);
    }

    [Fact]
    public async Task A_missing_notebook_is_found() =>
        Assert.Contains(await _course.CheckAsync("zh"), problem => problem.Contains("notebooks/zh/01-perplexity.ipynb is not there", StringComparison.Ordinal));

    [Fact]
    public async Task A_wrong_attempt_that_passes_is_found()
    {
        _course.Write(Samples.With("p.Average(x => Math.Log(x))", "p.Sum(x => x * Math.Log(x))"));
        await _course.BuildAsync("en");
        Assert.Contains("gives 'right'; expected it to be refused with hint 'weights'", Assert.Single(await _course.CheckAsync("en", withExercises: true)));
    }

    [Fact]
    public async Task A_wrong_attempt_with_another_hint_is_found()
    {
        _course.Write(Samples.With("p.Average(x => Math.Log(x))", "p.Sum(x => Math.Log(x))"));
        await _course.BuildAsync("en");
        Assert.Contains("gives hint 'four-choices'; expected it to be refused with hint 'weights'", Assert.Single(await _course.CheckAsync("en", withExercises: true)));
    }

    [Fact]
    public async Task A_solution_that_fails_is_found()
    {
        _course.Write(Samples.With("solution\ndouble Perplexity(double[] p) => Math.Exp(-p.Sum(", "solution\ndouble Perplexity(double[] p) => Math.Exp(p.Sum("));
        await _course.BuildAsync("en");
        Assert.Contains("the solution of 'perplexity' gives hint 'four-choices'", Assert.Single(await _course.CheckAsync("en", withExercises: true)));
    }

    [Fact]
    public async Task A_solution_that_does_not_compile_is_found()
    {
        _course.Write(Samples.With("solution\ndouble Perplexity(double[] p) => Math.Exp(", "solution\ndouble Perplexity(double[] p) => Maths.Exp("));
        await _course.BuildAsync("en");
        Assert.Contains("CompilationError", Assert.Single(await _course.CheckAsync("en", withExercises: true)));
    }

    [Fact]
    public async Task An_exercise_that_starts_solved_is_found()
    {
        _course.Write(Samples.With("=> throw new NotYet(); // your code || 你的代码", "=> 4;"));
        await _course.BuildAsync("en");
        Assert.Contains("does not say 'not yet'", Assert.Single(await _course.CheckAsync("en")));
    }

    [Fact]
    public async Task A_cell_that_fails_stops_the_build_and_leaves_the_old_notebook()
    {
        await _course.BuildAsync("en");
        byte[] before = File.ReadAllBytes(_course.Notebook("en"));
        _course.Write(Samples.With("double count = Math.Pow(100_000, 10);", "double count = Math.Pow(10_000, 10);").Replace("Verify(Math.Abs(count / 1e50 - 1) < 1e-12);", "Verify(count > 0);"));
        LessonRun run = await _course.BuildAsync("en");
        Assert.Equal(CellStatus.Failed, run.Failure!.Result.Status);
        Assert.Equal("ClaimNotSupportedException", run.Failure.Error!.Name.Split('.')[^1]);
        Assert.Equal(61, run.Failure.Executed.Cell.Line);
        Assert.Equal(before, File.ReadAllBytes(_course.Notebook("en")));
    }

    [Fact]
    public async Task A_cell_may_throw_on_purpose()
    {
        _course.Write(Samples.With("```csharp\ndouble count", "```csharp throws\nthrow new InvalidOperationException(\"on purpose\");\n```\n::: en\nThat threw.\n:::\n::: zh\n抛出了异常。\n:::\n```csharp\ndouble count"));
        LessonRun run = await _course.BuildAsync("en");
        Assert.Null(run.Failure);
        Assert.Contains("raises-exception", File.ReadAllText(_course.Notebook("en")));
        Assert.Empty(await _course.CheckAsync("en"));
    }

    [Fact]
    public async Task A_damaged_notebook_is_made_again()
    {
        await _course.BuildAsync("en");
        File.WriteAllText(_course.Notebook("en"), "{ \"cells\": [");
        await _course.BuildAsync("en");
        Assert.Empty(await _course.CheckAsync("en"));
    }

    [Fact]
    public async Task What_the_author_verifies_stops_the_build_and_stands_in_no_notebook()
    {
        await _course.BuildAsync("zh");
        Assert.DoesNotContain("Verify", File.ReadAllText(_course.Notebook("zh")));
        byte[] before = File.ReadAllBytes(_course.Notebook("zh"));

        _course.Write(Samples.With("Verify(Math.Abs(count / 1e50 - 1) < 1e-12);", "int count2 = 7;\nVerify(count2 == 8);"));
        LessonRun run = await _course.BuildAsync("zh");

        Assert.True(run.Failure!.IsVerification);
        Assert.Equal(before, File.ReadAllBytes(_course.Notebook("zh")));
        Assert.Contains("01-perplexity.md:52: what the author verifies does not hold (zh): this does not hold: count2 == 8", await _course.CheckAsync("zh"));
    }

    [Fact]
    public async Task What_a_verify_fence_declares_ends_with_it()
    {
        _course.Write(Samples.With("Verify(Math.Abs(count / 1e50 - 1) < 1e-12);", "int inside = 7;\nVerify(inside == 7);").Replace("measured: count)", "measured: count + inside)"));
        Assert.Contains("CompilationError", (await _course.BuildAsync("en")).Failure!.Error!.Name);
    }

    [Fact]
    public async Task Words_are_changed_without_a_run()
    {
        await _course.BuildAsync("en");
        byte[] before = File.ReadAllBytes(_course.Notebook("en"));
        _course.Write(Samples.With("Ten positions", "Precisely ten positions"));
        Assert.Empty(_course.BuildStored("en"));
        Assert.NotEqual(before, File.ReadAllBytes(_course.Notebook("en")));
        Assert.Empty(await _course.CheckAsync("en"));

        _course.Write(Samples.With("double count =", "double count = 1 *"));
        Assert.Contains("01-perplexity.md:48: the en notebook has no output of this cell", Assert.Single(_course.BuildStored("en")));
    }

    private void Tamper(string language, string passage, string replacement)
    {
        string text = File.ReadAllText(_course.Notebook(language));
        Assert.Contains(passage, text);
        File.WriteAllText(_course.Notebook(language), text.Replace(passage, replacement));
    }
}
