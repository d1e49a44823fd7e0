namespace NotebookCourse.Workshop;

/// <summary>A verb was used wrongly or given something that is not there; the program ends with exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
