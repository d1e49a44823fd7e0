using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Workshop.Running;

/// <summary>A session that cells can be run in.</summary>
/// <param name="Session">The session; disposing of this ends it.</param>
/// <param name="PeakMemory">The most memory its process has held, in bytes.</param>
internal sealed record StartedSession(INotebookSession Session, Func<long> PeakMemory) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Session.DisposeAsync();
}

/// <summary>Starts a session for a notebook.</summary>
/// <param name="folder">The notebook's folder.</param>
/// <param name="environment">Variables to set for it.</param>
/// <param name="cancellationToken">Gives up starting.</param>
internal delegate Task<StartedSession> SessionStarter(
    string folder, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken);
