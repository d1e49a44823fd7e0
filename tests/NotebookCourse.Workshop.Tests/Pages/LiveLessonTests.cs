using Microsoft.Extensions.Time.Testing;
using NotebookCourse.Workshop.Pages.Live;

namespace NotebookCourse.Workshop.Tests.Pages;

public sealed class LiveLessonTests : IDisposable
{
    private readonly TestCourse _course = new();

    public void Dispose() => _course.Dispose();

    [Fact]
    public async Task A_cell_runs_and_every_window_sees_it()
    {
        await using LiveCourse live = _course.Open();
        LiveLesson lesson = live.Find("en", TestCourse.First)!;
        string cell = _course.CellWith("guess");
        var (one, two) = (lesson.Open(), lesson.Open());

        lesson.Run([new CellSource(cell, "print 你好")]);

        foreach (var page in new[] { one, two })
        {
            List<string> seen = await page.UntilAsync("\"done\"");
            Assert.Contains(seen, message => message.Contains("\"type\":\"output\"") && message.Contains("你好"));
        }
    }

    [Fact]
    public async Task A_page_opened_later_is_told_what_was_shown()
    {
        await using LiveCourse live = _course.Open();
        LiveLesson lesson = live.Find("en", TestCourse.First)!;
        string cell = _course.CellWith("guess");
        var page = lesson.Open();
        lesson.Run([new CellSource(cell, "print first"), new CellSource(cell, "print second")]);
        await page.UntilAsync("progress");

        string state = await lesson.Open().ReadAsync();

        Assert.Contains("second", state);
        Assert.DoesNotContain("first", state.Replace("01-first", ""));
        Assert.Contains("\"status\":\"done\"", state);
    }

    [Fact]
    public async Task A_failing_cell_stops_those_that_wait()
    {
        await using LiveCourse live = _course.Open();
        LiveLesson lesson = live.Find("en", TestCourse.First)!;
        var page = lesson.Open();
        (string first, string second) = (_course.CellWith("guess"), _course.CellWith("figure"));

        lesson.Run([new CellSource(first, "throw"), new CellSource(second, "print never")]);

        List<string> seen = await page.UntilAsync("progress");
        Assert.Contains(seen, message => message.Contains("Oops"));
        Assert.DoesNotContain(seen, message => message.Contains("never"));
        Assert.Contains(seen, message => message.Contains(second) && message.Contains("\"status\":\"none\""));
    }

    [Fact]
    public async Task An_endless_cell_is_interrupted_and_the_kernel_stays()
    {
        await using LiveCourse live = _course.Open();
        LiveLesson lesson = live.Find("en", TestCourse.First)!;
        var page = lesson.Open();
        string cell = _course.CellWith("guess");
        lesson.Run([new CellSource(cell, "loop")]);
        await page.UntilAsync("\"running\"");

        lesson.Interrupt();
        await page.UntilAsync("\"interrupted\"");
        lesson.Run([new CellSource(cell, "print again")]);

        await page.UntilAsync("again");
        Assert.Single(_course.Kernels);
    }

    [Theory]
    [InlineData("die")]
    [InlineData("loop")]
    public async Task A_dead_kernel_is_said_and_the_next_cell_has_a_new_one(string code)
    {
        await using LiveCourse live = _course.Open();
        LiveLesson lesson = live.Find("en", TestCourse.First)!;
        var page = lesson.Open();
        string cell = _course.CellWith("guess");
        lesson.Run([new CellSource(cell, code)]);
        await page.UntilAsync("\"running\"");

        if (code == "loop")
            _course.Kernels[0].Kill();
        await page.UntilAsync("\"dead\"", "\"failed\"");
        lesson.Run([new CellSource(cell, "print alive")]);

        await page.UntilAsync("alive");
        Assert.Equal(2, _course.Kernels.Count);
    }

    [Fact]
    public async Task Restarting_a_busy_kernel_gives_a_ready_one()
    {
        await using LiveCourse live = _course.Open();
        LiveLesson lesson = live.Find("en", TestCourse.First)!;
        var page = lesson.Open();
        lesson.Run([new CellSource(_course.CellWith("guess"), "loop")]);
        await page.UntilAsync("\"running\"");

        await lesson.RestartAsync();

        await page.UntilAsync("\"idle\"");
        Assert.Equal(2, _course.Kernels.Count);
        Assert.True(_course.Kernels[0].Exited.IsCompleted);
    }

    [Theory]
    [InlineData("many 50000")]
    [InlineData("long 50000000")]
    public async Task Fifty_megabytes_of_text_are_cut_and_said_to_be(string code)
    {
        await using LiveCourse live = _course.Open();
        LiveLesson lesson = live.Find("en", TestCourse.First)!;
        var page = lesson.Open();
        lesson.Run([new CellSource(_course.CellWith("guess"), code)]);

        List<string> seen = await page.UntilAsync("progress");

        Assert.InRange(seen.Sum(message => message.Length), CellTranscript.MostText, CellTranscript.MostText + 400_000);
        Assert.Single(seen, message => message.Contains("\"cut\""));
        Assert.Contains("\"cut\"", await lesson.Open().ReadAsync());
    }

    [Fact]
    public async Task An_idle_kernel_is_ended_sooner_when_nobody_watches()
    {
        var clock = new FakeTimeProvider();
        await using LiveCourse live = _course.Open(clock);
        LiveLesson lesson = live.Find("en", TestCourse.First)!;
        var page = lesson.Open();
        await lesson.WarmAsync();

        clock.Advance(TimeSpan.FromMinutes(10));
        await live.EndIdleAsync();
        Assert.Equal(KernelStatus.Idle, lesson.Status);

        lesson.Close(page);
        clock.Advance(TimeSpan.FromMinutes(6));
        await live.EndIdleAsync();
        Assert.Equal(KernelStatus.Ended, lesson.Status);
        Assert.True(_course.Kernels[0].Exited.IsCompleted);
    }

    [Fact]
    public async Task An_edit_is_shown_in_the_other_window_and_survives_a_restart()
    {
        string cell = _course.CellWith("guess");
        await using (LiveCourse live = _course.Open())
        {
            LiveLesson lesson = live.Find("en", TestCourse.First)!;
            var (one, two) = (lesson.Open(), lesson.Open());
            lesson.Edit(new LearnerEdit(cell, "print 改过", one, 3));
            await two.UntilAsync("改过");
            Assert.Contains("\"request\":3", (await one.UntilAsync("saved"))[^1]);
            Assert.Equal(0, one.Count); // not its own edit
        }

        await using LiveCourse again = _course.Open();
        Assert.Contains("改过", await again.Find("zh", TestCourse.First)!.Open().ReadAsync());
        again.Find("zh", TestCourse.First)!.Edit(new LearnerEdit(cell, null));
        await using LiveCourse third = _course.Open();
        Assert.DoesNotContain("改过", await third.Find("en", TestCourse.First)!.Open().ReadAsync());
    }

    [Fact]
    public async Task A_damaged_edits_file_is_kept_and_said()
    {
        string folder = Path.Combine(_course.Learner, "pages");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, TestCourse.First + ".json"), "{ \"a\": ");
        await using LiveCourse live = _course.Open();

        List<string> seen = await live.Find("en", TestCourse.First)!.Open().UntilAsync("notRead");

        Assert.Contains("damaged", seen[^1]);
        Assert.Single(Directory.GetFiles(folder, "*.damaged-*"));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_said_and_the_lesson_goes_on()
    {
        File.WriteAllText(_course.Learner, "a file where the folder should be");
        await using LiveCourse live = _course.Open();
        LiveLesson lesson = live.Find("en", TestCourse.First)!;
        var page = lesson.Open();

        lesson.Edit(new LearnerEdit(_course.CellWith("guess"), "print x", page));
        lesson.Run([new CellSource(_course.CellWith("guess"), "print on")]);

        List<string> seen = await page.UntilAsync("\"output\"");
        Assert.Contains(seen, message => message.Contains("notSaved"));
    }
}
