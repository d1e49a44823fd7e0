using System.CommandLine;
using System.Runtime.InteropServices;
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
        var port = new Option<int>("--port") { Description = "The port to serve on; the one of the last time if not said, or any that is free." };
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
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => // a terminal that is closed
        {
            signal.Cancel = true;
            end.Cancel();
        });
        var lessons = new PageCourse(course);
        foreach (string trouble in PageText.Languages.SelectMany(lessons.Lessons).Select(lesson => lesson.Trouble).OfType<string>())
            Console.Error.WriteLine(trouble);
        string learner = Path.GetDirectoryName(Progress.FilePath)!;
        await using var live = new LiveCourse(lessons, learner, language => WireLessonKernel.StartAsync(course, language), TimeProvider.System, KernelPlaces.Usual);
        await using PageServer server = await StartAsync(port, new PageRoutes(lessons, live), new LastPort(learner));
        using var parent = ParentProcess.Watch(end.Cancel);

        Console.WriteLine(server.Address);
        Console.Error.WriteLine(Language.Pick("The lessons are open until you press Ctrl+C here.", "在这里按 Ctrl+C 即可结束。"));
        string? page = openBrowser ? await OpenBrowserAsync(server, learner, end.Token) : null;
        await Task.Delay(Timeout.Infinite, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        if (page is not null)
            File.Delete(page);
        return ExitCode.Good;
    }

    /// <summary>Takes the port of the last time if none is named: what a browser keeps for the pages, it keeps for that port.</summary>
    private static async Task<PageServer> StartAsync(int port, PageRoutes routes, LastPort last)
    {
        PageServer server;
        try
        {
            server = await PageServer.StartAsync(port == 0 ? last.Read() : port, routes);
        }
        catch (UsageException) when (port == 0)
        {
            server = await PageServer.StartAsync(0, routes);
        }

        last.Write(server.Port);
        return server;
    }

    private static async Task<string?> OpenBrowserAsync(PageServer server, string learner, CancellationToken stop)
    {
        string? page = await Browser.OpenAsync(server.LaunchAddress(), learner, stop);
        if (page is null)
            Console.Error.WriteLine(Language.Pick("No browser could be opened; open the address above yourself.", "没能打开浏览器，请自己打开上面的地址。"));
        return page;
    }
}
