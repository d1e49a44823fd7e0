namespace NotebookCourse.Kernel.Outputs;

/// <summary>
/// Stands behind <see cref="Console"/>: what a cell writes goes to that cell, what anybody else writes goes where
/// it went before; reading asks the person at the notebook.
/// </summary>
internal static class ConsoleRouter
{
    private static readonly Lock Gate = new();
    private static bool _installed;

    /// <summary>Takes the console over, once in a process.</summary>
    public static void Install()
    {
        lock (Gate)
        {
            if (_installed)
                return;
            _installed = true;
            Console.SetOut(new CellWriter("stdout", Console.Out));
            Console.SetError(new CellWriter("stderr", Console.Error));
            Console.SetIn(new CellReader(Console.In));
        }
    }
}
