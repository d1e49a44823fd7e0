using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>The kernel behind one open lesson: a process of its own, or a stand-in where the pages are tested.</summary>
internal interface ILessonKernel : IAsyncDisposable
{
    /// <summary>Ends when the kernel does, however it ends.</summary>
    Task Exited { get; }

    /// <summary>Runs a cell.</summary>
    /// <exception cref="IOException">The kernel ended while it ran.</exception>
    Task<CellResult> ExecuteAsync(string code, Action<CellOutput> onOutput, CancellationToken interrupt);

    /// <summary>What could stand at <paramref name="offset"/>, and which part of the code it replaces.</summary>
    Task<Completions> CompleteAsync(string code, int offset);

    /// <summary>What stands at <paramref name="offset"/>; null if nothing is known of it.</summary>
    Task<string?> InspectAsync(string code, int offset);
}

/// <summary>Completions of a place in the code.</summary>
/// <param name="Start">Where the text they replace starts.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Items">The texts and their kinds, best first.</param>
internal sealed record Completions(int Start, int End, IReadOnlyList<Completion> Items);

/// <summary>One completion.</summary>
/// <param name="Text">What is put in.</param>
/// <param name="Kind">Method, property, class ...; null if not known.</param>
internal sealed record Completion(string Text, string? Kind);
