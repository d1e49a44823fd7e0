namespace NotebookCourse.Kernel.Directives;

/// <summary>A <c>#!</c>, <c>#r</c> or <c>#i</c> line cannot be carried out as it stands.</summary>
/// <param name="line">Its number in the cell, from 1.</param>
/// <param name="message">What was given, what is expected.</param>
public sealed class CommandException(int line, string message) : Exception($"Line {line}: {message}");
