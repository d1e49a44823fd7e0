using System.IO.Pipes;
using NotebookCourse.Kernel.Assistance;
using NotebookCourse.Kernel.Scripting;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>The kernel process's side: one script session that obeys the pipe, and ends when the server does.</summary>
internal static class KernelHost
{
    /// <summary>Serves until the other side closes the pipe.</summary>
    /// <param name="pipeName">The pipe that the server waits on.</param>
    public static async Task RunAsync(string pipeName)
    {
        await using var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        await pipe.ConnectAsync(20_000);
        using var reader = new StreamReader(pipe);
        await using var writer = new StreamWriter(pipe) { AutoFlush = true };
        await using var session = new ScriptSession(new ScriptSessionOptions { WorkingDirectory = Environment.CurrentDirectory });
        var assistant = new CodeAssistant(session);
        assistant.Complete("Console.", offset: 8); // the compiler is loaded before the learner waits for it
        KernelWire.Write(writer, new KernelReady());

        using var interrupt = new Interruption();
        while (await KernelWire.ReadAsync<KernelRequest>(reader) is { } request)
        {
            switch (request)
            {
                case RunCell run:
                    _ = RunAsync(session, run.Code, writer, interrupt.Renew());
                    break;
                case CompleteCode place:
                    KernelWire.Write(writer, new CodeCompleted(assistant.Complete(place.Code, place.Offset)));
                    break;
                case InspectCode place:
                    KernelWire.Write(writer, new CodeInspected(assistant.Inspect(place.Code, place.Offset)));
                    break;
                default:
                    interrupt.Now();
                    break;
            }
        }

        Environment.Exit(0); // a cell may still run; nobody waits for it
    }

    private static async Task RunAsync(ScriptSession session, string code, StreamWriter writer, CancellationToken interrupt)
    {
        var gate = new Lock();
        CellResult result = await session.ExecuteAsync(code, output => Send(new CellShows(output)), interrupt);
        Send(new CellEnds(result));

        void Send(KernelAnswer answer)
        {
            lock (gate)
                KernelWire.Write(writer, answer);
        }
    }

    /// <summary>A token for each cell, and the last of them to cancel.</summary>
    private sealed class Interruption : IDisposable
    {
        private CancellationTokenSource _source = new();

        public CancellationToken Renew()
        {
            _source = new CancellationTokenSource();
            return _source.Token;
        }

        public void Now() => _source.Cancel();

        public void Dispose() => _source.Dispose();
    }
}
