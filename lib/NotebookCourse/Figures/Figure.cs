using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookCourse.Display;
using NotebookCourse.Figures.Pictures;

namespace NotebookCourse.Figures;

/// <summary>
/// A figure of a lesson. As the last expression of a cell (or with <c>display(figure)</c>) it shows an interactive
/// chart where plotly.js can be reached, and the same picture as SVG where it cannot: printed, without JavaScript,
/// on a page that shows notebooks. Made by <see cref="Charts"/>.
/// </summary>
/// <example>
/// <code>
/// Charts.Lines(
///     Language.Pick("Loss while training", "训练过程中的损失"),
///     Axis.Of(Language.Pick("step", "步数"), Language.Pick("updates", "次更新")),
///     Axis.Of(Language.Pick("loss", "损失"), "nats") with { Log = true },
///     [Series.Of("GPT", steps, losses)],
///     alt: Language.Pick("The loss falls from 5.5 to 1.6 in 500 steps.", "损失在 500 步内从 5.5 降到 1.6。"))
/// </code>
/// </example>
[TypeFormatterSource(typeof(FigureFormatterSource), PreferredMimeTypes = [FigureFormatterSource.PlotlyMimeType, "text/html", FigureFormatterSource.SvgMimeType, "text/plain"])]
public sealed class Figure : IHtmlDisplay
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal Figure(JsonObject content, string title, string alt)
    {
        if (string.IsNullOrWhiteSpace(title))
            throw new ArgumentException("A figure needs a title that says what it shows; got an empty one.", nameof(title));
        if (string.IsNullOrWhiteSpace(alt))
            throw new ArgumentException($"The figure \"{title}\" needs alt text: one sentence that tells a reader who cannot see it what it shows. Got an empty one.", nameof(alt));
        (Content, Title, Alt) = (content, title, alt);
    }

    /// <summary>What the figure shows, above it.</summary>
    public string Title { get; }

    /// <summary>What a reader who cannot see the figure should know.</summary>
    public string Alt { get; }

    /// <summary>The chart as Plotly's JSON: data, layout, config, frames.</summary>
    internal JsonObject Content { get; }

    /// <summary>The chart as Plotly's JSON: an object with data, layout, config and, for sliders, frames.</summary>
    public string ToJson() => Content.ToJsonString(Compact);

    /// <summary>The chart as a picture, 720 pixels wide: an SVG document of its own.</summary>
    public string ToSvg() => Picture.Draw(Content, Title, Alt);

    /// <summary>The picture and the chart's JSON, with the few lines that make one of the other.</summary>
    public string ToHtml() => FigureHtml.Write(this);

    /// <summary>The title and the alt text.</summary>
    public override string ToString() => $"[{Title}] {Alt}";
}
