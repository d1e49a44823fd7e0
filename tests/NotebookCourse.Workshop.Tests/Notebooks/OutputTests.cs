using System.Text.Json.Nodes;
using NotebookCourse.Kernel.Sessions;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Tests.Notebooks;

public sealed class OutputTests
{
    private static JsonArray Collect(params CellOutput[] outputs)
    {
        var collector = new OutputCollector();
        foreach (CellOutput output in outputs)
            collector.Add(output);
        return collector.ToJson(7);
    }

    private static DisplayOutput Html(string html, string? id = null, bool isUpdate = false) =>
        new(new Dictionary<string, string> { ["text/html"] = html, ["text/plain"] = "x" }, id, isUpdate);

    [Fact]
    public void Streams_are_joined_until_another_comes()
    {
        JsonArray outputs = Collect(new StreamOutput("stdout", "a"), new StreamOutput("stdout", "b\nc"), new StreamOutput("stderr", "d"));
        Assert.Equal(["ab\nc", "d"], outputs.Select(output => NotebookText.Join(output!["text"])));
    }

    [Fact]
    public void What_a_progress_line_overwrote_is_gone() =>
        Assert.Equal("step 3\ndone\n", NotebookText.Join(Collect(new StreamOutput("stdout", "step 1\rstep 2\rstep 3\r\ndone\n"))[0]!["text"]));

    [Fact]
    public void A_display_can_change_and_be_cleared()
    {
        Assert.Equal("new", NotebookText.Join(Assert.Single(Collect(Html("old", "1"), Html("new", "1", isUpdate: true)))!["data"]!["text/html"]));
        Assert.Empty(Collect(Html("old"), new ClearOutput(Wait: false)));
        Assert.Single(Collect(Html("old"), new ClearOutput(Wait: true)));
        Assert.Equal("new", NotebookText.Join(Assert.Single(Collect(Html("old"), new ClearOutput(Wait: true), Html("new")))!["data"]!["text/html"]));
    }

    [Fact]
    public void A_result_bears_the_number_of_its_cell() =>
        Assert.Equal(7, Collect(new ResultOutput(new Dictionary<string, string> { ["text/plain"] = "2" }, 3))[0]!["execution_count"]!.GetValue<int>());

    [Fact]
    public void Json_is_stored_as_json() =>
        Assert.Equal(1, Collect(new DisplayOutput(new Dictionary<string, string> { ["application/json"] = "{\"a\":1}" }))[0]!["data"]!["application/json"]!["a"]!.GetValue<int>());

    [Theory]
    [InlineData("  1 | Of(0.5)", true)]
    [InlineData("  1 | Of(Pick(0.5))", false)]
    public void What_an_error_shows_below_its_message_is_compared_too(string excerpt, bool agree)
    {
        static JsonArray Failed(string excerpt) => Collect(new ErrorOutput("ArgumentException", "too much", ["ArgumentException: too much", "  at Cell 1", excerpt]));
        string? difference = OutputComparison.Difference(Failed("  1 | Of(0.5)"), Failed(excerpt), isVolatile: false, tolerance: null);
        Assert.Equal(agree, difference is null);
    }

    [Theory]
    [InlineData("loss 2.3456", "loss 2.3457", null, true)]
    [InlineData("loss 2.3456", "loss 2.36", null, false)]
    [InlineData("loss 2.3456", "loss 2.36", 0.02, true)]
    [InlineData("671,026,419,200", "671,026,419,201", null, false)]
    [InlineData("100 steps", "101 steps", 0.05, true)]
    [InlineData("100 steps", "101 steps", null, false)]
    [InlineData("right", "wrong", 0.5, false)]
    [InlineData("x = 1e-17", "x = -3.0e-17", null, true)]
    [InlineData("1.5e-8", "1.5000001e-8", null, true)]
    [InlineData("a", "a b", null, false)]
    [InlineData("<img src=\"data:image/svg+xml;base64,AAAA\"> 1", "<img src=\"data:image/svg+xml;base64,BBBB\"> 1", null, true)]
    public void Texts_agree_or_not(string committed, string fresh, double? tolerance, bool agree) =>
        Assert.Equal(agree, OutputComparison.TextDifference(committed, fresh, tolerance) is null);

    [Fact]
    public void A_volatile_output_needs_the_same_kinds_only()
    {
        JsonArray committed = Collect(new StreamOutput("stdout", "3 ms"), Html("a"));
        Assert.Null(OutputComparison.Difference(committed, Collect(new StreamOutput("stdout", "900 s"), Html("b")), true, null));
        Assert.Contains("a fresh run stream (stdout)", OutputComparison.Difference(committed, Collect(new StreamOutput("stdout", "3 ms")), true, null));
    }

    [Fact]
    public void A_difference_is_shown_in_its_surroundings() =>
        Assert.Equal(
            "committed 'the sum is 4', a fresh run 'the sum is 5'",
            OutputComparison.Difference(Collect(new StreamOutput("stdout", "the sum is 4")), Collect(new StreamOutput("stdout", "the sum is 5")), false, null));

    [Fact]
    public void A_merge_keeps_what_agrees_and_takes_what_does_not()
    {
        NotebookCell Cell(string id, params string[] tags) => new(id, true, id, tags);
        NotebookCell[] cells = [Cell("same"), Cell("time", NotebookCell.VolatileTag), Cell("unit", NotebookCell.VolatileTag), Cell("changed")];
        ExecutedCell[] committed = [.. cells.Select(cell => new ExecutedCell(cell, Collect(new StreamOutput("stdout", cell.Id is "time" or "unit" ? "1.0000 s" : "1.0000"))))];
        var fresh = new Dictionary<string, JsonArray>
        {
            ["same"] = Collect(new StreamOutput("stdout", "1.0001")),
            ["time"] = Collect(new StreamOutput("stdout", "-1,009.5 s")),
            ["unit"] = Collect(new StreamOutput("stdout", "9 ms")),
            ["changed"] = Collect(new StreamOutput("stdout", "2.0000")),
        };
        Assert.Equal(
            ["1.0000", "1.0000 s", "9 ms", "2.0000"],
            NotebookMerge.Merge(cells, fresh, committed).Select(cell => NotebookText.Join(cell.Outputs[0]!["text"])));
    }
}
