using NotebookCourse.Kernel.Client;

namespace NotebookCourse.Workshop.Running;

/// <summary>The ways to run a notebook.</summary>
internal static class Sessions
{
    /// <summary>The course's own kernel, one process per notebook.</summary>
    public const string Embedded = "embedded";

    /// <summary>Starts sessions of a kernel.</summary>
    /// <param name="kernel"><see cref="Embedded"/>, or the name of an installed kernel.</param>
    /// <param name="besideOthers">Whether several run at the same time: then no thread of one waits by spinning on a processor that another needs.</param>
    /// <exception cref="UsageException">There is no such kernel.</exception>
    public static SessionStarter Starter(string kernel, bool besideOthers = false)
    {
        KernelSpec? found = kernel == Embedded ? KernelSpec.Own() : KernelSpec.Installed().FirstOrDefault(spec => spec.Name == kernel);
        if (found is null)
            throw new UsageException($"There is no kernel '{kernel}'; expected one of: {string.Join(", ", KernelSpec.Installed().Select(spec => spec.Name).Prepend(Embedded))}.");
        return Starter(besideOthers ? Yielding(found) : found);
    }

    // The number of threads stays, because sums, and so what a lesson shows, depend on it.
    private static KernelSpec Yielding(KernelSpec kernel) =>
        kernel with { Environment = new Dictionary<string, string>(kernel.Environment) { ["OMP_WAIT_POLICY"] = "passive" } };

    private static SessionStarter Starter(KernelSpec kernel) => async (folder, environment, cancellationToken) =>
    {
        var variables = new Dictionary<string, string>(kernel.Environment);
        foreach (var (name, value) in environment)
            variables[name] = value;
        WireSession session = await WireSession.StartAsync(kernel with { Environment = variables }, folder, cancellationToken: cancellationToken);
        return new StartedSession(session, () => session.PeakMemory);
    };
}
