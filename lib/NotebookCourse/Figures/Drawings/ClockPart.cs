namespace NotebookCourse.Figures.Drawings;

/// <summary>A circle with hands: angles, and what an angle between two of them means. Its name stands below it.</summary>
internal sealed record ClockPart(string ClockName, IReadOnlyList<(double Angle, string Text)> Hands) : Part
{
    private const double Radius = 52, Rim = 26, NameHeight = 22;

    internal override string OwnName => ClockName;

    internal override Size Measure() => new(
        Math.Max(2 * (Radius + Rim), TextWidth.Of(ClockName, Pen.TextSize)), 2 * (Radius + Rim) + NameHeight);

    internal override void Paint(Pen pen, double x, double y)
    {
        double middleX = x + Measure().Width / 2, middleY = y + Radius + Rim;
        bool strong = pen.IsLit(Name);
        pen.Canvas.Rounded(middleX - Radius, middleY - Radius, 2 * Radius, 2 * Radius, Palette.Paper, 1, strong ? Palette.Ink : Palette.Muted, strong ? 2.6 : 1.3, dashed: false, corner: Radius);
        for (int hand = 0; hand < Hands.Count; hand++)
        {
            (double angle, string text) = Hands[hand];
            double right = Math.Cos(angle), up = Math.Sin(angle);
            pen.Arrow(middleX, middleY, middleX + (Radius - 3) * right, middleY - (Radius - 3) * up, Palette.Of(hand));
            pen.Canvas.Text(middleX + (Radius + Rim / 2) * right, middleY - (Radius + Rim / 2) * up, text, Palette.Ink, Pen.NoteSize, "middle");
        }

        pen.Canvas.Text(middleX, y + 2 * (Radius + Rim) + NameHeight / 2, ClockName, Palette.Ink, Pen.TextSize, "middle", bold: strong);
    }
}
