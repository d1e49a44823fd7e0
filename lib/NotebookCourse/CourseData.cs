namespace NotebookCourse;

/// <summary>
/// Finds the files under <c>data/</c> that the course ships: corpora, vocabularies, checkpoints, claims.
/// </summary>
/// <remarks>
/// The library is loaded from three places (a test's output folder, <c>lib/publish</c>, a notebook opened anywhere),
/// so the folder is looked for, in this order: upward from the library's own file, upward from the working
/// directory, and in the folder that the environment variable <c>NOTEBOOKCOURSE_DATA</c> names.
/// </remarks>
public static class CourseData
{
    /// <summary>The environment variable that may name the data folder itself.</summary>
    public const string EnvironmentVariable = "NOTEBOOKCOURSE_DATA";

    /// <summary>The full path of a file or folder under <c>data/</c>.</summary>
    /// <param name="parts">The steps below <c>data/</c>, for example <c>"corpora", "moby-dick.txt"</c>.</param>
    /// <exception cref="ArgumentException">No part was given, or a part is empty or leads out of the data folder.</exception>
    /// <exception cref="FileNotFoundException">Nothing of that name exists in any of the places; the message lists them.</exception>
    public static string Path(params string[] parts) => Find(
        parts,
        AppFolder(),
        Directory.GetCurrentDirectory(),
        Environment.GetEnvironmentVariable(EnvironmentVariable));

    /// <summary>The search itself, with its three starting points given.</summary>
    internal static string Find(string[] parts, string libraryFolder, string workingFolder, string? namedFolder)
    {
        string relative = Relative(parts);
        List<string> candidates = [.. DataFoldersAbove(libraryFolder), .. DataFoldersAbove(workingFolder)];
        if (!string.IsNullOrWhiteSpace(namedFolder))
            candidates.Add(System.IO.Path.GetFullPath(namedFolder));

        foreach (string folder in candidates)
        {
            string path = System.IO.Path.Combine(folder, relative);
            if (File.Exists(path) || Directory.Exists(path))
                return path;
        }

        var existing = candidates.Where(Directory.Exists).Distinct().ToList();
        string looked = existing.Count > 0
            ? $"It is not in {string.Join(", nor in ", existing)}."
            : $"There is no data folder above {libraryFolder}, nor above {workingFolder}.";
        throw new FileNotFoundException(
            $"Course data '{relative}' was not found. {looked} "
            + $"Restore the file (git checkout -- data), or set {EnvironmentVariable} to the course's data folder.",
            relative);
    }

    private static string AppFolder() =>
        System.IO.Path.GetDirectoryName(typeof(CourseData).Assembly.Location) is { Length: > 0 } folder
            ? folder
            : AppContext.BaseDirectory;

    private static IEnumerable<string> DataFoldersAbove(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
            yield return System.IO.Path.Combine(at.FullName, "data");
    }

    private static string Relative(string[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Length == 0)
            throw new ArgumentException("No name was given; expected the steps below data/, for example \"corpora\", \"moby-dick.txt\".", nameof(parts));

        string[] steps = [.. parts.SelectMany(part => (part ?? "").Split('/', '\\'))];
        if (steps.Any(step => step is "" or "." or "..") || System.IO.Path.IsPathRooted(parts[0]))
        {
            throw new ArgumentException(
                $"'{string.Join("', '", parts)}' does not name something below data/; "
                + "expected folder and file names without '..', empty steps or a leading slash.",
                nameof(parts));
        }

        return System.IO.Path.Combine(steps);
    }
}
