namespace NotebookCourse.Figures.Drawings;

/// <summary>A pile of equal cards, the text on the uppermost: many of one thing, such as 61 layers or 256 experts.</summary>
internal sealed record StackPart(string Text, string Note, int Cards) : Part
{
    private const double Step = 5;

    internal override string OwnName => Text;

    internal override Size Measure()
    {
        Size card = new BoxPart(Text, Note).Measure();
        return new Size(card.Width + Step * (Cards - 1), card.Height + Step * (Cards - 1));
    }

    internal override void Paint(Pen pen, double x, double y)
    {
        Size card = new BoxPart(Text, Note).Measure();
        for (int behind = Cards - 1; behind > 0; behind--)
        {
            var place = new Place(x + Step * behind, y + Step * (Cards - 1 - behind), card.Width, card.Height);
            pen.Box(place, null, strong: false); // paper below, so that a card hides the one behind it
            pen.Box(place, Color, strong: false);
        }

        var front = new Place(x, y + Step * (Cards - 1), card.Width, card.Height);
        pen.Box(front, null, strong: false);
        new BoxPart(Text, Note) { Color = Color, Id = Id }.Paint(pen, front.X, front.Y);
    }
}
