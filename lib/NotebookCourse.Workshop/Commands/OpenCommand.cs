using System.CommandLine;
using NotebookCourse.Exercises;
using NotebookCourse.Workshop.Pages;
using NotebookCourse.Workshop.Pages.Live;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>open</c>, which is also what happens without a verb: the lessons as live pages in the browser.</summary>
internal static class OpenCommand
{
    public static Command Create(CourseFolder course)
    {
        var command = new Command("open", "Serves the lessons as live pages on this machine and opens them in the browser.");
        Serve(command, course);
        return command;
    }

    /// <summary>Makes a command open the lessons, with the options that this has.</summary>
    public static void Serve(Command command, CourseFolder course)
    {
        var port = new Option<int>("--port") { Description = "The port to serve on; any that is free if not said." };
        var noBrowser = new Option<bool>("--no-browser") { Description = "Only print the address." };
        command.Add(port);
        command.Add(noBrowser);
        command.SetAction((arguments, stop) => RunAsync(course, arguments.GetValue(port), !arguments.GetValue(noBrowser), stop));
    }

    /// <summary>Serves until the program is stopped.</summary>
    private static async Task<int> RunAsync(CourseFolder course, int port, bool openBrowser, CancellationToken stop)
    {
        if (port is < 0 or > 65535)
            throw new UsageException($"--port got {port}; expected 1 to 65535, or leave it out for one that is free.");
        var lessons = new PageCourse(course);
        foreach (string language in PageText.Languages)
            lessons.Lessons(language);
        string learner = Path.GetDirectoryName(Progress.FilePath)!;
        await using var live = new LiveCourse(lessons, learner, language => WireLessonKernel.StartAsync(course, language), TimeProvider.System);
        await using PageServer server = await PageServer.StartAsync(port, new PageRoutes(lessons, live));

        Console.WriteLine(server.Address);
        if (openBrowser && !Browser.Open(server.Address))
            Console.Error.WriteLine(Language.Pick("No browser could be opened; open the address above yourself.", "没能打开浏览器，请自己打开上面的地址。"));
        Console.Error.WriteLine(Language.Pick("The lessons are open until you press Ctrl+C here.", "在这里按 Ctrl+C 即可结束。"));
        await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        return ExitCode.Good;
    }
}
