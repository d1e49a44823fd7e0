using NotebookCourse.Kernel.Scripting;

namespace NotebookCourse.Kernel.Wire;

/// <summary>
/// A note of the running cell, and of the library call it is in, in files beside the connection file. Native code can
/// end the process at once; the kernel that the front end starts in its place finds the notes and can say what was running.
/// A note is a courtesy: where it cannot be written (a full disk, a folder that was cleaned away), cells run all the same.
/// </summary>
internal sealed class LastWords : IDisposable
{
    private readonly string _path;
    private readonly Action<string> _log;
    private string? _found;
    private volatile bool _running;

    /// <param name="path">The file of the running cell.</param>
    /// <param name="log">Told of what could not be noted.</param>
    public LastWords(string path, Action<string> log)
    {
        (_path, _log) = (path, log);
        Try(() =>
        {
            if (File.Exists(path))
                _found = $"The kernel before this one was ended, {Cause()}, while it ran this cell; its variables are gone:\n{File.ReadAllText(path)}\n{Call(path)}";
            File.Delete(ExitFile(path));
        });
        Try(() => RunningCall.Open(CallFile(path)));
        AppDomain.CurrentDomain.ProcessExit += NoteExit;
    }

    /// <summary>The library call that a kernel was in when it ended, as a line of text; empty if none is known.</summary>
    public static string Call(string path) => RunningCall.Read(CallFile(path)) is { } call ? $"The last call into a library was {call}\n" : "";

    /// <summary>What to tell the person about the kernel before; once, and null if it ended in order.</summary>
    public string? Take() => Interlocked.Exchange(ref _found, null);

    public void Begin(string code)
    {
        _running = true;
        Try(() => File.WriteAllText(_path, code));
    }

    public void End()
    {
        _running = false;
        RunningCall.At(0);
        Try(() => File.Delete(_path));
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= NoteExit;
        End();
        RunningCall.Close();
        if (!OperatingSystem.IsWindows())
            Try(() => File.Delete(CallFile(_path))); // Windows keeps a file that is mapped; it names no call any more
    }

    private static string CallFile(string path) => path + ".call";

    private static string ExitFile(string path) => path + ".exit";

    private string Cause() => File.Exists(ExitFile(_path))
        ? $"by a call of Environment.Exit (code {File.ReadAllText(ExitFile(_path))})"
        : "by native code, by endless recursion or for want of memory";

    /// <summary>A process that ends in order while a cell runs was ended by the cell.</summary>
    private void NoteExit(object? sender, EventArgs e)
    {
        if (_running)
            Try(() => File.WriteAllText(ExitFile(_path), $"{Environment.ExitCode}"));
    }

    private void Try(Action note)
    {
        try
        {
            note();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _log($"the running cell is not noted: {exception.Message}");
        }
    }
}
