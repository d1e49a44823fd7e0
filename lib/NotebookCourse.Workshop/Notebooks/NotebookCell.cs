namespace NotebookCourse.Workshop.Notebooks;

/// <summary>A cell of a notebook, without what it showed when it ran.</summary>
/// <param name="Id">Unique in the notebook, the same in both languages.</param>
/// <param name="IsCode">Code, else Markdown.</param>
/// <param name="Source">Its text, lines ended by <c>\n</c>, none at the end.</param>
/// <param name="Tags">Jupyter's cell tags.</param>
internal sealed record NotebookCell(string Id, bool IsCode, string Source, IReadOnlyList<string> Tags)
{
    /// <summary>The cell is part of an exercise: a learner edits it.</summary>
    public const string ExerciseTag = "exercise";

    /// <summary>Its output differs from run to run.</summary>
    public const string VolatileTag = "volatile";

    /// <summary>Jupyter's own tag for a cell that ends in an exception on purpose.</summary>
    public const string ThrowsTag = "raises-exception";

    /// <summary>The cell is part of a further section, which a learner may skip.</summary>
    public const string FurtherTag = "further";

    /// <summary>What it is for.</summary>
    public CellFacts Facts { get; init; } = new("");

    /// <summary>Where the source says it, the fraction by which numbers in the output may differ.</summary>
    public double? Tolerance { get; init; }

    /// <summary>The line of the lesson's source it was made from, from 1; 0 if it was read from a notebook.</summary>
    public int Line { get; init; }
}
