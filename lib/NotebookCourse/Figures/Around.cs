namespace NotebookCourse.Figures;

/// <summary>On which side an arrow of a <see cref="Drawing"/> goes around what stands between its ends.</summary>
public enum Around
{
    /// <summary>It goes straight.</summary>
    Nothing,

    /// <summary>Left of both ends.</summary>
    Left,

    /// <summary>Right of both ends: how a residual connection is drawn beside a block.</summary>
    Right,

    /// <summary>Above both ends.</summary>
    Top,

    /// <summary>Below both ends.</summary>
    Bottom,
}
