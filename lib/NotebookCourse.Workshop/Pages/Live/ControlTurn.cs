using Microsoft.CodeAnalysis.CSharp;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>A control that the learner has turned: what the kernel is to run for it.</summary>
/// <param name="Cell">The cell that shows it.</param>
/// <param name="Control">Its name.</param>
/// <param name="Value">Its new setting.</param>
internal sealed record ControlTurn(string Cell, string Control, string Value) : LessonJob(Cell)
{
    private static readonly string Turn = $"{typeof(Figures.Control).FullName}.{nameof(Figures.Control.Turn)}";

    /// <summary>The call in C#, with the learner's words as literals.</summary>
    public string Code => $"global::{Turn}({SymbolDisplay.FormatLiteral(Control, quote: true)}, {SymbolDisplay.FormatLiteral(Value, quote: true)})";

    /// <summary>Whether it sets the same control, so that only the newer of the two matters.</summary>
    public bool IsOfSameControl(ControlTurn other) => Cell == other.Cell && Control == other.Control;
}
