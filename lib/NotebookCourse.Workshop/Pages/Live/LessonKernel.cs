using NotebookCourse.Kernel.Scripting;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Workshop.Pages.Live;

internal sealed class LessonKernel(ScriptSession session) : ILessonKernel
{
    private readonly TaskCompletionSource _exited = new();
    public static Task<ILessonKernel> StartAsync(CourseFolder course, string language) =>
        Task.FromResult<ILessonKernel>(new LessonKernel(new ScriptSession(new ScriptSessionOptions { WorkingDirectory = course.Notebooks(language) })));
    public Task Exited => _exited.Task;
    public Task<CellResult> ExecuteAsync(string code, Action<CellOutput> onOutput, CancellationToken interrupt) => session.ExecuteAsync(code, onOutput, interrupt);
    public Task<Completions> CompleteAsync(string code, int offset) => Task.FromResult(new Completions(offset, offset, []));
    public Task<string?> InspectAsync(string code, int offset) => Task.FromResult<string?>(null);
    public ValueTask DisposeAsync() { _exited.TrySetResult(); return session.DisposeAsync(); }
}
