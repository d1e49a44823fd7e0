using System.CommandLine;
using NotebookCourse.Workshop.Pages.Live;

namespace NotebookCourse.Workshop.Commands;

/// <summary>The verb with which <c>open</c> starts a kernel process; nobody types it.</summary>
internal static class KernelHostCommand
{
    /// <summary>The verb.</summary>
    public const string Name = "kernel-host";

    public static Command Create()
    {
        var pipe = new Argument<string>("PIPE") { Description = "The name of the pipe that the server waits on." };
        var command = new Command(Name, "Runs one lesson's code for the pages.") { pipe };
        command.Hidden = true;
        command.SetAction(async (arguments, _) =>
        {
            await KernelHost.RunAsync(arguments.GetValue(pipe)!);
            return ExitCode.Good;
        });
        return command;
    }
}
