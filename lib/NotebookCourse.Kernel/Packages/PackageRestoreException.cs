namespace NotebookCourse.Kernel.Packages;

/// <summary>Packages that a cell asks for cannot be had.</summary>
/// <param name="message">Which, and what the restore said.</param>
public sealed class PackageRestoreException(string message) : Exception(message);
