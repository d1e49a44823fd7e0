using NotebookCourse.Kernel.Outputs;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>What a session needs to know before its first cell.</summary>
public sealed record ScriptSessionOptions
{
    /// <summary>
    /// The notebook's folder: what <c>#load</c> and <c>#r</c> are relative to, and the process's current directory
    /// from the first cell on. Null means the current directory.
    /// </summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Answers a cell that reads a line; null when nobody can.</summary>
    public InputRequest? Input { get; init; }

    /// <summary>How much a cell may show.</summary>
    public OutputLimits Limits { get; init; } = new();

    /// <summary>Times interrupts.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;
}
