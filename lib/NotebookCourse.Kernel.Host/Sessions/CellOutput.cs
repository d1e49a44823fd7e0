namespace NotebookCourse.Kernel.Sessions;

/// <summary>Something a running cell shows. The cases are those of the notebook format, version 4.5.</summary>
public abstract record CellOutput;

/// <summary>Text written to the console.</summary>
/// <param name="Name"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The text, with its line ends.</param>
public sealed record StreamOutput(string Name, string Text) : CellOutput;

/// <summary>A value shown by <c>display</c>, or one already shown that changes.</summary>
/// <param name="Data">The value in one or more media types; a JSON type holds JSON text.</param>
/// <param name="DisplayId">Names the display so that it can be updated; null if it cannot.</param>
/// <param name="IsUpdate">Replaces the display of the same id, and adds nothing.</param>
public sealed record DisplayOutput(IReadOnlyDictionary<string, string> Data, string? DisplayId = null, bool IsUpdate = false) : CellOutput;

/// <summary>The value of the cell's last expression.</summary>
/// <param name="Data">The value in one or more media types; a JSON type holds JSON text.</param>
/// <param name="ExecutionCount">The cell's number in this session, from 1.</param>
public sealed record ResultOutput(IReadOnlyDictionary<string, string> Data, int ExecutionCount) : CellOutput;

/// <summary>Why the cell failed.</summary>
/// <param name="Name">The exception type, or <c>CompilationError</c>.</param>
/// <param name="Value">Its message.</param>
/// <param name="Traceback">Lines for a person: user frames with cell and line, the source line and a caret; ANSI colours.</param>
public sealed record ErrorOutput(string Name, string Value, IReadOnlyList<string> Traceback) : CellOutput;

/// <summary>Removes what the cell has shown so far.</summary>
/// <param name="Wait">Only when the next output comes.</param>
public sealed record ClearOutput(bool Wait) : CellOutput;
