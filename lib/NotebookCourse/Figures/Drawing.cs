using NotebookCourse.Display;
using NotebookCourse.Figures.Drawings;
using NotebookCourse.Figures.Pictures;

namespace NotebookCourse.Figures;

/// <summary>
/// A drawing of how something works, as opposed to a chart of measured numbers: parts from <see cref="Draw"/>, arrows between
/// them, some of them lit. As the last expression of a cell it shows as a picture (SVG), light and dark.
/// </summary>
[TypeFormatterSource(typeof(DrawingFormatterSource), PreferredMimeTypes = ["text/html", DrawingFormatterSource.SvgMimeType, "text/plain"])]
public sealed class Drawing : IHtmlDisplay
{
    private const double Width = 720, Margin = 16, TitleHeight = 44, SmallestScale = 0.6;

    // Half of the thickest line: a frame at the very edge is drawn whole.
    private const double Edge = 1.5;

    private readonly Part _content;
    private readonly IReadOnlyList<Link> _links;
    private readonly IReadOnlySet<string> _lit;

    /// <summary>A drawing of a part, which usually holds others.</summary>
    /// <param name="title">What it shows, above it.</param>
    /// <param name="content">The part.</param>
    /// <param name="alt">What a reader who cannot see it should know, in a sentence.</param>
    /// <exception cref="ArgumentException">Title or alt text is missing, or the parts need more than the width of a page.</exception>
    public Drawing(string title, Part content, string alt)
        : this(title, content, alt, [], new HashSet<string>())
    {
        if (string.IsNullOrWhiteSpace(title))
            throw new ArgumentException("A drawing needs a title that says what it shows; got an empty one.", nameof(title));
        if (string.IsNullOrWhiteSpace(alt))
            throw new ArgumentException($"The drawing \"{title}\" needs alt text: one sentence that tells a reader who cannot see it what it shows. Got an empty one.", nameof(alt));
        double width = content.Measure().Width, most = (Width - 2 * Margin) / SmallestScale;
        if (width > most)
            throw new ArgumentException($"The drawing \"{title}\" is {width:0} pixels wide and would be too small to read; at most {most:0} fit. Put some of its parts below each other (Column, FlowDown).", nameof(content));
    }

    private Drawing(string title, Part content, string alt, IReadOnlyList<Link> links, IReadOnlySet<string> lit) =>
        (Title, _content, Alt, _links, _lit) = (title, content, alt, links, lit);

    /// <summary>What it shows, above it.</summary>
    public string Title { get; }

    /// <summary>What a reader who cannot see it should know.</summary>
    public string Alt { get; }

    /// <summary>The same drawing with some parts lit and the others dimmed: how it comes back later in a lesson.</summary>
    /// <param name="names">Names of parts.</param>
    /// <exception cref="ArgumentException">No part has such a name; the message lists those there are.</exception>
    public Drawing Lit(params IReadOnlyList<string> names)
    {
        foreach (string name in names)
            RequireName(name);
        return new Drawing(Title, _content, Alt, _links, new HashSet<string>(names));
    }

    /// <summary>The same drawing with an arrow more.</summary>
    /// <param name="from">Name of the part it starts at.</param>
    /// <param name="to">Name of the part it ends at.</param>
    /// <param name="label">A text beside it; null for none.</param>
    /// <param name="around">The side on which it goes around what is between.</param>
    /// <param name="dashed">Whether its line is broken.</param>
    /// <exception cref="ArgumentException">No part has such a name; the message lists those there are.</exception>
    public Drawing Link(string from, string to, string? label = null, Around around = Around.Nothing, bool dashed = false)
    {
        RequireName(from);
        RequireName(to);
        return new Drawing(Title, _content, Alt, [.. _links, new Link(from, to, label, around, dashed)], _lit);
    }

    /// <summary>The drawing as an SVG document of its own, 720 pixels wide.</summary>
    public string ToSvg()
    {
        Size size = _content.Measure();
        double aside = RoomAt(Around.Left, Around.Right), above = RoomAt(Around.Top), below = RoomAt(Around.Bottom);
        double innerWidth = size.Width + 2 * (aside + Edge), innerHeight = size.Height + above + below + 2 * Edge;
        double scale = Math.Min(1, (Width - 2 * Margin) / innerWidth);
        var canvas = new SvgCanvas(Width, TitleHeight + innerHeight * scale + Margin);
        canvas.Inset((Width - innerWidth * scale) / 2, TitleHeight, innerWidth * scale, innerHeight * scale, innerWidth, innerHeight, () =>
        {
            var pen = new Pen(canvas, _lit);
            pen.Draw(_content, Edge + aside, Edge + above);
            foreach (Link link in _links)
                link.Paint(pen);
        });
        canvas.Text(12, 24, Title, Palette.Ink, 16, bold: true);
        return canvas.Document(Title, Alt);
    }

    /// <summary>The picture as HTML that needs no script.</summary>
    public string ToHtml() => FigureHtml.Picture(ToSvg(), Alt);

    /// <summary>The title and the alt text.</summary>
    public override string ToString() => $"[{Title}] {Alt}";

    // Arrows that go around stand outside the parts, their labels farther out.
    private double RoomAt(params ReadOnlySpan<Around> sides)
    {
        double room = 0;
        foreach (Link link in _links)
        {
            if (sides.Contains(link.Around))
                room = Math.Max(room, Drawings.Link.Detour + (link.Label is { } label ? 14 + (sides.Contains(Around.Left) ? TextWidth.Of(label, Pen.NoteSize) : Pen.NoteSize) : 6));
        }

        return room;
    }

    private void RequireName(string name)
    {
        string[] names = [.. _content.AllNames().Distinct()];
        if (!names.Contains(name))
            throw new ArgumentException($"The drawing \"{Title}\" has no part named \"{name}\"; there are: {string.Join(", ", names)}.");
    }
}
