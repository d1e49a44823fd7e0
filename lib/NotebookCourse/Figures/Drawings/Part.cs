namespace NotebookCourse.Figures.Drawings;

/// <summary>
/// A piece of a <see cref="Drawing"/>: a box, a matrix, a row of other parts. Made by <see cref="Draw"/>; it knows how much
/// room it takes, so that a lesson never writes a coordinate.
/// </summary>
public abstract record Part
{
    /// <summary>The name by which links and <see cref="Drawing.Lit"/> mean this part; null for the text that stands in it.</summary>
    public string? Id { get; init; }

    /// <summary>Number of the series colour it has, as in <see cref="Palette.Series"/>; null for none.</summary>
    public int? Color { get; init; }

    /// <summary>The name a part has where none was given: its own text.</summary>
    internal virtual string? OwnName => null;

    /// <summary>The name by which it is meant.</summary>
    internal string? Name => Id ?? OwnName;

    /// <summary>Parts inside this one.</summary>
    internal virtual IReadOnlyList<Part> Children => [];

    /// <summary>Names of places inside this part that are no parts, such as the cells of a strip.</summary>
    internal virtual IEnumerable<string> InnerNames => [];

    /// <summary>The room it takes.</summary>
    internal abstract Size Measure();

    /// <summary>Draws it with its upper left corner at a point.</summary>
    internal abstract void Paint(Pen pen, double x, double y);

    /// <summary>This part and all inside it.</summary>
    internal IEnumerable<Part> All() => Children.SelectMany(child => child.All()).Prepend(this);

    /// <summary>Every name that links and <see cref="Drawing.Lit"/> can use.</summary>
    internal IEnumerable<string> AllNames() => All().SelectMany(part => part.Name is { } name ? part.InnerNames.Prepend(name) : part.InnerNames);
}
