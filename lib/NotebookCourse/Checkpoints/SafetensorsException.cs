namespace NotebookCourse.Checkpoints;

/// <summary>A safetensors file or folder does not keep to its format; the message says which file, what was found and what was expected.</summary>
/// <param name="file">The file the fault is in.</param>
/// <param name="fault">What was found, and what was expected.</param>
public sealed class SafetensorsException(string file, string fault) : FormatException($"{file}: {fault}")
{
    /// <summary>The file the fault is in.</summary>
    public string File { get; } = file;
}
