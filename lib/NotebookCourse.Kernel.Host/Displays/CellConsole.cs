using NotebookCourse.Kernel.Outputs;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Displays;

/// <summary>What a cell's calls to <see cref="Console"/> mean where there is no terminal.</summary>
public static class CellConsole
{
    /// <summary>Removes what the cell has shown so far.</summary>
    public static void Clear()
    {
        if (CellRun.Current is { } run)
            run.Send(new ClearOutput(Wait: false));
        else
            Console.Clear();
    }
}
