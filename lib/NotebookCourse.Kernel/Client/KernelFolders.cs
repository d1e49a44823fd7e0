namespace NotebookCourse.Kernel.Client;

/// <summary>The folders in which Jupyter looks for kernels, in its order.</summary>
public static class KernelFolders
{
    /// <summary>The current person's own.</summary>
    public static string User
    {
        get
        {
            string home = Environment.GetEnvironmentVariable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } data)
                return Path.Combine(data, "kernels");
            if (OperatingSystem.IsWindows())
                return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter", "kernels");
            if (OperatingSystem.IsMacOS())
                return Path.Combine(home, "Library", "Jupyter", "kernels");
            string share = Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg ? xdg : Path.Combine(home, ".local", "share");
            return Path.Combine(share, "jupyter", "kernels");
        }
    }

    /// <summary>Those of an environment, such as conda's.</summary>
    public static string Under(string prefix) => Path.Combine(prefix, "share", "jupyter", "kernels");

    /// <summary>Every folder, first found first.</summary>
    public static IEnumerable<string> All()
    {
        foreach (string path in (Environment.GetEnvironmentVariable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return Path.Combine(path, "kernels");
        yield return User;
        foreach (string variable in (string[])["CONDA_PREFIX", "VIRTUAL_ENV"])
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } prefix)
                yield return Under(prefix);
        }

        if (OperatingSystem.IsWindows())
        {
            yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter", "kernels");
            yield break;
        }

        yield return Under("/usr/local");
        yield return Under("/usr");
    }
}
