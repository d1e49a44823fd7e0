using NotebookCourse.Workshop.Notebooks;
using NotebookCourse.Workshop.Pages;
using NotebookCourse.Workshop.Pages.Live;

namespace NotebookCourse.Workshop.Tests.Pages;

/// <summary>Several lessons, languages and windows at once, and notebooks that change under them.</summary>
public sealed class OpenLessonsTests : IDisposable
{
    private readonly TestCourse _course = new();

    public void Dispose() => _course.Dispose();

    [Fact]
    public async Task Whoever_finds_all_places_taken_is_told_and_served_when_one_is_free()
    {
        await using LiveCourse live = _course.Open(mostKernels: 1);
        LiveLesson first = live.Find("en", TestCourse.First)!, second = live.Find("en", TestCourse.Second)!;
        var (one, two) = (first.Open(), second.Open());
        await first.WarmAsync();

        second.Run([new CellSource(Cell(TestCourse.Second), "print at last")]);
        await two.UntilAsync("\"waiting\"");
        Assert.Single(_course.Kernels);

        first.Close(one); // nobody looks at the first lesson any more
        await two.UntilAsync("at last");
        Assert.Equal(KernelStatus.Ended, first.Status);
    }

    [Fact]
    public async Task Whoever_waits_may_give_up_and_a_lesson_nobody_looks_at_makes_room()
    {
        await using LiveCourse live = _course.Open(mostKernels: 1);
        LiveLesson first = live.Find("en", TestCourse.First)!, second = live.Find("zh", TestCourse.First)!;
        var (one, two) = (first.Open(), second.Open());
        first.Run([new CellSource(Cell(TestCourse.First), "loop")]);
        await one.UntilAsync("\"running\"");

        second.Run([new CellSource(Cell(TestCourse.First), "print never")]);
        await two.UntilAsync("\"waiting\"");
        second.Interrupt();
        await two.UntilAsync("\"interrupted\"");

        first.Close(one); // still running: it keeps its place
        second.Run([new CellSource(Cell(TestCourse.First), "print then")]);
        await two.UntilAsync("\"waiting\"");
        first.Interrupt();
        await two.UntilAsync("then");
    }

    [Fact]
    public async Task Fifty_lessons_wanted_at_once_never_have_more_kernels_than_places()
    {
        await using LiveCourse live = _course.Open(mostKernels: 3);
        string cell = Cell(TestCourse.First);
        LiveLesson[] lessons = [.. Enumerable.Range(0, 50).Select(i => live.Find(i % 2 == 0 ? "en" : "zh", i % 4 < 2 ? TestCourse.First : TestCourse.Second)!)];
        await Task.WhenAll(lessons.Select(async lesson =>
        {
            var page = lesson.Open();
            lesson.Run([new CellSource(cell, "print served")]);
            await page.UntilAsync("served");
            lesson.Close(page);
        }));
        Assert.True(_course.MostAtOnce <= 3, $"{_course.MostAtOnce} kernels at once");
    }

    [Fact]
    public async Task The_two_languages_of_a_lesson_hear_of_each_other_s_edits()
    {
        await using LiveCourse live = _course.Open();
        LiveLesson english = live.Find("en", TestCourse.First)!, chinese = live.Find("zh", TestCourse.First)!;
        var (one, two) = (english.Open(), chinese.Open());
        english.Edit(new LearnerEdit(Cell(TestCourse.First), "print both", one));
        await two.UntilAsync("print both");
    }

    [Fact]
    public async Task A_cell_that_the_notebook_gets_later_runs_and_is_edited()
    {
        await using LiveCourse live = _course.Open();
        LiveLesson lesson = live.Find("en", TestCourse.First)!;
        var page = lesson.Open();
        Write([.. Cells(), new ExecutedCell(new NotebookCell("later", true, "1 + 1", []), [])]);
        Assert.False(lesson.Has("later"));

        Assert.Same(lesson, live.Find("en", TestCourse.First));
        Assert.True(lesson.Has("later"));
        lesson.Edit(new LearnerEdit("later", "print kept", page, 1));
        await page.UntilAsync("saved");
        lesson.Run([new CellSource("later", "print ran")]);
        await page.UntilAsync("ran");
        Assert.Contains("print kept", await live.Find("en", TestCourse.First)!.Open().ReadAsync());
    }

    [Fact]
    public async Task Cells_without_ids_or_with_the_same_can_all_be_run()
    {
        NotebookCell[] cells = [.. new[] { "", "", "same", "same" }.Select(id => new NotebookCell(id, true, "1", []))];
        Write([.. cells.Select(cell => new ExecutedCell(cell, []))]);
        string[] ids = [.. new PageCourse(_course.Folder).Lessons("en")[0].Cells.Select(cell => cell.Cell.Id)];
        Assert.Equal(4, ids.Distinct().Count());
        Assert.All(ids, id => Assert.NotEmpty(id));
        await using LiveCourse live = _course.Open();
        LiveLesson lesson = live.Find("en", TestCourse.First)!;
        var page = lesson.Open();
        foreach (string id in ids)
        {
            lesson.Run([new CellSource(id, "print " + id)]);
            await page.UntilAsync($"\"text\":\"{id}\"");
        }
    }

    [Fact]
    public async Task A_window_that_does_not_read_is_given_up_and_the_others_see_everything()
    {
        await using LiveCourse live = _course.Open();
        LiveLesson lesson = live.Find("en", TestCourse.First)!;
        PageQueue stuck = lesson.Open(), reading = lesson.Open();
        for (int run = 0; !stuck.FellBehind.IsCancellationRequested; run++)
        {
            Assert.True(run < 100, "The window was never given up.");
            lesson.Run([new CellSource(Cell(TestCourse.First), "many 2000")]);
            await reading.UntilAsync("progress");
        }

        Assert.Equal(0, stuck.Count);
        Assert.False(reading.FellBehind.IsCancellationRequested);
        Assert.Contains("\"type\":\"state\"", await lesson.Open().ReadAsync());
    }

    private string Cell(string lesson) => new PageCourse(_course.Folder).Lessons("en").First(page => page.Id == lesson).Cells.First(cell => cell.Cell.IsCode).Cell.Id;

    private IReadOnlyList<ExecutedCell> Cells() => new PageCourse(_course.Folder).Lessons("en")[0].Cells;

    private void Write(IReadOnlyList<ExecutedCell> cells) =>
        File.WriteAllBytes(Path.Combine(_course.Folder.Notebooks("en"), TestCourse.First + ".ipynb"), NotebookFile.Write(cells));
}
