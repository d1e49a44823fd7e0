namespace NotebookCourse.Figures.Drawings;

/// <summary>Parts beside each other or below each other, their middles in one line; with arrows between them or without.</summary>
internal sealed record LinePart(IReadOnlyList<Part> Parts, bool Downwards, bool Arrows, double Gap) : Part
{
    internal override IReadOnlyList<Part> Children => Parts;

    internal override Size Measure()
    {
        Size[] sizes = [.. Parts.Select(part => part.Measure())];
        double gaps = Gap * (Parts.Count - 1);
        return Downwards
            ? new Size(sizes.Max(size => size.Width), sizes.Sum(size => size.Height) + gaps)
            : new Size(sizes.Sum(size => size.Width) + gaps, sizes.Max(size => size.Height));
    }

    internal override void Paint(Pen pen, double x, double y)
    {
        Size whole = Measure();
        double at = Downwards ? y : x;
        for (int i = 0; i < Parts.Count; i++)
        {
            Size size = Parts[i].Measure();
            if (Downwards)
                pen.Draw(Parts[i], x + (whole.Width - size.Width) / 2, at);
            else
                pen.Draw(Parts[i], at, y + (whole.Height - size.Height) / 2);
            at += Downwards ? size.Height : size.Width;
            if (Arrows && i < Parts.Count - 1)
                Between(pen, x + whole.Width / 2, y + whole.Height / 2, at);
            at += Gap;
        }
    }

    private void Between(Pen pen, double middleX, double middleY, double from)
    {
        if (Downwards)
            pen.Arrow(middleX, from + 3, middleX, from + Gap - 3);
        else
            pen.Arrow(from + 3, middleY, from + Gap - 3, middleY);
    }
}
