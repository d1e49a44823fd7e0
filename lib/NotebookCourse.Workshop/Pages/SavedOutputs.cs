using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookCourse.Figures;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Pages;

/// <summary>
/// The outputs that a notebook carries, as HTML. Whoever runs a lesson in Jupyter saves any library's HTML into the same file, so
/// what is HTML stands in a frame in which nothing acts, as live outputs do; neighbours share one.
/// </summary>
/// <param name="figures">Takes the figures' files.</param>
/// <param name="assets">Where the shared files are, seen from a page.</param>
/// <param name="text">The page's words.</param>
internal sealed partial class SavedOutputs(FigureFiles figures, string assets, PageText text)
{
    /// <summary>What a frame's content may do: be measured by the page, and open links in new tabs. No script runs in it.</summary>
    private const string Sandbox = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";

    private const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>All outputs of a cell; empty if it has none.</summary>
    public string Render(JsonArray outputs)
    {
        var page = new StringBuilder();
        var framed = new StringBuilder();
        foreach (JsonNode? output in outputs)
        {
            string? html = null;
            string rendered = output is JsonObject known ? Render(known, out html) : "";
            if (html is not null)
            {
                framed.Append($"<div>{html}</div>\n");
                continue;
            }

            page.Append(Frame(framed)).Append(rendered);
        }

        return page.Append(Frame(framed)).ToString();
    }

    /// <summary>A frame around HTML, which the page's script gives its style and its height.</summary>
    private string Frame(StringBuilder framed)
    {
        if (framed.Length == 0)
            return "";
        string frame = $"<iframe class=\"html-output\" sandbox=\"{Sandbox}\" title=\"{Html.Text(text.Output)}\" style=\"height:{Lines().Count(framed.ToString()).ToString(CultureInfo.InvariantCulture)}lh\" srcdoc=\"{Html.Text(Document(framed.ToString()))}\"></iframe>\n";
        framed.Clear();
        return frame;
    }

    private static string Document(string html) => $"<!doctype html><html><head><meta charset=\"utf-8\"><base target=\"_blank\"></head><body>{html}</body></html>";

    /// <param name="output">One output.</param>
    /// <param name="html">HTML that belongs in a frame; null if the output is shown without one.</param>
    private string Render(JsonObject output, out string? html)
    {
        html = null;
        switch (Text(output["output_type"]))
        {
            case "stream":
                return $"<pre class=\"text-output {Html.Text(Text(output["name"]) ?? "stdout")}\" tabindex=\"0\">{Html.Text(Plain(NotebookText.Join(output["text"])))}</pre>\n";
            case "error":
                string trace = NotebookText.Join(output["traceback"]);
                return $"<pre class=\"text-output error\" tabindex=\"0\">{Html.Text(Plain(trace.Length > 0 ? trace : $"{output["ename"]}: {output["evalue"]}"))}</pre>\n";
            default:
                return Data(output["data"] as JsonObject ?? [], out html);
        }
    }

    private string Data(JsonObject data, out string? framed)
    {
        framed = null;
        string html = NotebookText.Join(data["text/html"]);
        if (data[Plotly] is { } chart)
            return Figure(chart is JsonValue ? NotebookText.Join(chart) : chart.ToJsonString(), data) + AtRest(data[ControlFormatterSource.MimeType]);
        if (html.Length > 0)
        {
            framed = html;
            return "";
        }

        foreach (string type in (string[])["image/png", "image/jpeg"])
        {
            if (data[type] is { } image)
                return $"<img src=\"data:{type};base64,{Html.Text(NotebookText.Join(image).Replace("\n", ""))}\" alt=\"{Html.Text(NotebookText.Join(data["text/plain"]))}\">\n";
        }

        return $"<pre class=\"text-output\" tabindex=\"0\">{Html.Text(Plain(NotebookText.Join(data["text/plain"])))}</pre>\n";
    }

    /// <summary>What a figure's control would set; empty if it has none. The HTML of other controls says it itself.</summary>
    private string AtRest(JsonNode? control) => control is JsonObject input
        ? $"<p class=\"notice\">{Html.Fill(text.ControlAtRest, Text(input["name"]) ?? "", Text(input["start"]) ?? "")}</p>\n"
        : "";

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? said) ? said : null;

    private string Figure(string json, JsonObject data)
    {
        string image = data["image/svg+xml"] is not { } picture ? ""
            : $"<img alt=\"{Html.Text(NotebookText.Join(data["text/plain"]))}\" src=\"{assets}figures/{figures.AddPicture(Encoding.UTF8.GetBytes(NotebookText.Join(picture)))}\" width=\"720\" loading=\"lazy\">";
        return $"<figure class=\"figure\" data-chart=\"{figures.AddChart(json)}\">{image}</figure>\n";
    }

    /// <summary>Text without a terminal's colour codes.</summary>
    private static string Plain(string text) => Escapes().Replace(text, "");

    /// <summary>What begins a line: the height of a frame where no script measures it.</summary>
    [GeneratedRegex("<(?:tr|p|li|br|div|h[1-6]|summary)[ />]", RegexOptions.IgnoreCase)]
    private static partial Regex Lines();

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escapes();
}
