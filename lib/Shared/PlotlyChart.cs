using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Reflection;
using System.Text.Json;

namespace NotebookCourse.Display;

/// <summary>
/// A chart of Plotly.NET (its type <c>GenericChart</c>) as notebooks show it: Plotly's JSON, HTML that needs no network, a
/// line of text. Everything of Plotly.NET is found by name, so neither the kernel nor the course is tied to a version of it.
/// </summary>
internal static class PlotlyChart
{
    /// <summary>The media type of a Plotly figure in JSON.</summary>
    public const string JsonType = "application/vnd.plotly.v1+json";

    private const string ChartType = "Plotly.NET.GenericChart";
    private const string PackedStart = "<script type=\"text/plain\" class=\"plotly-packed\">";
    private const string PackedEnd = "</script>";

    private static readonly ConcurrentDictionary<Assembly, string> Packed = new();
    private static readonly Lazy<string> Loader = new(() => Read(typeof(PlotlyChart).Assembly, "NotebookCourse.Display.plotly-chart.js").Trim());

    /// <summary>Whether values of the type are charts of Plotly.NET that can be written as JSON.</summary>
    public static bool IsChart(Type type) => Writer(type) is not null;

    /// <summary>The chart as Plotly's JSON: an object with data, layout and config.</summary>
    public static string ToJson(object chart) => (string)Writer(chart.GetType())!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [chart], null)!;

    /// <summary>A line that names the chart: its title and its kinds of traces.</summary>
    public static string ToText(object chart)
    {
        using var content = JsonDocument.Parse(ToJson(chart));
        string title = content.RootElement.TryGetProperty("layout", out var layout) && layout.TryGetProperty("title", out var named)
            ? named.ValueKind == JsonValueKind.String ? named.GetString()! : named.TryGetProperty("text", out var text) ? text.ToString() : ""
            : "";
        var kinds = content.RootElement.GetProperty("data").EnumerateArray()
            .Select(trace => trace.TryGetProperty("type", out var type) ? type.ToString() : "scatter").Distinct();
        return $"Plotly chart{(title.Length > 0 ? $" \"{title}\"" : "")}: {string.Join(", ", kinds)}";
    }

    /// <summary>The chart as HTML: its JSON, plotly.js as Plotly.NET brings it (packed), and the lines that draw it.</summary>
    public static string ToHtml(object chart)
    {
        string text = WebUtility.HtmlEncode(ToText(chart));
        string json = ToJson(chart).Replace("<", "\\u003c", StringComparison.Ordinal);
        string packed = Packed.GetOrAdd(Writer(chart.GetType())!.DeclaringType!.Assembly, Pack);
        return $"""
            <div class="plotly-chart" role="img" aria-label="{text}">
            <p>{text} (a script draws it: run the cell, or trust the notebook)</p>
            <script type="application/json">{json}</script>
            {PackedStart}{packed}{PackedEnd}
            <script>{Loader.Value}</script>
            </div>
            """;
    }

    /// <summary>HTML with several charts in it, with plotly.js once.</summary>
    public static string WithOneScript(string html)
    {
        int first = html.IndexOf(PackedStart, StringComparison.Ordinal);
        while (first >= 0)
        {
            int next = html.IndexOf(PackedStart, first + PackedStart.Length, StringComparison.Ordinal);
            if (next < 0)
                break;
            int end = html.IndexOf(PackedEnd, next, StringComparison.Ordinal) + PackedEnd.Length;
            html = html.Remove(next, end - next);
        }

        return html;
    }

    // Version 6: the type GenericChart has the method; before, a module of that name held both.
    private static MethodInfo? Writer(Type type)
    {
        for (Type? current = type; current is not null; current = current.BaseType)
        {
            if (current.FullName is not (ChartType or ChartType + "+GenericChart"))
                continue;
            var method = current.Assembly.GetType(ChartType)?.GetMethod("toFigureJson", BindingFlags.Public | BindingFlags.Static, [current]);
            return method?.ReturnType == typeof(string) ? method : null;
        }

        return null;
    }

    private static string Pack(Assembly plotly)
    {
        if (plotly.GetManifestResourceNames().FirstOrDefault(name => name.Contains("plotly", StringComparison.Ordinal) && name.EndsWith(".min.js", StringComparison.Ordinal)) is not { } script)
            return "";
        using var source = plotly.GetManifestResourceStream(script)!;
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
            source.CopyTo(gzip);
        return Convert.ToBase64String(target.GetBuffer(), 0, (int)target.Length);
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} lacks its resource {resource}: build it again.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
