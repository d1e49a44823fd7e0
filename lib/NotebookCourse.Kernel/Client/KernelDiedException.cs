namespace NotebookCourse.Kernel.Client;

/// <summary>The kernel's process has ended while it was needed.</summary>
/// <param name="message">What is known of its end.</param>
public sealed class KernelDiedException(string message) : IOException(message);
