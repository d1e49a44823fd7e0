using System.Diagnostics;
using NotebookCourse.Kernel.Scripting;

namespace NotebookCourse.Workshop.Running;

/// <summary>The ways to run a notebook.</summary>
internal static class Sessions
{
    /// <summary>The course's own kernel.</summary>
    public const string Embedded = "embedded";

    /// <summary>Starts sessions of a kernel.</summary>
    /// <param name="kernel"><see cref="Embedded"/>, or the name of an installed kernel.</param>
    /// <exception cref="UsageException">There is no such kernel.</exception>
    public static SessionStarter Starter(string kernel) => kernel == Embedded
        ? StartEmbedded
        : throw new UsageException($"There is no kernel '{kernel}'; expected '{Embedded}'.");

    private static Task<StartedSession> StartEmbedded(
        string folder, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        foreach ((string name, string value) in environment)
            Environment.SetEnvironmentVariable(name, value);
        var session = new ScriptSession(new ScriptSessionOptions { WorkingDirectory = folder });
        return Task.FromResult(new StartedSession(session, () => Process.GetCurrentProcess().PeakWorkingSet64));
    }
}
