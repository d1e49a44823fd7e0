using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>What a control shows now, in the place of what it showed before.</summary>
/// <param name="Control">Its name.</param>
/// <param name="Value">Its setting.</param>
/// <param name="Outputs">What the setting shows; null if the kernel does not know the control, because its cell has not run in it.</param>
internal sealed record TurnedOutput(string Control, string Value, IReadOnlyList<CellOutput>? Outputs) : CellOutput;
