using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>A cell after compilation.</summary>
/// <param name="Compilation">What the compiler knows of it.</param>
/// <param name="Run">Starts it on the array of instances; null if it did not compile.</param>
/// <param name="HasResult">Whether its last expression, or a return, gives a value to show.</param>
/// <param name="Errors">Why it did not compile.</param>
internal sealed record CompiledCell(CSharpCompilation Compilation, Func<object?[], Task<object>>? Run, bool HasResult, IReadOnlyList<Diagnostic> Errors);
