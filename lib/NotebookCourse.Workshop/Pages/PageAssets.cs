namespace NotebookCourse.Workshop.Pages;

/// <summary>The files that all pages share: our script and style, the mathematics' fonts, plotly.js.</summary>
internal static class PageAssets
{
    /// <summary>Each file's name below <c>assets/</c>, and where it is on this machine.</summary>
    /// <exception cref="DirectoryNotFoundException">The built pages are not beside this program.</exception>
    public static IReadOnlyDictionary<string, string> Files(CourseFolder course)
    {
        string built = Path.Combine(AppContext.BaseDirectory, "pages");
        if (!Directory.Exists(built))
            throw new DirectoryNotFoundException($"The pages' script and style are not in {built}. Build the course again: delete lib/publish and run 'dotnet course.cs setup'.");
        string beside = Path.Combine(course.Root, "notebooks", "assets");
        return Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(built, file).Replace('\\', '/'), File: file))
            .Concat(Directory.EnumerateFiles(beside).Select(file => (Name: Path.GetFileName(file), File: file)))
            .ToDictionary(asset => asset.Name, asset => asset.File, StringComparer.Ordinal);
    }
}
