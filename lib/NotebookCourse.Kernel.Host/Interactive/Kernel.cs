using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using NotebookCourse.Kernel.Displays;
using NotebookCourse.Kernel.Outputs;

namespace Microsoft.DotNet.Interactive;

/// <summary>
/// The kernel as notebooks written for .NET Interactive address it. There is one kernel here and it runs C#: what needs
/// another one says so, and what to write instead. <c>Kernel.display</c>, <c>HTML</c>, <c>CSS</c>, <c>Javascript</c>,
/// <c>GetInputAsync</c> and <c>GetPasswordAsync</c> are those every cell has without it.
/// </summary>
public sealed class Kernel : Notebook
{
    private static readonly string[] Names = ["csharp", "c#", ".net", "cs"];

    private Kernel()
    {
    }

    /// <summary>The kernel.</summary>
    public static Kernel Root { get; } = new();

    /// <summary>The kernel.</summary>
    public static Kernel Current => Root;

    /// <summary>Its name.</summary>
    public string Name => "csharp";

    /// <summary>The kernel itself: none is above it.</summary>
    public Kernel RootKernel => Root;

    /// <summary>The kernel of a language.</summary>
    /// <exception cref="NotSupportedException">The language is not C#.</exception>
    public Kernel FindKernelByName(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase) ? Root
        : throw new NotSupportedException($"There is no kernel named '{name}': this one runs C# only. #!html, #!markdown and #!javascript work in a cell; for another language start a notebook of its own.");

    /// <summary>Does what can be done from within a cell: <see cref="SubmitCode"/> of HTML, Markdown or JavaScript, <see cref="RequestInput"/>, <see cref="DisplayValue"/>.</summary>
    /// <exception cref="NotSupportedException">The command is another one.</exception>
    public Task<KernelCommandResult> SendAsync(KernelCommand command, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        KernelEvent? happened = null;
        switch (command)
        {
            case RequestInput request:
                happened = new InputProduced(CellReader.Ask(request.Prompt, request.IsPassword), request);
                break;
            case DisplayValue display:
                Notebook.display(new MediaContent(display.FormattedValue.MimeType, display.FormattedValue.Value));
                happened = new DisplayedValueProduced(null, command, [display.FormattedValue]);
                break;
            case SubmitCode { TargetKernelName: { } target } code when MediaType(target) is { } mediaType:
                Notebook.display(new MediaContent(mediaType, code.Code));
                break;
            default:
                throw new NotSupportedException($"A cell cannot send {command?.GetType().Name ?? "null"} to the kernel that runs it. Put the code to be run into a function and call it, or into a file and #load it.");
        }

        return Task.FromResult(new KernelCommandResult(command, happened is null ? [] : [happened]));
    }

    /// <summary>Cannot be done from within a cell.</summary>
    [Obsolete("A cell cannot run another cell's code here. Put the code into a function and call it, or into a file and #load it.", error: true)]
    public Task<KernelCommandResult> SubmitCodeAsync(string code) => SendAsync(new SubmitCode(code));

    /// <summary>Cannot be done: there is one kernel.</summary>
    [Obsolete("There is one kernel here, and it runs C#; others cannot be added. Use the library itself from a C# cell.", error: true)]
    public void Add(Kernel kernel) => throw new NotSupportedException();

    /// <summary>Cannot be done: the kernel's commands are fixed.</summary>
    [Obsolete("Commands cannot be added to this kernel; #!lsmagic lists those it has. Write a function and call it from a cell.", error: true)]
    public void AddDirective(object directive, object? handler = null) => throw new NotSupportedException();

    /// <summary>Cannot be done: nothing stands between a cell and the kernel.</summary>
    [Obsolete("Nothing can be put between a cell and this kernel. Write a function that does what the middleware did, and call it from the cells.", error: true)]
    public void AddMiddleware(object middleware) => throw new NotSupportedException();

    /// <summary>Cannot be done: a cell's own variables are all there is.</summary>
    [Obsolete("Variables belong to the notebook: assign the value in a cell, as in var name = value;", error: true)]
    public Task SetValueAsync(string name, object? value, Type? declaredType = null) => throw new NotSupportedException();

    private static string? MediaType(string language) => language switch
    {
        "html" => "text/html",
        "markdown" => "text/markdown",
        "javascript" or "js" => "application/javascript",
        _ => null,
    };
}
