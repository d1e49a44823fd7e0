using System.Net;
using System.Reflection;
using System.Text;

namespace NotebookCourse.Figures;

/// <summary>A figure's HTML: the picture, the chart's JSON, and a loader (figure.js) that draws the chart once plotly.js is there.</summary>
internal static class FigureHtml
{
    private static readonly Lazy<string> Loader = new(ReadLoader);

    public static string Write(Figure figure)
    {
        string json = figure.ToJson().Replace("<", "\\u003c", StringComparison.Ordinal);
        return $"""
            <figure class="course-figure" style="margin:0">
            {Image(figure.ToSvg(), figure.Alt)}
            <script type="application/json">{json}</script>
            <script>{Loader.Value}</script>
            </figure>
            """;
    }

    /// <summary>A picture alone.</summary>
    public static string Picture(string svg, string alt) => $"""<figure class="course-figure" style="margin:0">{Image(svg, alt)}</figure>""";

    private static string Image(string svg, string alt) =>
        $"""<img alt="{WebUtility.HtmlEncode(alt)}" src="data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}" style="width:100%;max-width:720px;height:auto">""";

    private static string ReadLoader()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("NotebookCourse.Figures.figure.js")
            ?? throw new InvalidOperationException("NotebookCourse.dll lacks its resource figure.js: build the library again.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Trim();
    }
}
