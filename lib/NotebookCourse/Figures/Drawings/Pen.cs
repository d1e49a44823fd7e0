using NotebookCourse.Figures.Pictures;

namespace NotebookCourse.Figures.Drawings;

/// <summary>Draws parts on a canvas: remembers where each named one stands, and dims what is not lit.</summary>
/// <param name="canvas">The canvas.</param>
/// <param name="lit">Names of the parts that are lit; empty if all are drawn alike.</param>
internal sealed class Pen(SvgCanvas canvas, IReadOnlySet<string> lit)
{
    /// <summary>Size of the text in parts.</summary>
    public const double TextSize = 14;

    /// <summary>Size of notes.</summary>
    public const double NoteSize = 12;

    private const double Dimmed = 0.28;
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private bool _insideLit, _insideFaded;

    /// <summary>The canvas.</summary>
    public SvgCanvas Canvas { get; } = canvas;

    /// <summary>Where the named parts stand.</summary>
    public IReadOnlyDictionary<string, Place> Places => _places;

    /// <summary>Whether something of this name is to stand out.</summary>
    public bool IsLit(string? name) => name is not null && lit.Contains(name);

    /// <summary>Draws a part at a point, dimmed if others are lit and nothing in or around it is.</summary>
    public void Draw(Part part, double x, double y)
    {
        Size size = part.Measure();
        if (part.Name is { } name)
            Remember(name, new Place(x, y, size.Width, size.Height));
        bool outer = _insideLit;
        _insideLit |= IsLit(part.Name);
        FadedUnless(_insideLit || part.AllNames().Any(lit.Contains), () => part.Paint(this, x, y));
        _insideLit = outer;
    }

    /// <summary>Draws faintly where others are lit and this is not; what stands inside something faint is not faded again.</summary>
    public void FadedUnless(bool isLit, Action content)
    {
        if (isLit || lit.Count == 0 || _insideFaded)
        {
            content();
            return;
        }

        _insideFaded = true;
        Canvas.Faded(Dimmed, content);
        _insideFaded = false;
    }

    /// <summary>Remembers where something stands that links may mean.</summary>
    public void Remember(string name, Place place) => _places.TryAdd(name, place);

    /// <summary>A box with rounded corners in a series colour, or in none; stronger where it is lit.</summary>
    public void Box(Place place, int? color, bool strong, bool dashed = false)
    {
        string stroke = color is { } number ? Palette.Of(number) : strong ? Palette.Ink : Palette.Muted;
        Canvas.Rounded(place.X, place.Y, place.Width, place.Height, color is null ? Palette.Paper : stroke, color is null ? 1 : strong ? 0.34 : 0.14,
            stroke, strong ? 2.6 : 1.3, dashed);
    }

    /// <summary>A line of text in the middle of a place.</summary>
    public void Centered(Place place, string text, double size = TextSize, string color = Palette.Ink, bool bold = false) =>
        Canvas.Text(place.MiddleX, place.MiddleY, text, color, size, "middle", bold: bold);

    /// <summary>An arrow along a straight line.</summary>
    public void Arrow(double x1, double y1, double x2, double y2, bool strong = false) =>
        Curve($"M{SvgCanvas.Of(x1)} {SvgCanvas.Of(y1)}L{SvgCanvas.Of(x2)} {SvgCanvas.Of(y2)}", x2, y2, Math.Atan2(y2 - y1, x2 - x1), strong, dashed: false);

    /// <summary>An arrow along a straight line, in a colour.</summary>
    public void Arrow(double x1, double y1, double x2, double y2, string color)
    {
        Canvas.Path($"M{SvgCanvas.Of(x1)} {SvgCanvas.Of(y1)}L{SvgCanvas.Of(x2)} {SvgCanvas.Of(y2)}", "none", color, 2.4);
        Head(x2, y2, Math.Atan2(y2 - y1, x2 - x1), color);
    }

    /// <summary>A path with an arrow's head at its end.</summary>
    /// <param name="data">The path.</param>
    /// <param name="x">Its end.</param>
    /// <param name="y">Its end.</param>
    /// <param name="angle">The direction it arrives in, in radians.</param>
    /// <param name="strong">Whether it stands out.</param>
    /// <param name="dashed">Whether its line is broken.</param>
    public void Curve(string data, double x, double y, double angle, bool strong, bool dashed)
    {
        string color = strong ? Palette.Ink : Palette.Muted;
        Canvas.Path(data, "none", color, strong ? 2.4 : 1.4, dashed ? "dash" : "solid");
        Head(x, y, angle, color);
    }

    private void Head(double x, double y, double angle, string color)
    {
        const double Length = 8, Spread = 0.42;
        string Corner(double turn) => $"{SvgCanvas.Of(x - Length * Math.Cos(angle + turn))} {SvgCanvas.Of(y - Length * Math.Sin(angle + turn))}";
        Canvas.Path($"M{SvgCanvas.Of(x)} {SvgCanvas.Of(y)}L{Corner(Spread)}L{Corner(-Spread)}z", color);
    }
}
