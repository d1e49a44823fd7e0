namespace NotebookCourse.Training;

/// <summary>
/// Replaces all files of a model at one moment, though they are several: they are written into a folder of their own, which then gets another
/// name, and only after that takes each file's place. A process that ends in between leaves the model before or this one, never a mixture.
/// </summary>
internal static class ModelFiles
{
    private const string Unfinished = ".next", Complete = ".complete";

    /// <summary>Where a model's file is now.</summary>
    public static string Find(string folder, string name)
    {
        string moving = Path.Combine(folder, Complete, name);
        return File.Exists(moving) ? moving : Path.Combine(folder, name);
    }

    /// <summary>Where these files are and of when: the same before and after reading them if nobody replaced any meanwhile.</summary>
    public static string State(string folder, params ReadOnlySpan<string> names)
    {
        List<string> state = [];
        foreach (string name in names)
        {
            var file = new FileInfo(Find(folder, name));
            state.Add(file.Exists ? $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}" : "none");
        }

        return string.Join('\n', state);
    }

    /// <summary>Puts a model into a folder, in place of one that may be there.</summary>
    /// <param name="folder">Made if it does not exist.</param>
    /// <param name="write">Writes the files into the folder it is given.</param>
    public static void Replace(string folder, Action<string> write)
    {
        Directory.CreateDirectory(folder);
        Settle(folder);
        string next = Path.Combine(folder, Unfinished);
        Directory.CreateDirectory(next);
        write(next);
        Directory.Move(next, Path.Combine(folder, Complete)); // from here on, this is the model
        Settle(folder);
    }

    /// <summary>Finishes what a process that ended in the middle of <see cref="Replace"/> has left, or removes it.</summary>
    public static void Settle(string folder)
    {
        string next = Path.Combine(folder, Unfinished), complete = Path.Combine(folder, Complete);
        if (Directory.Exists(next))
            Directory.Delete(next, recursive: true);
        if (!Directory.Exists(complete))
            return;
        foreach (string file in Directory.EnumerateFiles(complete).ToList())
            File.Move(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        Directory.Delete(complete);
    }
}
