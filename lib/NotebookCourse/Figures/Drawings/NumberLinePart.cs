using NotebookCourse.Figures.Pictures;

namespace NotebookCourse.Figures.Drawings;

/// <summary>A line from one number to another with a tick for each mark; marks with a text stand out above the line.</summary>
internal sealed record NumberLinePart(string LineName, double From, double To, IReadOnlyList<double> Ticks, IReadOnlyList<(double At, string Text)> Marks, bool Log) : Part
{
    private const double Length = 640, Above = 54, Below = 26, Spread = 15;

    internal override string OwnName => LineName;

    internal override Size Measure() => new(Length, Above + Below);

    internal override void Paint(Pen pen, double x, double y)
    {
        double level = y + Above;
        bool strong = pen.IsLit(Name);
        pen.Canvas.Path($"M{SvgCanvas.Of(x)} {SvgCanvas.Of(level)}h{SvgCanvas.Of(Length)}", "none", Palette.Ink, strong ? 2.6 : 1.3);
        foreach (double tick in Ticks)
            pen.Canvas.Path($"M{SvgCanvas.Of(x + Along(tick))} {SvgCanvas.Of(level - 5)}v10", "none", Palette.Of(Color ?? 0), 1.2);
        double last = double.NegativeInfinity;
        int lift = 0;
        foreach (var (at, text) in Marks.OrderBy(mark => mark.At))
        {
            double place = x + Along(at), half = TextWidth.Of(text, Pen.NoteSize) / 2;
            lift = place - half < last + 6 ? (lift + 1) % 3 : 0;
            last = place + half;
            pen.Canvas.Path($"M{SvgCanvas.Of(place)} {SvgCanvas.Of(level + 6)}V{SvgCanvas.Of(level - 12 - Spread * lift)}", "none", Palette.Of((Color ?? 0) + 1), 2);
            pen.Canvas.Text(place, level - 19 - Spread * lift, text, Palette.Ink, Pen.NoteSize, "middle");
        }

        pen.Canvas.Text(x, level + 18, Number.Short(From), Palette.Muted, Pen.NoteSize);
        pen.Canvas.Text(x + Length, level + 18, Number.Short(To), Palette.Muted, Pen.NoteSize, "end");
        pen.Canvas.Text(x + Length / 2, level + 18, LineName, Palette.Muted, Pen.NoteSize, "middle");
    }

    private double Along(double value) => Length * (Log
        ? Math.Log(value / From) / Math.Log(To / From)
        : (value - From) / (To - From));
}
