using System.Text.Json;
using NotebookCourse.Kernel.Sessions;
using NotebookCourse.Workshop.Pages.Live;

namespace NotebookCourse.Workshop.Tests.Pages;

public sealed class CellTranscriptTests
{
    private readonly CellTranscript _transcript = new();

    [Fact]
    public void How_a_cell_ended_is_shown_whatever_it_wrote_before()
    {
        for (int i = 0; i < 3000; i++)
            _transcript.Add(new StreamOutput("stdout", new string('x', 1000)));
        for (int i = 0; i < 30; i++)
            _transcript.Add(Html(new string('y', 1_000_000)));

        Assert.Contains("the reason", Said(_transcript.Add(new ErrorOutput("Exception", "the reason", []))));
        Assert.Contains("the value", Said(_transcript.Add(new ResultOutput(Plain("the value"), 1))));
        Assert.Contains("Wrong", Said(_transcript.Add(Html("<div data-exercise=\"a\" data-status=\"Wrong\">no</div>"))));
        string all = Said(_transcript.Show());
        Assert.All((string[])["the reason", "the value", "Wrong"], part => Assert.Contains(part, all));
        Assert.InRange(all.Length, CellTranscript.MostText + CellTranscript.MostData - 2_000_000, CellTranscript.MostText + CellTranscript.MostData + 100_000);
    }

    [Fact]
    public void A_control_that_is_turned_for_hours_takes_the_room_of_its_last_setting()
    {
        for (int i = 0; i < 100; i++)
            _transcript.Add(new TurnedOutput("a", $"{i}", [Html(new string('y', 1_000_000)), new StreamOutput("stdout", $"turn {i}.")]));
        string all = Said(_transcript.Show());
        Assert.Contains("turn 99.", all);
        Assert.DoesNotContain("turn 98.", all);

        string tooLarge = Said(_transcript.Add(new TurnedOutput("a", "100", [new StreamOutput("stdout", new string('z', CellTranscript.MostData + 1))])));
        Assert.Contains("\"cut\"", tooLarge);
        Assert.InRange(tooLarge.Length, 1, 1_000);
    }

    [Fact]
    public void Each_limit_is_said_once_and_leaves_the_other_alone()
    {
        List<object> shown = [];
        for (int i = 0; i < 5; i++)
        {
            shown.AddRange(_transcript.Add(new StreamOutput("stdout", new string('q', 700_000))));
            shown.AddRange(_transcript.Add(Html("small")));
        }

        Assert.Single(shown, output => Said([output]).Contains("\"cut\"", StringComparison.Ordinal));
        Assert.Equal(5, shown.Count(output => Said([output]).Contains("small", StringComparison.Ordinal)));
        Assert.Equal(CellTranscript.MostText, shown.Sum(output => Said([output]).Count(letter => letter == 'q')));
    }

    [Fact]
    public void An_update_takes_away_what_it_replaces()
    {
        _transcript.Add(new DisplayOutput(Plain("start"), "curve"));
        for (int i = 0; i < 20_000; i++)
            Assert.Single(_transcript.Add(new DisplayOutput(Plain($"{i} {new string('.', 10_000)}"), "curve", IsUpdate: true)));

        Assert.Contains("after", Said(_transcript.Add(new StreamOutput("stdout", "after"))));
        string all = Said(_transcript.Show());
        Assert.Contains("19999 ", all);
        Assert.InRange(all.Length, 10_000, 11_000);
    }

    [Fact]
    public void A_display_that_stands_twice_is_updated_twice()
    {
        _transcript.Add(new DisplayOutput(Plain("old"), "d"));
        _transcript.Add(new DisplayOutput(Plain("old"), "d"));
        _transcript.Add(new DisplayOutput(Plain("new"), "d", IsUpdate: true));
        Assert.DoesNotContain("old", Said(_transcript.Show()));
        Assert.Equal(2, _transcript.Show().Count);
    }

    [Fact]
    public void An_update_that_grows_over_the_limit_is_not_shown_and_that_is_said()
    {
        _transcript.Add(new DisplayOutput(Plain("old"), "d"));
        Assert.Contains("\"cut\"", Said(_transcript.Add(new DisplayOutput(Plain(new string('x', CellTranscript.MostData + 1)), "d", IsUpdate: true))));
        Assert.Contains("old", Said(_transcript.Show()));
        Assert.Contains("newer", Said(_transcript.Add(new DisplayOutput(Plain("newer"), "d", IsUpdate: true))));
    }

    [Fact]
    public void A_value_that_is_too_large_is_shown_in_words()
    {
        string all = Said(_transcript.Add(new ResultOutput(new Dictionary<string, string> { ["text/html"] = new string('x', CellTranscript.MostData + 1), ["text/plain"] = "Matrix 4 x 4" }, 1)));
        Assert.Contains("Matrix 4 x 4", all);
        Assert.Contains("\"cut\"", all);
        Assert.Contains("too deep", Said(_transcript.Add(new ErrorOutput("E", "too deep" + new string('x', 20_000_000), [new string('y', 20_000_000)]))));
        Assert.InRange(Said(_transcript.Show()).Length, 0, 500_000);
    }

    [Fact]
    public void Clearing_gives_the_room_back()
    {
        _transcript.Add(new StreamOutput("stdout", new string('x', 2_000_000)));
        _transcript.Add(new ClearOutput(Wait: true));
        Assert.DoesNotContain("cut", Said(_transcript.Add(new StreamOutput("stdout", new string('x', 900_000)))));
        Assert.DoesNotContain("cut", Said(_transcript.Show()));
    }

    private static DisplayOutput Html(string html) => new(new Dictionary<string, string> { ["text/html"] = html });

    private static Dictionary<string, string> Plain(string text) => new() { ["text/plain"] = text };

    private static string Said(IReadOnlyList<object> outputs) => JsonSerializer.Serialize(outputs);
}
