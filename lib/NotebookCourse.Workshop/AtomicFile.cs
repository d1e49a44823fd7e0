namespace NotebookCourse.Workshop;

/// <summary>Writes a file as one step: whoever stops the program finds the old file or the new one, never a part.</summary>
internal static class AtomicFile
{
    /// <summary>Replaces <paramref name="path"/> unless it holds exactly this already.</summary>
    /// <returns>Whether the file changed.</returns>
    public static bool Write(string path, byte[] content)
    {
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
            return false;

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string fresh = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(fresh, content);
            File.Move(fresh, path, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }

        return true;
    }
}
