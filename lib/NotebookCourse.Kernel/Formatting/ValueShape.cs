namespace NotebookCourse.Kernel.Formatting;

/// <summary>How a value without a formatter of its own is best shown.</summary>
internal enum ValueShape
{
    /// <summary>As one piece of text.</summary>
    Text,

    /// <summary>As its items.</summary>
    Sequence,

    /// <summary>As its properties.</summary>
    Members,
}
