namespace NotebookCourse.Kernel.Directives;

/// <summary>A cell has a <c>#!</c> line that this kernel does not carry out.</summary>
/// <param name="command">The command, with its <c>#!</c>.</param>
/// <param name="line">Its number in the cell, from 1.</param>
public sealed class UnknownCommandException(string command, int line) : Exception(Say(command, line))
{
    private static string Say(string command, int line) =>
        CellCommands.Advice(command) is { } advice
            ? $"Line {line}: '{command}' is not for this kernel: {advice}."
            : $"Line {line}: '{command}' is not a command of this kernel. There are: {string.Join(", ", CellCommands.Known.Select(known => known.Name))}.";
}
