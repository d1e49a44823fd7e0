using System.Runtime.ExceptionServices;

namespace NotebookCourse.Kernel.Outputs;

/// <summary>
/// Exceptions that nobody catches on threads that cells have started. They would end the process, and with it every
/// variable; here they are shown below the cell, and only their thread ends.
/// </summary>
internal static class StrayExceptions
{
    /// <summary>Takes them, once in a process.</summary>
    public static void Take() => ExceptionHandling.SetUnhandledExceptionHandler(exception =>
    {
        // An interrupted cell has said so itself.
        if (CellRun.Latest is { } run && !(exception is OperationCanceledException && run.CancellationToken.IsCancellationRequested))
            run.Write("stderr", $"An exception was not caught on a thread that a cell has started, and has ended that thread:\n{exception}\n");
        return true;
    });
}
