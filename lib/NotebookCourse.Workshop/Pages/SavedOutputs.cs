using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Pages;

/// <summary>
/// The outputs that a notebook carries, as HTML. They come from the course's own library, so their HTML stands in the
/// page as it is, without its scripts; what a learner's cell writes never comes this way.
/// </summary>
internal sealed partial class SavedOutputs(FigureFiles figures, string assets)
{
    private const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>All outputs of a cell; empty if it has none.</summary>
    public string Render(JsonArray outputs)
    {
        var html = new StringBuilder();
        foreach (JsonNode? output in outputs)
            html.Append(Render(output!));
        return html.ToString();
    }

    private string Render(JsonNode output) => (string?)output["output_type"] switch
    {
        "stream" => $"<pre class=\"text-output {Html.Text((string?)output["name"] ?? "stdout")}\" tabindex=\"0\">{Html.Text(Plain(NotebookText.Join(output["text"])))}</pre>\n",
        "error" => $"<pre class=\"text-output error\" tabindex=\"0\">{Html.Text(Plain(NotebookText.Join(output["traceback"]) is { Length: > 0 } trace ? trace : $"{output["ename"]}: {output["evalue"]}"))}</pre>\n",
        _ => Data(output["data"]!.AsObject()),
    };

    private string Data(JsonObject data)
    {
        string html = NotebookText.Join(data["text/html"]);
        if (data[Plotly] is { } chart)
            return Figure(chart is JsonValue ? NotebookText.Join(chart) : chart.ToJsonString(), html);
        if (html.Length > 0)
            return $"<div class=\"data-output\">{Scripts().Replace(html, "")}</div>\n";
        foreach (string type in (string[])["image/png", "image/jpeg"])
        {
            if (data[type] is { } image)
                return $"<img src=\"data:{type};base64,{NotebookText.Join(image).Replace("\n", "")}\" alt=\"{Html.Text(NotebookText.Join(data["text/plain"]))}\">\n";
        }

        return $"<pre class=\"text-output\" tabindex=\"0\">{Html.Text(Plain(NotebookText.Join(data["text/plain"])))}</pre>\n";
    }

    private string Figure(string json, string html)
    {
        Match picture = Picture().Match(html);
        string image = picture.Success
            ? $"<img alt=\"{picture.Groups["alt"].Value}\" src=\"{assets}figures/{figures.AddPicture(Convert.FromBase64String(picture.Groups["svg"].Value))}\" width=\"720\" loading=\"lazy\">"
            : "";
        return $"<figure class=\"figure\" data-chart=\"{figures.AddChart(json)}\">{image}</figure>\n";
    }

    /// <summary>Text without a terminal's colour codes.</summary>
    private static string Plain(string text) => Escapes().Replace(text, "");

    [GeneratedRegex("""<img alt="(?<alt>[^"]*)" src="data:image/svg\+xml;base64,(?<svg>[^"]+)"[^>]*>""")]
    private static partial Regex Picture();

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Scripts();

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escapes();
}
