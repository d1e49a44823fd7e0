namespace NotebookCourse.Claims;

/// <summary>What became of an idea of DeepSeek-V3 in a later model.</summary>
public enum Fate
{
    /// <summary>It is still there.</summary>
    Kept,

    /// <summary>It is there in another form.</summary>
    Changed,

    /// <summary>It is gone.</summary>
    Dropped,

    /// <summary>It is new.</summary>
    Added,
}
