using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive.Events;

/// <summary>Something that happened while a command ran.</summary>
/// <param name="command">The command; may be null.</param>
public abstract class KernelEvent(KernelCommand? command)
{
    /// <summary>The command; null if none is known.</summary>
    public KernelCommand? Command { get; } = command;
}

/// <summary>A value was shown.</summary>
/// <param name="value">The value.</param>
/// <param name="command">The command; may be null.</param>
/// <param name="formattedValues">The value in media types; null means those that suit it.</param>
public class DisplayedValueProduced(object? value, KernelCommand? command, IReadOnlyCollection<FormattedValue>? formattedValues = null) : KernelEvent(command)
{
    /// <summary>The value.</summary>
    public object? Value { get; } = value;

    /// <summary>The value in media types.</summary>
    public IReadOnlyCollection<FormattedValue> FormattedValues { get; } = formattedValues ?? [];
}

/// <summary>The person has answered.</summary>
/// <param name="value">The line.</param>
/// <param name="command">The question.</param>
public class InputProduced(string value, RequestInput command) : KernelEvent(command)
{
    /// <summary>The line.</summary>
    public string Value { get; } = value;
}
