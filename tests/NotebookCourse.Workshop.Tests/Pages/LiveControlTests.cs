using System.Text.Json.Nodes;
using NotebookCourse.Workshop.Pages.Live;

namespace NotebookCourse.Workshop.Tests.Pages;

/// <summary>Controls of an open lesson: a turn runs in its kernel, and all windows see what comes of it.</summary>
public sealed class LiveControlTests : IAsyncLifetime
{
    private readonly TestCourse _course = new();
    private LiveCourse _live = null!;
    private LiveLesson _lesson = null!;
    private PageQueue _page = null!;
    private string _cell = "";

    public async ValueTask InitializeAsync()
    {
        _live = _course.Open();
        _lesson = _live.Find("en", TestCourse.First)!;
        _cell = _course.CellWith("guess");
        _page = _lesson.Open();
        _lesson.Run([new CellSource(_cell, "print made")]);
        await _page.UntilAsync("progress");
    }

    public async ValueTask DisposeAsync()
    {
        await _live.DisposeAsync();
        _course.Dispose();
    }

    [Theory]
    [InlineData("temperature", "0.5", "global::NotebookCourse.Figures.Control.Turn(\"temperature\", \"0.5\")")]
    [InlineData("名字", "\"); Environment.Exit(1); (\"", "global::NotebookCourse.Figures.Control.Turn(\"名字\", \"\\\"); Environment.Exit(1); (\\\"\")")]
    [InlineData("text", "a\n\\", "global::NotebookCourse.Figures.Control.Turn(\"text\", \"a\\n\\\\\")")]
    public async Task A_turn_is_a_call_with_the_learner_s_words_as_literals(string control, string value, string code)
    {
        PageQueue other = _lesson.Open();
        _lesson.Turn(new ControlTurn(_cell, control, value));
        foreach (PageQueue page in new[] { _page, other })
        {
            JsonNode turned = Turned(await page.UntilAsync("turned"));
            Assert.Equal((control, value), ((string?)turned["control"], (string?)turned["value"]));
            Assert.Equal(code, (string?)turned["outputs"]![0]!["data"]!["text/plain"]);
        }
    }

    [Fact]
    public async Task A_page_opened_later_is_told_the_last_setting_alone()
    {
        _lesson.Turn(new ControlTurn(_cell, "a", "first"));
        await _page.UntilAsync("first");
        _lesson.Turn(new ControlTurn(_cell, "a", "second"));
        await _page.UntilAsync("second");

        string state = await _lesson.Open().ReadAsync();

        Assert.Contains("\"value\":\"second\"", state);
        Assert.DoesNotContain("\"value\":\"first\"", state);
        Assert.Contains("made", state);
    }

    [Fact]
    public async Task A_newer_setting_stops_the_older_one_which_then_shows_nothing()
    {
        _lesson.Turn(new ControlTurn(_cell, "a", "hang"));
        await _course.Kernels[0].TurnHangs.Task.WaitAsync(Wait.Patience);
        _lesson.Turn(new ControlTurn(_cell, "a", "newer"));

        List<string> seen = await _page.UntilAsync("newer");

        Assert.DoesNotContain(seen, message => message.Contains("\"value\":\"hang\""));
        Assert.Single(_course.Kernels);
    }

    [Fact]
    public async Task A_setting_that_the_learner_stops_is_answered()
    {
        _lesson.Turn(new ControlTurn(_cell, "a", "hang"));
        await _course.Kernels[0].TurnHangs.Task.WaitAsync(Wait.Patience);

        _lesson.Interrupt();

        Assert.Equal("hang", (string?)Turned(await _page.UntilAsync("turned"))["value"]);
    }

    [Fact]
    public async Task A_setting_that_waits_when_the_learner_stops_everything_is_answered()
    {
        _lesson.Turn(new ControlTurn(_cell, "a", "hang"));
        await _course.Kernels[0].TurnHangs.Task.WaitAsync(Wait.Patience);
        _lesson.Turn(new ControlTurn(_cell, "b", "waiting"));

        _lesson.Interrupt();

        Assert.Contains(await _page.UntilAsync("\"waiting\"", "\"hang\""), message => message.Contains("\"outputs\":[]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_settings_that_wait_only_the_newest_is_run_and_another_control_keeps_its_own()
    {
        _lesson.Turn(new ControlTurn(_cell, "a", "hang"));
        await _course.Kernels[0].TurnHangs.Task.WaitAsync(Wait.Patience);
        _lesson.Turn(new ControlTurn(_cell, "b", "kept"));
        _lesson.Turn(new ControlTurn(_cell, "c", "passed over"));
        _lesson.Turn(new ControlTurn(_cell, "c", "newest"));
        _lesson.Turn(new ControlTurn(_cell, "a", "end"));

        List<string> seen = await _page.UntilAsync("kept", "newest", "\"end");

        Assert.DoesNotContain(seen, message => message.Contains("passed over"));
    }

    [Fact]
    public async Task Settings_go_before_the_cells_that_wait_and_keep_their_order()
    {
        _lesson.Turn(new ControlTurn(_cell, "a", "hang"));
        await _course.Kernels[0].TurnHangs.Task.WaitAsync(Wait.Patience);
        _lesson.Run([new CellSource(_course.CellWith("figure"), "print the cell")]);
        _lesson.Turn(new ControlTurn(_cell, "b", "first"));
        _lesson.Turn(new ControlTurn(_cell, "a", "second"));

        string[] order = [.. (await _page.UntilAsync("the cell")).Where(message => message.Contains("\"output\"", StringComparison.Ordinal))];

        Assert.Equal(3, order.Length);
        Assert.Contains("\"first\"", order[0]);
        Assert.Contains("\"second\"", order[1]);
        Assert.Contains("the cell", order[2]);
    }

    [Fact]
    public async Task A_kernel_that_does_not_know_the_cell_is_not_asked()
    {
        await _lesson.RestartAsync();
        _lesson.Turn(new ControlTurn(_cell, "a", "1"));
        Assert.Null(Turned(await _page.UntilAsync("turned"))["outputs"]);

        _lesson.Run([new CellSource(_cell, "print again")]);
        await _page.UntilAsync("again", "progress");
        _lesson.Turn(new ControlTurn(_cell, "a", "2"));
        Assert.NotNull(Turned(await _page.UntilAsync("turned"))["outputs"]);
    }

    [Fact]
    public async Task A_kernel_that_dies_under_a_turn_is_said()
    {
        _lesson.Turn(new ControlTurn(_cell, "a", "hang"));
        await _course.Kernels[0].TurnHangs.Task.WaitAsync(Wait.Patience);

        _course.Kernels[0].Kill();

        Assert.Equal("error", (string?)Turned(await _page.UntilAsync("turned"))["outputs"]![0]!["kind"]);
    }

    private static JsonNode Turned(List<string> seen) =>
        JsonNode.Parse(seen.Last(message => message.Contains("turned", StringComparison.Ordinal)))!["output"]!;
}
