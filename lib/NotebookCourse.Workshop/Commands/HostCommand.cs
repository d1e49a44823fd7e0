using System.CommandLine;
using NotebookCourse.Workshop.Hosting;

namespace NotebookCourse.Workshop.Commands;

/// <summary>The hidden verb that <see cref="HostedSession"/> starts a notebook's process with.</summary>
internal static class HostCommand
{
    public static Command Create()
    {
        var pipe = new Argument<string>("PIPE");
        var folder = new Argument<string>("FOLDER");
        var command = new Command(HostedSession.HostCommandName, "Runs a notebook for another process.") { pipe, folder };
        command.Hidden = true;
        command.SetAction((parsed, _) => SessionHost.RunAsync(parsed.GetValue(pipe)!, parsed.GetValue(folder)!));
        return command;
    }
}
