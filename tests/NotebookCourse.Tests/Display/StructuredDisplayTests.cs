using System.Text.Json.Nodes;
using NotebookCourse.Claims;
using NotebookCourse.Exercises;
using NotebookCourse.Figures;

namespace NotebookCourse.Tests.Display;

/// <summary>What a notebook carries beside the words: data that a reader need not dig out of HTML.</summary>
public class StructuredDisplayTests
{
    public static TheoryData<object, string, string> Displays => new()
    {
        {
            new ExerciseReport("causal-mask", ExerciseStatus.Wrong) { HintId = "future", Tried = "f(\"<x>\")", CameOut = "2", Expected = "3", Hint = "为什么？" },
            "application/vnd.notebookcourse.exercise+json",
            """{"name":"causal-mask","status":"Wrong","hint":"future","tried":"f(\"<x>\")","cameOut":"2","expected":"3","question":"为什么？"}"""
        },
        { new ExerciseReport("causal-mask", ExerciseStatus.NotYet), "application/vnd.notebookcourse.exercise+json", """{"name":"causal-mask","status":"NotYet"}""" },
        { new PredictionReport("sum", "0.98", "1.5"), "application/vnd.notebookcourse.prediction+json", """{"id":"sum","guess":"0.98","measured":"1.5"}""" },
        { new PredictionReport("sum", null, null), "application/vnd.notebookcourse.prediction+json", """{"id":"sum"}""" },
    };

    [Theory]
    [MemberData(nameof(Displays))]
    public void It_carries_its_data_beside_html_and_text(object display, string mimeType, string json)
    {
        Dictionary<string, string> bundle = Bundles.Of(display);
        Assert.Equal([mimeType, "text/html", "text/plain"], bundle.Keys);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(bundle[mimeType])), bundle[mimeType]);
    }

    [Fact]
    public void A_verdict_carries_its_claim()
    {
        JsonNode data = JsonNode.Parse(Bundles.Of(new ClaimReport(global::NotebookCourse.Claims.Claims.Find("C87"), "0.0588"))["application/vnd.notebookcourse.claim+json"])!;
        Assert.Equal(("C87", "Misleading", "0.0588"), ((string?)data["id"], (string?)data["verdict"], (string?)data["measured"]));
    }

    [Fact]
    public void A_figure_carries_its_picture_for_readers_without_html()
    {
        Figure figure = Charts.Lines("Loss", Axis.Plain("step"), Axis.Plain("loss"), [Series.Of("a", [3, 2, 1])], "It falls.");
        Dictionary<string, string> bundle = Bundles.Of(figure);
        Assert.Equal(["application/vnd.plotly.v1+json", "text/html", "image/svg+xml", "text/plain"], bundle.Keys);
        Assert.Equal(figure.ToSvg(), bundle["image/svg+xml"]);
        Assert.StartsWith("<svg", bundle["image/svg+xml"]);
    }
}
