namespace NotebookCourse.Kernel.Scripting;

/// <summary>A variable of a session.</summary>
/// <param name="Name">As declared.</param>
/// <param name="Type">Its declared type.</param>
/// <param name="Value">What it holds.</param>
internal sealed record SessionVariable(string Name, Type Type, object? Value);
