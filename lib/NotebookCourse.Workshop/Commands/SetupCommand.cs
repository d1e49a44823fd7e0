using System.CommandLine;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>setup</c>: builds what notebooks need. <c>course.cs</c> has done it before this program starts, so it only says so.</summary>
internal static class SetupCommand
{
    public static Command Create(CourseFolder folder)
    {
        var command = new Command("setup", "Restores packages and publishes the library that notebooks use; quick when nothing changed.");
        command.SetAction(_ => Show(folder));
        return command;
    }

    private static int Show(CourseFolder folder)
    {
        string library = Path.Combine(folder.Published, "NotebookCourse.dll");
        if (!File.Exists(library))
            throw new UsageException($"{library} is not there; run 'dotnet course.cs setup' from the course's folder, which builds it.");

        Console.WriteLine($"ready: {Path.GetRelativePath(folder.Root, folder.Published)} (built {File.GetLastWriteTime(library):yyyy-MM-dd HH:mm})");
        return ExitCode.Good;
    }
}
