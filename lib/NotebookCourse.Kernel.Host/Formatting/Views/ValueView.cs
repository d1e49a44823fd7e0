namespace NotebookCourse.Kernel.Formatting.Views;

/// <summary>How a value is best looked at; text and HTML are both written from it.</summary>
internal abstract record ValueView
{
    /// <summary>Whether there is nothing in it to open, so that it is shown however deep it stands.</summary>
    public virtual bool IsLeaf => false;
}

/// <summary>One piece of text.</summary>
internal sealed record TextView(string Text) : ValueView
{
    public override bool IsLeaf => true;
}

/// <summary>HTML that the value writes itself.</summary>
/// <param name="Html">The markup.</param>
/// <param name="Text">What stands in its place where only text is shown.</param>
internal sealed record MarkupView(string Html, string Text) : ValueView
{
    public override bool IsLeaf => true;
}

/// <summary>A JSON document.</summary>
/// <param name="Indented">For a person, on many lines.</param>
/// <param name="Compact">On one line.</param>
internal sealed record JsonView(string Indented, string Compact) : ValueView
{
    public override bool IsLeaf => true;
}

/// <summary>A picture.</summary>
internal sealed record PictureView(Picture Picture) : ValueView
{
    public override bool IsLeaf => true;
}

/// <summary>A sequence.</summary>
/// <param name="Items">The first of them.</param>
/// <param name="More">What is said of the rest; null if there is none.</param>
internal sealed record ItemsView(IReadOnlyList<object?> Items, string? More) : ValueView;

/// <summary>Keys and their values.</summary>
/// <param name="Pairs">The first of them.</param>
/// <param name="More">What is said of the rest; null if there is none.</param>
/// <param name="IsSingle">Whether the value is one pair, not a collection of them.</param>
internal sealed record PairsView(IReadOnlyList<(object? Key, object? Value)> Pairs, string? More, bool IsSingle = false) : ValueView;

/// <summary>Rows under named columns.</summary>
/// <param name="Columns">Their names.</param>
/// <param name="Rows">The first rows, as many values each as there are columns.</param>
/// <param name="More">What is said of the other rows; null if there are none.</param>
/// <param name="MoreColumns">What is said of the other columns; null if there are none.</param>
internal sealed record TableView(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows, string? More, string? MoreColumns = null) : ValueView;

/// <summary>Rows of numbered columns.</summary>
/// <param name="Rows">The first rows, of the same length.</param>
/// <param name="More">What is said of the other rows; null if there are none.</param>
/// <param name="MoreColumns">What is said of the other columns; null if there are none.</param>
/// <param name="OwnText">The text that the value itself gives; null if it gives none.</param>
internal sealed record MatrixView(IReadOnlyList<IReadOnlyList<object?>> Rows, string? More, string? MoreColumns, string? OwnText = null) : ValueView;

/// <summary>An object by its properties and fields.</summary>
internal sealed record MembersView(string TypeName, IReadOnlyList<(string Name, object? Value)> Members) : ValueView;
