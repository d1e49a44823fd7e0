using NotebookCourse.Figures.Drawings;

namespace NotebookCourse.Figures;

/// <summary>
/// The vocabulary of drawings: boxes, matrices, strips of tokens, number lines, piles, trees, and how they stand together. A
/// lesson says what there is and what flows where; places are computed.
/// </summary>
/// <example>
/// <code>
/// using static NotebookCourse.Figures.Draw;
///
/// new Drawing("Query meets keys",
///     Row(Matrix("Q", "T", "d", 4, 6), Label("×"), Matrix("Kᵀ", "d", "T", 6, 4), Label("="), Matrix("scores", "T", "T", 4, 4)),
///     alt: "A T by d matrix times a d by T matrix gives T by T scores.").Lit("scores")
/// </code>
/// </example>
public static class Draw
{
    private const double RowGap = 14, ColumnGap = 24, ArrowGap = 36;

    /// <summary>A box.</summary>
    /// <param name="text">What stands in it; also its name.</param>
    /// <param name="note">A smaller line below, such as a shape; null for none.</param>
    /// <param name="color">Number of its series colour; null for none.</param>
    public static Part Box(string text, string? note = null, int? color = null) => new BoxPart(Required(text, nameof(text)), note) { Color = color };

    /// <summary>A text without a box, for signs such as × and =.</summary>
    /// <param name="text">The text; also its name.</param>
    public static Part Label(string text) => new LabelPart(Required(text, nameof(text)), Quiet: false);

    /// <summary>A small, grey text.</summary>
    /// <param name="text">The text; also its name.</param>
    public static Part Note(string text) => new LabelPart(Required(text, nameof(text)), Quiet: true);

    /// <summary>A matrix of which only the shape counts.</summary>
    /// <param name="name">Its name, drawn below it.</param>
    /// <param name="rows">What stands at its left edge, such as "T".</param>
    /// <param name="columns">What stands at its upper edge, such as "d".</param>
    /// <param name="rowCount">Cells drawn downwards. Range: 1 to 64.</param>
    /// <param name="columnCount">Cells drawn across. Range: 1 to 64.</param>
    /// <param name="color">Number of its series colour.</param>
    public static Part Matrix(string name, string rows, string columns, int rowCount, int columnCount, int? color = null)
    {
        RequireCells(name, rowCount, columnCount);
        return new MatrixPart(Required(name, nameof(name)), rows, columns, new double[rowCount, columnCount], Numbers: false) { Color = color };
    }

    /// <summary>A matrix of numbers: the larger a number's magnitude, the fuller its cell's colour. NaN is a cell that is not there, such as a masked one.</summary>
    /// <param name="name">Its name, drawn below it.</param>
    /// <param name="rows">What stands at its left edge.</param>
    /// <param name="columns">What stands at its upper edge.</param>
    /// <param name="values">The numbers, [row, column]. Range of each size: 1 to 64.</param>
    /// <param name="numbers">Whether the numbers are written into the cells.</param>
    /// <param name="color">Number of its series colour.</param>
    public static Part Matrix(string name, string rows, string columns, double[,] values, bool numbers = false, int? color = null)
    {
        RequireCells(name, values.GetLength(0), values.GetLength(1));
        return new MatrixPart(Required(name, nameof(name)), rows, columns, values, numbers) { Color = color };
    }

    /// <summary>Cells in a row that touch: tokens, bits, bytes. Cell i can be meant by "name:i".</summary>
    /// <param name="name">Its name; not drawn.</param>
    /// <param name="cells">What stands in the cells; a blank shows as ␣.</param>
    /// <param name="notes">A note below each cell; null for none.</param>
    /// <param name="colors">Number of each cell's series colour, null for none; null for no colours at all.</param>
    /// <exception cref="ArgumentException">There are no cells, or another number of notes or colours than of cells.</exception>
    public static Part Strip(string name, IReadOnlyList<string> cells, IReadOnlyList<string>? notes = null, IReadOnlyList<int?>? colors = null)
    {
        if (cells.Count == 0)
            throw new ArgumentException($"The strip \"{name}\" has no cells; give at least one.", nameof(cells));
        foreach (int count in new[] { notes?.Count ?? cells.Count, colors?.Count ?? cells.Count }.Where(count => count != cells.Count))
            throw new ArgumentException($"The strip \"{name}\" has {cells.Count} cells but {count} notes or colours; give one for each cell, or none.");
        return new StripPart(Required(name, nameof(name)), cells, notes ?? [], colors ?? []);
    }

    /// <summary>A line of numbers with a tick at each of some.</summary>
    /// <param name="name">What the numbers are; drawn below the line.</param>
    /// <param name="from">Left end.</param>
    /// <param name="to">Right end; above <paramref name="from"/>.</param>
    /// <param name="ticks">Numbers that get a tick.</param>
    /// <param name="marks">Numbers that stand out, with a text above each; null for none.</param>
    /// <param name="log">Whether equal factors are equally far apart; then all numbers are above 0.</param>
    /// <exception cref="ArgumentException">The ends are no range, or a number lies outside it.</exception>
    public static Part NumberLine(string name, double from, double to, IReadOnlyList<double> ticks, IReadOnlyList<(double At, string Text)>? marks = null, bool log = false)
    {
        if (!(from < to) || !double.IsFinite(from) || !double.IsFinite(to) || (log && from <= 0))
            throw new ArgumentException($"The number line \"{name}\" runs from {from} to {to}; expected a finite range{(log ? " above 0, as it is logarithmic" : "")}.");
        foreach (double outside in ticks.Concat((marks ?? []).Select(mark => mark.At)).Where(at => !(at >= from && at <= to)))
            throw new ArgumentException($"The number line \"{name}\" runs from {from} to {to}, and {outside} lies outside; leave it out or widen the line.");
        return new NumberLinePart(Required(name, nameof(name)), from, to, ticks, marks ?? [], log);
    }

    /// <summary>A circle with hands, for angles.</summary>
    /// <param name="name">Its name, drawn below it.</param>
    /// <param name="hands">The angle of each hand in radians, counted from three o'clock against the clock, and what stands at its tip.</param>
    /// <exception cref="ArgumentException">There are no hands, or an angle is no number.</exception>
    public static Part Clock(string name, params IReadOnlyList<(double Angle, string Text)> hands) => hands.Count > 0 && hands.All(hand => double.IsFinite(hand.Angle))
        ? new ClockPart(Required(name, nameof(name)), hands)
        : throw new ArgumentException($"The clock \"{name}\" has {hands.Count} hands, {hands.Count(hand => !double.IsFinite(hand.Angle))} of them without an angle; give at least one, each with a finite angle.", nameof(hands));

    /// <summary>A pile of equal cards for many of one thing.</summary>
    /// <param name="text">What stands on the uppermost card; also its name.</param>
    /// <param name="note">A smaller line below, such as "× 61".</param>
    /// <param name="color">Number of its series colour; null for none.</param>
    public static Part Pile(string text, string note, int? color = null) => new StackPart(Required(text, nameof(text)), note, Cards: 4) { Color = color };

    /// <summary>Parts beside each other.</summary>
    /// <param name="parts">The parts, from left to right.</param>
    public static Part Row(params IReadOnlyList<Part> parts) => Line(parts, downwards: false, arrows: false);

    /// <summary>Parts below each other.</summary>
    /// <param name="parts">The parts, from the top down.</param>
    public static Part Column(params IReadOnlyList<Part> parts) => Line(parts, downwards: true, arrows: false);

    /// <summary>Parts beside each other, with an arrow from each to the next.</summary>
    /// <param name="parts">The parts, from left to right.</param>
    public static Part Flow(params IReadOnlyList<Part> parts) => Line(parts, downwards: false, arrows: true);

    /// <summary>Parts below each other, with an arrow from each to the next.</summary>
    /// <param name="parts">The parts, from the top down.</param>
    public static Part FlowDown(params IReadOnlyList<Part> parts) => Line(parts, downwards: true, arrows: true);

    /// <summary>A dashed frame around a part.</summary>
    /// <param name="caption">What the frame holds; also its name.</param>
    /// <param name="inside">The part.</param>
    public static Part Frame(string caption, Part inside) => new FramePart(Required(caption, nameof(caption)), inside);

    /// <summary>A part with arrows to others on its right, which may be trees themselves.</summary>
    /// <param name="root">The part on the left.</param>
    /// <param name="branches">One or more parts on the right.</param>
    /// <exception cref="ArgumentException">There are no branches.</exception>
    public static Part Tree(Part root, params IReadOnlyList<Part> branches) => branches.Count > 0
        ? new TreePart(root, branches)
        : throw new ArgumentException("A tree needs at least one branch; a part alone is drawn without Tree.", nameof(branches));

    private static LinePart Line(IReadOnlyList<Part> parts, bool downwards, bool arrows) => parts.Count > 0
        ? new LinePart(parts, downwards, arrows, arrows ? ArrowGap : downwards ? ColumnGap : RowGap)
        : throw new ArgumentException("A row or column has no parts; give at least one.", nameof(parts));

    private static string Required(string text, string parameter) => string.IsNullOrWhiteSpace(text)
        ? throw new ArgumentException("A part of a drawing has no text; give one, by which it can be named and read.", parameter)
        : text;

    private static void RequireCells(string name, int rows, int columns)
    {
        if (rows is < 1 or > 64 || columns is < 1 or > 64)
            throw new ArgumentException($"The matrix \"{name}\" has {rows} by {columns} cells; expected 1 to 64 each way. Draw a smaller one and write the real sizes on its edges.");
    }
}
