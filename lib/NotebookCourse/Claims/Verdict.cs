namespace NotebookCourse.Claims;

/// <summary>What the course found about a claim.</summary>
public enum Verdict
{
    /// <summary>It holds.</summary>
    Right,

    /// <summary>It holds with a caveat.</summary>
    Roughly,

    /// <summary>A true fragment that gives a false picture.</summary>
    Misleading,

    /// <summary>A primary source or arithmetic contradicts it.</summary>
    Wrong,

    /// <summary>No observation could refute it as stated.</summary>
    Unfalsifiable,
}
