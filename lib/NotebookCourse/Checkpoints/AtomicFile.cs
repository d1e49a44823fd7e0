namespace NotebookCourse.Checkpoints;

/// <summary>Writes a file beside its place and moves it there when it is whole, so that no reader ever sees half of it.</summary>
internal static class AtomicFile
{
    private const int BufferBytes = 1 << 20;

    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string unfinished = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.part");
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
}
