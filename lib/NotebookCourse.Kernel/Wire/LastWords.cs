namespace NotebookCourse.Kernel.Wire;

/// <summary>
/// A note of the running cell in a file beside the connection file. Native code can end the process at once; the
/// kernel that the front end starts in its place finds the note and can say what was running.
/// </summary>
internal sealed class LastWords(string path)
{
    private string? _found = File.Exists(path) ? File.ReadAllText(path) : null;

    /// <summary>What to tell the person about the kernel before; once, and null if it ended in order.</summary>
    public string? Take()
    {
        string? code = Interlocked.Exchange(ref _found, null);
        return code is null ? null : $"The kernel before this one was ended, by native code or for want of memory, while it ran this cell; its variables are gone:\n{code}\n";
    }

    public void Begin(string code) => File.WriteAllText(path, code);

    public void End() => File.Delete(path);
}
