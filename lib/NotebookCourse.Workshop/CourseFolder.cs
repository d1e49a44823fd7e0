namespace NotebookCourse.Workshop;

/// <summary>The folder that holds the course: <c>course.cs</c>, notebooks, lib, data.</summary>
/// <param name="Root">Its full path.</param>
internal sealed record CourseFolder(string Root)
{
    private const string Marker = "NotebookCourse.sln";

    /// <summary>The lesson sources.</summary>
    public string Sources => Path.Combine(Root, "notebooks", "source");

    /// <summary>The generated notebooks of a language.</summary>
    public string Notebooks(string language) => Path.Combine(Root, "notebooks", language);

    /// <summary>Corpora, models, tables and claims.</summary>
    public string Data => Path.Combine(Root, "data");

    /// <summary>The published library that notebooks refer to.</summary>
    public string Published => Path.Combine(Root, "lib", "publish");

    /// <summary>Finds the course from this program's own place (lib/publish), else from the working directory upwards.</summary>
    /// <exception cref="DirectoryNotFoundException">No folder above either place holds the course.</exception>
    public static CourseFolder Find() =>
        Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory)
        ?? throw new DirectoryNotFoundException(
            $"No {Marker} in or above '{AppContext.BaseDirectory}' or '{Environment.CurrentDirectory}': run this inside the course's folder.");

    private static CourseFolder? Above(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Marker)))
                return new CourseFolder(folder.FullName);
        }

        return null;
    }
}
