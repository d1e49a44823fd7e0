namespace NotebookCourse.Claims;

/// <summary>How a verdict was reached.</summary>
public enum Evidence
{
    /// <summary>An experiment decided: code, data or a model ran, and the number could have come out the other way.</summary>
    Measured,

    /// <summary>Arithmetic decided, on numbers that a source states or the article itself gives.</summary>
    Computed,

    /// <summary>A primary source states it.</summary>
    LookedUp,

    /// <summary>Nothing supports the claim and nothing could refute it.</summary>
    None,
}
