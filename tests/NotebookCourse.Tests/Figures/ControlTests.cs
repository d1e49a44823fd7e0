using System.Text.Json.Nodes;
using NotebookCourse.Figures;
using NotebookCourse.Tests.Display;

namespace NotebookCourse.Tests.Figures;

public class ControlTests
{
    [Fact]
    public void A_turn_runs_the_function_with_the_new_setting()
    {
        List<double> seen = [];
        Control.Slider("turned", from: 0, to: 10, step: 0.5, start: 2, value => Said(seen, value));
        Assert.Equal("4.5 squared is 20.25", Control.Turn("turned", "4.5"));
        Assert.Equal([2, 4.5], seen);
    }

    [Fact]
    public void A_second_control_of_the_name_takes_the_place_of_the_first()
    {
        Control.TextBox("replaced", "a", text => text + "1");
        Control.TextBox("replaced", "a", text => text + "2");
        Assert.Equal("b2", Control.Turn("replaced", "b"));
    }

    [Theory]
    [InlineData("-0.1")]
    [InlineData("1.01")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("half")]
    [InlineData("")]
    public void A_slider_refuses_what_it_does_not_reach(string value)
    {
        Control.Slider("bounded", from: 0, to: 1, step: 0.1, start: 0, number => $"{number}");
        Assert.Contains("bounded", Assert.Throws<ArgumentException>(() => Control.Turn("bounded", value)).Message);
    }

    [Fact]
    public void A_choice_and_a_box_refuse_what_they_do_not_take()
    {
        Control.Choice("chosen", ["E4M3", "BF16"], format => format);
        Control.TextBox("typed", "", text => text);
        Assert.Contains("E4M3", Assert.Throws<ArgumentException>(() => Control.Turn("chosen", "e4m3")).Message);
        Assert.Equal(Control.LongestText, ((string)Control.Turn("typed", new string('x', Control.LongestText))).Length);
        Assert.Contains("2001", Assert.Throws<ArgumentException>(() => Control.Turn("typed", new string('x', Control.LongestText + 1))).Message);
    }

    [Fact]
    public void A_control_that_was_never_made_is_named_with_those_there_are()
    {
        Control.TextBox("known here", "", text => text);
        string message = Assert.Throws<InvalidOperationException>(() => Control.Turn("elsewhere", "1")).Message;
        Assert.Contains("elsewhere", message);
        Assert.Contains("known here", message);
    }

    [Theory]
    [InlineData("", 0, 1, 0.1, 0)]
    [InlineData("x", 1, 1, 0.1, 1)]
    [InlineData("x", 0, double.PositiveInfinity, 1, 0)]
    [InlineData("x", 0, 1, 0, 0)]
    [InlineData("x", 0, 1, 2, 0)]
    [InlineData("x", 0, 1, double.NaN, 0)]
    [InlineData("x", 0, 1, 0.1, 1.5)]
    [InlineData("x", 0, 1, 0.1, double.NaN)]
    public void A_slider_that_makes_no_sense_is_refused_where_it_is_made(string name, double from, double to, double step, double start) =>
        Assert.Throws<ArgumentException>(() => Control.Slider(name, from, to, step, start, number => $"{number}"));

    [Fact]
    public void A_choice_of_one_or_of_twins_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Control.Choice("one", ["a"], word => word));
        Assert.Throws<ArgumentException>(() => Control.Choice("twins", ["a", "a"], word => word));
    }

    [Fact]
    public void What_fails_at_its_start_fails_where_it_is_made()
    {
        Assert.Throws<DivideByZeroException>(() => Control.TextBox("fails", "", text => 1 / text.Length));
        Assert.Throws<ArgumentException>(() => Control.TextBox("nothing", "", _ => null!));
    }

    [Fact]
    public void A_control_of_figures_carries_its_first_figure_and_its_input()
    {
        Control control = Control.Slider("rate", from: 0, to: 1, step: 0.25, start: 0.5, Line);
        Dictionary<string, string> bundle = Bundles.Of(control);
        Assert.Equal([ControlFormatterSource.MimeType, "application/vnd.plotly.v1+json", "text/html", "image/svg+xml", "text/plain"], bundle.Keys);
        Assert.Equal(Line(0.5).ToJson(), bundle["application/vnd.plotly.v1+json"]);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"name":"rate","kind":"slider","start":"0.5","from":0,"to":1,"step":0.25}"""), JsonNode.Parse(bundle[ControlFormatterSource.MimeType])));
        Assert.Contains("dotnet course.cs", bundle["text/html"]);
        Assert.Contains("dotnet course.cs", bundle["text/plain"]);
    }

    [Fact]
    public void A_control_of_drawings_carries_its_first_picture()
    {
        Dictionary<string, string> bundle = Bundles.Of(Control.TextBox("box", "a", text => new Drawing("Boxes", Draw.Box(text), "One box.")));
        Assert.Equal([ControlFormatterSource.MimeType, "text/html", "image/svg+xml", "text/plain"], bundle.Keys);
        Assert.Equal(new Drawing("Boxes", Draw.Box("a"), "One box.").ToSvg(), bundle["image/svg+xml"]);
        Assert.StartsWith("<figure", (string?)JsonNode.Parse(bundle[ControlFormatterSource.MimeType])!["html"]);
    }

    [Fact]
    public void A_control_of_text_carries_it_escaped_and_says_elsewhere_that_it_does_not_move()
    {
        Dictionary<string, string> bundle = Bundles.Of(Control.TextBox("words", "a<b", text => text + "&"));
        Assert.Equal([ControlFormatterSource.MimeType, "text/html", "text/plain"], bundle.Keys);
        JsonNode data = JsonNode.Parse(bundle[ControlFormatterSource.MimeType])!;
        Assert.Equal("<pre>a&lt;b&amp;</pre>", (string?)data["html"]);
        Assert.StartsWith("<pre>a&lt;b&amp;</pre>", bundle["text/html"]);
        Assert.Contains("dotnet course.cs", bundle["text/html"]);
    }

    private static string Said(List<double> seen, double value)
    {
        seen.Add(value);
        return $"{value} squared is {value * value}";
    }

    private static Figure Line(double slope) =>
        Charts.Lines("A line", Axis.Plain("x"), Axis.Plain("y"), [Series.Of("y", [0, slope, 2 * slope])], "It rises.");
}
