namespace NotebookCourse.Kernel.Directives;

/// <summary>A run of lines of a cell that is carried out at once; a cell's parts follow one another.</summary>
/// <param name="Line">Its first line in the cell, from 0.</param>
internal abstract record CellPart(int Line);

/// <summary>Source in C#.</summary>
/// <param name="Line">Its first line in the cell, from 0.</param>
/// <param name="Text">The source, below as many blank lines as stand above it in the cell, so that lines keep their numbers.</param>
internal sealed record CodePart(int Line, string Text) : CellPart(Line);

/// <summary>Text that the front end shows or runs.</summary>
/// <param name="Line">Its first line in the cell, from 0.</param>
/// <param name="MediaType">Such as <c>text/html</c>.</param>
/// <param name="Text">The content.</param>
internal sealed record MediaPart(int Line, string MediaType, string Text) : CellPart(Line);

/// <summary>A command that does something at its place.</summary>
/// <param name="Line">Its line in the cell, from 0.</param>
/// <param name="Command">The command.</param>
/// <param name="Content">The lines below a command that takes them; null for others.</param>
internal sealed record CommandPart(int Line, CommandLine Command, string? Content = null) : CellPart(Line);
