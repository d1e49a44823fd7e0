using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace Microsoft.DotNet.Interactive;

/// <summary>What came of a command.</summary>
/// <param name="command">The command.</param>
/// <param name="events">What happened while it ran.</param>
public class KernelCommandResult(KernelCommand command, IReadOnlyList<KernelEvent> events)
{
    /// <summary>The command.</summary>
    public KernelCommand Command { get; } = command;

    /// <summary>What happened while it ran.</summary>
    public IReadOnlyList<KernelEvent> Events { get; } = events;
}
