using NotebookCourse.Kernel.Scripting;

namespace NotebookCourse.Kernel.Wire;

/// <summary>
/// A note of the running cell, and of the library call it is in, in files beside the connection file. Native code can
/// end the process at once; the kernel that the front end starts in its place finds the notes and can say what was running.
/// </summary>
internal sealed class LastWords : IDisposable
{
    private readonly string _path;
    private string? _found;

    public LastWords(string path)
    {
        _path = path;
        if (File.Exists(path))
            _found = $"The kernel before this one was ended, by native code or for want of memory, while it ran this cell; its variables are gone:\n{File.ReadAllText(path)}\n{Call(path)}";
        RunningCall.Open(CallFile(path));
    }

    /// <summary>The library call that a kernel was in when it ended, as a line of text; empty if none is known.</summary>
    public static string Call(string path) => RunningCall.Read(CallFile(path)) is { } call ? $"The last call into a library was {call}\n" : "";

    /// <summary>What to tell the person about the kernel before; once, and null if it ended in order.</summary>
    public string? Take() => Interlocked.Exchange(ref _found, null);

    public void Begin(string code) => File.WriteAllText(_path, code);

    public void End()
    {
        RunningCall.At(0);
        File.Delete(_path);
    }

    public void Dispose()
    {
        End();
        RunningCall.Close();
        if (!OperatingSystem.IsWindows())
            File.Delete(CallFile(_path)); // Windows keeps a file that is mapped; it names no call any more
    }

    private static string CallFile(string path) => path + ".call";
}
