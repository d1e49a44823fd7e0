using NotebookCourse.Kernel.Client;
using NotebookCourse.Workshop.Hosting;

namespace NotebookCourse.Workshop.Running;

/// <summary>The ways to run a notebook.</summary>
internal static class Sessions
{
    /// <summary>The course's own kernel, one process per notebook.</summary>
    public const string Embedded = "embedded";

    /// <summary>Starts sessions of a kernel.</summary>
    /// <param name="kernel"><see cref="Embedded"/>, or the name of an installed kernel.</param>
    /// <exception cref="UsageException">There is no such kernel.</exception>
    public static SessionStarter Starter(string kernel)
    {
        if (kernel == Embedded)
            return StartEmbeddedAsync;
        if (KernelSpec.Installed().FirstOrDefault(spec => spec.Name == kernel) is not { } found)
            throw new UsageException($"There is no kernel '{kernel}'; expected one of: {string.Join(", ", KernelSpec.Installed().Select(spec => spec.Name).Prepend(Embedded))}.");
        return (folder, environment, cancellationToken) => StartWireAsync(found, folder, environment, cancellationToken);
    }

    private static async Task<StartedSession> StartWireAsync(
        KernelSpec kernel, string folder, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>(kernel.Environment);
        foreach (var (name, value) in environment)
            variables[name] = value;
        WireSession session = await WireSession.StartAsync(kernel with { Environment = variables }, folder, cancellationToken: cancellationToken);
        return new StartedSession(session, () => session.PeakMemory);
    }

    private static async Task<StartedSession> StartEmbeddedAsync(
        string folder, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        HostedSession session = await HostedSession.StartAsync(folder, environment, cancellationToken);
        return new StartedSession(session, () => session.PeakMemory);
    }
}
