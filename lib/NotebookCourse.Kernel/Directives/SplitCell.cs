namespace NotebookCourse.Kernel.Directives;

/// <summary>A cell taken apart: <c>#!</c> lines are commands to the kernel, the rest is source.</summary>
/// <param name="Parts">What to do, top to bottom.</param>
/// <param name="Reports">The commands that show something after the cell has run, in the order in which they stand.</param>
internal sealed record SplitCell(IReadOnlyList<CellPart> Parts, IReadOnlyList<string> Reports)
{
    /// <summary>Takes a cell apart.</summary>
    /// <exception cref="UnknownCommandException">A line starts with <c>#!</c> and no command that exists.</exception>
    public static SplitCell Of(string code) =>
        code.Contains("#!", StringComparison.Ordinal) ? new CellSplitter(code).Split() : new SplitCell(string.IsNullOrWhiteSpace(code) ? [] : [new CodePart(0, code)], []);
}
