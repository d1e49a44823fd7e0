namespace NotebookCourse.Precision;

/// <summary>The size of the patches of a matrix that share a scale.</summary>
/// <param name="Rows">Rows of a patch. Range: &gt;= 1.</param>
/// <param name="Columns">Columns of a patch. Range: &gt;= 1.</param>
public readonly record struct BlockShape(int Rows, int Columns)
{
    /// <summary>One scale for 128 neighbouring channels of one token: DeepSeek-V3's activations (report section 3.3.2).</summary>
    public static BlockShape Activations => new(1, 128);

    /// <summary>One scale for 128 x 128 weights (report section 3.3.2).</summary>
    public static BlockShape Weights => new(128, 128);

    /// <summary>One scale for the whole matrix.</summary>
    public static BlockShape PerTensor => new(int.MaxValue, int.MaxValue);

    /// <summary>One scale a row.</summary>
    public static BlockShape PerRow => new(1, int.MaxValue);
}
