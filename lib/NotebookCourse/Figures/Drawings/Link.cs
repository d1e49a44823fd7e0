using NotebookCourse.Figures.Pictures;

namespace NotebookCourse.Figures.Drawings;

/// <summary>An arrow between two named parts, straight where nothing is in the way, or around one side.</summary>
internal sealed record Link(string From, string To, string? Label, Around Around, bool Dashed)
{
    /// <summary>How far outside its ends an arrow goes that goes around.</summary>
    public const double Detour = 22;

    private const double Gap = 3;

    /// <summary>Draws it; both parts have been drawn.</summary>
    public void Paint(Pen pen)
    {
        Place from = pen.Places[From], to = pen.Places[To];
        pen.FadedUnless(pen.IsLit(From) || pen.IsLit(To), () =>
        {
            bool strong = pen.IsLit(From) && pen.IsLit(To);
            if (Around == Around.Nothing)
                PaintDirect(pen, from, to, strong);
            else
                PaintDetour(pen, from, to, strong);
        });
    }

    private void PaintDirect(Pen pen, Place from, Place to, bool strong)
    {
        double aside = Math.Max(to.X - from.Right, from.X - to.Right), below = Math.Max(to.Y - from.Bottom, from.Y - to.Bottom);
        bool across = aside >= Math.Max(0, below);
        bool forward = across ? to.X >= from.Right : to.Y >= from.Bottom;
        double sign = forward ? 1 : -1;
        (double x1, double y1) = across ? (forward ? from.Right + Gap : from.X - Gap, from.MiddleY) : (from.MiddleX, forward ? from.Bottom + Gap : from.Y - Gap);
        (double x2, double y2) = across ? (forward ? to.X - Gap : to.Right + Gap, to.MiddleY) : (to.MiddleX, forward ? to.Y - Gap : to.Bottom + Gap);
        double bend = sign * Math.Max(12, (across ? Math.Abs(x2 - x1) : Math.Abs(y2 - y1)) / 2);
        string data = across ? Cubic(x1, y1, x1 + bend, y1, x2 - bend, y2, x2, y2) : Cubic(x1, y1, x1, y1 + bend, x2, y2 - bend, x2, y2);
        double angle = across ? (forward ? 0 : Math.PI) : (forward ? Math.PI / 2 : -Math.PI / 2);
        pen.Curve(data, x2, y2, angle, strong, Dashed);
        if (Label is not null)
            pen.Canvas.Text((x1 + x2) / 2 + (across ? 0 : 8), (y1 + y2) / 2 - (across ? 10 : 0), Label, Palette.Muted, Pen.NoteSize, across ? "middle" : "start");
    }

    private void PaintDetour(Pen pen, Place from, Place to, bool strong)
    {
        bool aside = Around is Around.Left or Around.Right;
        double sign = Around is Around.Right or Around.Bottom ? 1 : -1;
        Place[] between = [.. pen.Places.Values.Where(place => !place.Contains(from) && !place.Contains(to) && place.IsBetween(from, to, aside)), from, to];
        double far = sign * Detour + (aside, sign) switch
        {
            (true, > 0) => between.Max(place => place.Right),
            (true, _) => between.Min(place => place.X),
            (false, > 0) => between.Max(place => place.Bottom),
            _ => between.Min(place => place.Y),
        };
        (double x1, double y1) = aside ? (sign > 0 ? from.Right + Gap : from.X - Gap, from.MiddleY) : (from.MiddleX, sign > 0 ? from.Bottom + Gap : from.Y - Gap);
        (double x2, double y2) = aside ? (sign > 0 ? to.Right + Gap : to.X - Gap, to.MiddleY) : (to.MiddleX, sign > 0 ? to.Bottom + Gap : to.Y - Gap);
        string data = aside ? Path(x1, y1, far, y1, far, y2, x2, y2) : Path(x1, y1, x1, far, x2, far, x2, y2);
        double angle = aside ? (sign > 0 ? Math.PI : 0) : (sign > 0 ? -Math.PI / 2 : Math.PI / 2);
        pen.Curve(data, x2, y2, angle, strong, Dashed);
        if (Label is not null)
            pen.Canvas.Text(aside ? far + sign * 6 : (x1 + x2) / 2, aside ? (y1 + y2) / 2 : far + sign * 10, Label, Palette.Muted, Pen.NoteSize,
                aside ? (sign > 0 ? "start" : "end") : "middle");
    }

    private static string Cubic(params ReadOnlySpan<double> p) =>
        $"M{SvgCanvas.Of(p[0])} {SvgCanvas.Of(p[1])}C{SvgCanvas.Of(p[2])} {SvgCanvas.Of(p[3])} {SvgCanvas.Of(p[4])} {SvgCanvas.Of(p[5])} {SvgCanvas.Of(p[6])} {SvgCanvas.Of(p[7])}";

    private static string Path(params ReadOnlySpan<double> p) =>
        $"M{SvgCanvas.Of(p[0])} {SvgCanvas.Of(p[1])}L{SvgCanvas.Of(p[2])} {SvgCanvas.Of(p[3])}L{SvgCanvas.Of(p[4])} {SvgCanvas.Of(p[5])}L{SvgCanvas.Of(p[6])} {SvgCanvas.Of(p[7])}";
}
