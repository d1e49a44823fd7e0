using Microsoft.DotNet.Interactive.Events;
using NotebookCourse.Kernel.Displays;
using NotebookCourse.Kernel.Outputs;

namespace Microsoft.DotNet.Interactive;

/// <summary>The cell that is running.</summary>
public sealed class KernelInvocationContext
{
    private readonly CellRun _run;

    private KernelInvocationContext(CellRun run) => _run = run;

    /// <summary>The cell that the calling code belongs to; null outside every cell.</summary>
    public static KernelInvocationContext? Current => CellRun.Current is { } run ? new KernelInvocationContext(run) : null;

    /// <summary>Set when the person interrupts the cell.</summary>
    public CancellationToken CancellationToken => _run.CancellationToken;

    /// <summary>The kernel.</summary>
    public Kernel HandlingKernel => Kernel.Root;

    /// <summary>Shows a value below the cell.</summary>
    /// <param name="value">Anything.</param>
    /// <param name="mimeTypes">The media types wanted; none means those that suit the value.</param>
    /// <exception cref="ArgumentException">The value cannot be shown in a media type that is wanted.</exception>
    public DisplayedValue Display(object? value, params string[] mimeTypes) => Notebook.display(value, mimeTypes);

    /// <summary>Shows text as one media type, unchanged.</summary>
    public DisplayedValue DisplayAs(string value, string mimeType) => value.DisplayAs(mimeType);

    /// <summary>Shows what an event carries.</summary>
    /// <exception cref="NotSupportedException">The event carries nothing to show.</exception>
    public void Publish(KernelEvent kernelEvent)
    {
        if (kernelEvent is not DisplayedValueProduced shown)
            throw new NotSupportedException($"A cell cannot publish {kernelEvent?.GetType().Name ?? "null"} here. Show a value with display(value), write text with Console.Write.");
        if (shown.FormattedValues.Count == 0)
            Display(shown.Value);
        foreach (var value in shown.FormattedValues)
            DisplayAs(value.Value, value.MimeType);
    }
}
