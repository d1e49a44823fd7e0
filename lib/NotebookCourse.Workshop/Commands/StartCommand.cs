using NotebookCourse.Workshop.Lessons;

namespace NotebookCourse.Workshop.Commands;

/// <summary>What happens without a verb: the lessons are run, and the reader is told where they are.</summary>
internal static class StartCommand
{
    public static async Task<int> RunAsync(CourseFolder folder, CancellationToken cancellation)
    {
        int code = await RunCommand.RunAsync(folder, [], [Language.Current], Running.Sessions.Embedded, cancellation);
        Console.WriteLine($"Read them in {Path.GetRelativePath(folder.Root, folder.Notebooks(Language.English))} or {Path.GetRelativePath(folder.Root, folder.Notebooks(Language.Chinese))}, starting with {Path.GetFileNameWithoutExtension(LessonLibrary.Files(folder)[0])}.ipynb.");
        return code;
    }
}
