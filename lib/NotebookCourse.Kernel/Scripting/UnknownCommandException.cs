namespace NotebookCourse.Kernel.Scripting;

/// <summary>A cell has a <c>#!</c> line that is no command.</summary>
/// <param name="command">The line.</param>
/// <param name="line">Its number in the cell, from 1.</param>
public sealed class UnknownCommandException(string command, int line)
    : Exception($"Line {line}: '{command.Split(' ')[0]}' is not a command of this kernel. There are: {string.Join(", ", CellCommands.Known.Select(known => known.Name))}.");
