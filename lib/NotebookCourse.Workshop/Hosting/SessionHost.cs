using System.Diagnostics;
using System.IO.Pipes;
using NotebookCourse.Kernel.Scripting;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Workshop.Hosting;

/// <summary>The process that runs one notebook: it takes cells from a pipe and sends back what they show.</summary>
internal static class SessionHost
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(60);

    /// <summary>Serves until the pipe closes or the process that started this one is gone, whatever a cell is doing.</summary>
    /// <param name="pipeName">The pipe that <see cref="HostedSession"/> listens on.</param>
    /// <param name="folder">The notebook's folder.</param>
    public static async Task<int> RunAsync(string pipeName, string folder)
    {
        EndWithParent();
        await using var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.InOut, PipeOptions.Asynchronous);
        await pipe.ConnectAsync(ConnectPatience, CancellationToken.None);
        using var reader = new StreamReader(pipe);
        await using var writer = new StreamWriter(pipe) { AutoFlush = true };
        var gate = new Lock();
        await using var session = new ScriptSession(new ScriptSessionOptions { WorkingDirectory = folder });
        using var interrupt = new CancellationTokenSource();
        Task running = Task.CompletedTask;

        while (await reader.ReadLineAsync() is { } line)
        {
            HostMessage message = HostMessage.Read(line);
            if (message.Interrupt)
                await interrupt.CancelAsync();
            else if (message.Execute is { } code)
                running = ExecuteAsync(session, code, Send, interrupt.Token);
        }

        await interrupt.CancelAsync();
        await running;
        return ExitCode.Good;

        void Send(HostMessage message)
        {
            lock (gate)
                writer.WriteLine(message.Write());
        }
    }

    // Standard input is a pipe from the parent that carries nothing: it ends when the parent does, even if that was
    // killed. The thread sleeps in the read.
    private static void EndWithParent()
    {
        Stream input = Console.OpenStandardInput();
        var watch = new Thread(() =>
        {
            while (input.ReadByte() >= 0)
            {
            }

            Environment.Exit(ExitCode.Stopped);
        })
        {
            IsBackground = true,
            Name = "parent watch",
        };
        watch.Start();
    }

    private static async Task ExecuteAsync(INotebookSession session, string code, Action<HostMessage> send, CancellationToken cancellationToken)
    {
        CellResult result = await session.ExecuteAsync(code, output => send(new HostMessage { Output = output }), cancellationToken);
        using var process = Process.GetCurrentProcess();
        send(new HostMessage { Result = result, PeakMemory = process.PeakWorkingSet64 });
    }
}
