namespace NotebookCourse.Kernel.Scripting;

/// <summary>A run of lines of a cell in one language, with the commands that stand before it.</summary>
/// <param name="Language">What it is written in.</param>
/// <param name="Text">Its source, below as many blank lines as stand above it in the cell, so that lines keep their numbers.</param>
internal sealed record CellPart(CellLanguage Language, string Text);
