using System.Text;

namespace NotebookCourse.Checkpoints;

/// <summary>Writes a file beside its place and moves it there when it is whole, so that no reader ever sees half of it.</summary>
internal static class AtomicFile
{
    private const int BufferBytes = 1 << 20;
    private const string Unfinished = ".part";

    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string unfinished = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}{Unfinished}");
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, full, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished); // does nothing after the move
        }
    }

    /// <summary>Writes a text, UTF-8.</summary>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Removes what a process that was killed in the middle of writing this file has left beside it.</summary>
    public static void RemoveUnfinished(string path)
    {
        string full = Path.GetFullPath(path);
        foreach (string left in Directory.EnumerateFiles(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.*{Unfinished}"))
            File.Delete(left);
    }
}
