using NotebookCourse.Workshop.Hosting;

namespace NotebookCourse.Workshop.Running;

/// <summary>The ways to run a notebook.</summary>
internal static class Sessions
{
    /// <summary>The course's own kernel, one process per notebook.</summary>
    public const string Embedded = "embedded";

    /// <summary>Starts sessions of a kernel.</summary>
    /// <param name="kernel"><see cref="Embedded"/>.</param>
    /// <exception cref="UsageException">There is no such kernel.</exception>
    public static SessionStarter Starter(string kernel) => kernel == Embedded
        ? StartEmbeddedAsync
        : throw new UsageException($"There is no kernel '{kernel}'; expected '{Embedded}'.");

    private static async Task<StartedSession> StartEmbeddedAsync(
        string folder, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        HostedSession session = await HostedSession.StartAsync(folder, environment, cancellationToken);
        return new StartedSession(session, () => session.PeakMemory);
    }
}
