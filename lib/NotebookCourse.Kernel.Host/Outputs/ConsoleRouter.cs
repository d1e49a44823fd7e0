namespace NotebookCourse.Kernel.Outputs;

/// <summary>
/// Stands behind <see cref="Console"/>: what a cell writes goes to that cell, what anybody else writes goes where
/// it went before; reading asks the person at the notebook.
/// </summary>
internal static class ConsoleRouter
{
    private static readonly CellWriter Out = new("stdout", Console.Out);
    private static readonly CellWriter Error = new("stderr", Console.Error);
    private static readonly CellReader In = new(Console.In);

    /// <summary>Takes the console over, for the process; again before every cell, because one may have sent it elsewhere.</summary>
    public static void Install()
    {
        Console.SetOut(Out);
        Console.SetError(Error);
        Console.SetIn(In);
    }
}
