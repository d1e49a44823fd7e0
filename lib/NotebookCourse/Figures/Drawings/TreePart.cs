namespace NotebookCourse.Figures.Drawings;

/// <summary>A part and its children to the right of it, each with its own: merges, beams, choices.</summary>
internal sealed record TreePart(Part Root, IReadOnlyList<Part> Branches) : Part
{
    private const double GapX = 38, GapY = 10;

    internal override string? OwnName => Root.Name;

    internal override IReadOnlyList<Part> Children => [Root, .. Branches];

    internal override Size Measure()
    {
        Size root = Root.Measure();
        Size[] sizes = [.. Branches.Select(branch => branch.Measure())];
        return new Size(
            root.Width + GapX + sizes.Max(size => size.Width),
            Math.Max(root.Height, sizes.Sum(size => size.Height) + GapY * (sizes.Length - 1)));
    }

    internal override void Paint(Pen pen, double x, double y)
    {
        Size whole = Measure(), root = Root.Measure();
        pen.Draw(Root, x, y + (whole.Height - root.Height) / 2);
        double at = y + (whole.Height - Branches.Sum(branch => branch.Measure().Height) - GapY * (Branches.Count - 1)) / 2;
        foreach (Part branch in Branches)
        {
            double height = branch.Measure().Height;
            pen.Draw(branch, x + root.Width + GapX, at);
            pen.Arrow(x + root.Width + 2, y + whole.Height / 2, x + root.Width + GapX - 3, at + height / 2, pen.IsLit(branch.Name));
            at += height + GapY;
        }
    }
}
