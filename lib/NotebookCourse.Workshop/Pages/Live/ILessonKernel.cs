using NotebookCourse.Kernel.Client;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>The kernel behind one open lesson: a process of its own, or a stand-in where the pages are tested.</summary>
internal interface ILessonKernel : IAsyncDisposable
{
    /// <summary>Ends when the kernel does, however it ends.</summary>
    Task Exited { get; }

    /// <summary>Runs a cell; if the kernel ends meanwhile, that is the cell's error.</summary>
    Task<CellResult> ExecuteAsync(string code, Action<CellOutput> onOutput, CancellationToken interrupt);

    /// <summary>Runs code that no cell holds, such as the turn of a control; the count of cells stays.</summary>
    Task<CellResult> ExecuteUncountedAsync(string code, Action<CellOutput> onOutput, CancellationToken interrupt);

    /// <summary>What could stand at <paramref name="offset"/>, and which part of the code it replaces.</summary>
    Task<NameSuggestions> CompleteAsync(string code, int offset);

    /// <summary>What stands at <paramref name="offset"/>; null if nothing is known of it.</summary>
    Task<string?> InspectAsync(string code, int offset);
}
