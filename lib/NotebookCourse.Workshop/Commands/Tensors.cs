namespace NotebookCourse.Workshop.Commands;

/// <summary>What a verb that computes with tensors asks first.</summary>
internal static class Tensors
{
    /// <summary>Makes libtorch ready.</summary>
    /// <exception cref="UsageException">There is none here; the message says why and what to do.</exception>
    public static void Require()
    {
        if (LibTorch.Fault is { } fault)
            throw new UsageException(fault);
    }
}
