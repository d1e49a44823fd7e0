using NotebookCourse.Kernel.Client;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>The course's own kernel in a process of its own: whatever a cell does to it, the server goes on.</summary>
internal sealed class WireLessonKernel(WireSession session) : ILessonKernel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1); // whoever presses Ctrl+C waits for it

    /// <inheritdoc/>
    public Task Exited => session.Exited;

    /// <summary>Starts a kernel in a language's folder of notebooks.</summary>
    /// <exception cref="KernelDiedException">It ended before it was ready.</exception>
    public static async Task<ILessonKernel> StartAsync(CourseFolder course, string language)
    {
        var environment = new Dictionary<string, string> { [Language.EnvironmentVariable] = language };
        return new WireLessonKernel(await WireSession.StartAsync(KernelSpec.Own() with { Environment = environment }, course.Notebooks(language)));
    }

    /// <inheritdoc/>
    public Task<CellResult> ExecuteAsync(string code, Action<CellOutput> onOutput, CancellationToken interrupt) => session.ExecuteAsync(code, onOutput, interrupt);

    /// <inheritdoc/>
    public Task<CellResult> ExecuteUncountedAsync(string code, Action<CellOutput> onOutput, CancellationToken interrupt) => session.ExecuteUncountedAsync(code, onOutput, interrupt);

    /// <inheritdoc/>
    public Task<NameSuggestions> CompleteAsync(string code, int offset) => session.CompleteAsync(code, offset);

    /// <inheritdoc/>
    public async Task<string?> InspectAsync(string code, int offset) => (await session.InspectAsync(code, offset)).GetValueOrDefault("text/plain");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => session.EndAsync(Patience);
}
