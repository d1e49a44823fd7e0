namespace NotebookCourse.Exercises;

/// <summary>
/// Where a learner's progress lies: beside the notebooks, so that it moves with a copy of the course; in the
/// learner's own data folder where the course is shared.
/// </summary>
internal static class ProgressPlace
{
    /// <summary>The variable by which JupyterHub tells every server whose it is.</summary>
    private const string HubLearner = "JUPYTERHUB_USER";

    private static readonly Lock Gate = new();
    private static (string Course, string? Home, string? Learner, string Folder)? _last;

    /// <summary>The folder for the course at hand; it need not exist.</summary>
    /// <exception cref="FileNotFoundException">The course's data folder, beside which the notebooks lie, is not found.</exception>
    public static string Current()
    {
        if (Environment.GetEnvironmentVariable(Progress.EnvironmentVariable) is { Length: > 0 } named)
            return Path.GetFullPath(named);

        string course = Path.GetDirectoryName(Path.GetDirectoryName(CourseData.Path("claims"))!)!;
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        string? learner = Environment.GetEnvironmentVariable(HubLearner);
        lock (Gate)
        {
            if (_last is { } last && (last.Course, last.Home, last.Learner) == (course, home, learner))
                return last.Folder;
            string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            string folder = Choose(course, home, data, learner);
            _last = (course, home, learner, folder);
            return folder;
        }
    }

    /// <summary>The choice itself.</summary>
    /// <param name="course">The course's root folder.</param>
    /// <param name="home">The learner's home folder; empty if there is none.</param>
    /// <param name="data">The folder of the learner's own data; empty if there is none.</param>
    /// <param name="hubLearner">The learner's name on a JupyterHub; null or empty elsewhere.</param>
    public static string Choose(string course, string home, string data, string? hubLearner)
    {
        string beside = Path.Combine(course, "notebooks", ".progress");
        if (data.Length == 0)
            return beside;

        // On a hub, a course that is not in the learner's home is everybody's, though all may write there.
        bool isShared = !string.IsNullOrEmpty(hubLearner) && !IsBelow(course, home);
        return !isShared && IsWritable(beside) ? beside : Path.Combine(data, "notebook-course");
    }

    private static bool IsBelow(string path, string folder) =>
        folder.Length > 0 && Path.GetRelativePath(folder, path) is var relative
        && relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(relative);

    // Rights, owners, mounts: what decides is whether a file can be made, in the folder or where the folder would be made.
    private static bool IsWritable(string folder)
    {
        string? where = folder;
        while (where is not null && !Directory.Exists(where))
            where = Path.GetDirectoryName(where);
        try
        {
            string probe = Path.Combine(where ?? folder, $".writable-{Guid.NewGuid():N}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
                return true;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }
}
