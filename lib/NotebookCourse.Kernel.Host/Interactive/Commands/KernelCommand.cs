using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive.Commands;

/// <summary>Something a kernel is asked to do.</summary>
public abstract class KernelCommand;

/// <summary>Asks for the content of a cell to be run.</summary>
/// <param name="code">The content.</param>
/// <param name="targetKernelName">Its language: html, markdown or javascript.</param>
public class SubmitCode(string code, string? targetKernelName = null) : KernelCommand
{
    /// <summary>The content.</summary>
    public string Code { get; } = code;

    /// <summary>Its language.</summary>
    public string? TargetKernelName { get; } = targetKernelName;
}

/// <summary>Asks the person for a line.</summary>
/// <param name="prompt">What to show beside the input.</param>
/// <param name="inputTypeHint"><c>password</c> if the line is not to be shown.</param>
public class RequestInput(string prompt, string? inputTypeHint = null) : KernelCommand
{
    /// <summary>What to show beside the input.</summary>
    public string Prompt { get; } = prompt;

    /// <summary>Whether the line is not to be shown.</summary>
    public bool IsPassword { get; } = inputTypeHint == "password";
}

/// <summary>Asks for a value to be shown.</summary>
/// <param name="formattedValue">The value in one media type.</param>
public class DisplayValue(FormattedValue formattedValue) : KernelCommand
{
    /// <summary>The value in one media type.</summary>
    public FormattedValue FormattedValue { get; } = formattedValue;
}
