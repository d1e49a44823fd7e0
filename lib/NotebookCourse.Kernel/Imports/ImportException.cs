namespace NotebookCourse.Kernel.Imports;

/// <summary>A file that <c>#!import</c> names cannot be run.</summary>
/// <param name="message">Which, and why.</param>
public sealed class ImportException(string message) : Exception(message);
