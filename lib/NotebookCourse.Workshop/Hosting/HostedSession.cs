using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Workshop.Hosting;

/// <summary>
/// A notebook that runs in a process of its own: its memory, its current directory and its native libraries are
/// not shared with any other, and if a native error ends it, that is a failed cell here.
/// </summary>
internal sealed class HostedSession : INotebookSession
{
    private const int KeptErrorLetters = 4000; // of the process's last words on standard error
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5); // for a process to end by itself

    private readonly Process _process;
    private readonly NamedPipeServerStream _pipe;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;
    private readonly StringBuilder _errors = new();
    private int _count;

    private HostedSession(Process process, NamedPipeServerStream pipe)
    {
        _process = process;
        _pipe = pipe;
        _reader = new StreamReader(pipe);
        _writer = new StreamWriter(pipe);
        process.OutputDataReceived += (_, _) => { }; // what native code prints belongs to no cell
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The most memory the process has held so far, in bytes.</summary>
    public long PeakMemory { get; private set; }

    /// <summary>Starts the process.</summary>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="environment">Variables to set for it.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<HostedSession> StartAsync(string folder, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        string name = $"notebook-course-{Guid.NewGuid():N}";
        var pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        var start = new ProcessStartInfo("dotnet", [typeof(HostedSession).Assembly.Location, HostCommandName, name, folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string key, string value) in environment)
            start.Environment[key] = value;

        var session = new HostedSession(Process.Start(start)!, pipe);
        try
        {
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task exited = session._process.WaitForExitAsync(gone.Token);
            if (await Task.WhenAny(pipe.WaitForConnectionAsync(gone.Token), exited) == exited && !pipe.IsConnected)
                throw new IOException($"The notebook's process ended before it began: {session._errors}");
            session._writer.AutoFlush = true; // not before: setting it writes
            await gone.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>The hidden verb that the process is started with.</summary>
    public const string HostCommandName = "host-notebook";

    /// <inheritdoc/>
    public async Task<CellResult> ExecuteAsync(string code, Action<CellOutput> onOutput, CancellationToken cancellationToken = default)
    {
        var watch = Stopwatch.StartNew();
        _count++;
        try
        {
            await _writer.WriteLineAsync(new HostMessage { Execute = code }.Write());
            using var interrupt = cancellationToken.Register(() => _writer.WriteLine(new HostMessage { Interrupt = true }.Write()));
            while (await _reader.ReadLineAsync(CancellationToken.None) is { } line)
            {
                HostMessage message = HostMessage.Read(line);
                if (message.Output is { } output)
                    onOutput(output);
                if (message.Result is { } result)
                {
                    PeakMemory = message.PeakMemory;
                    return result;
                }
            }
        }
        catch (IOException)
        {
            // the process is gone: told below
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        string reason = $"the notebook's process ended with exit code {_process.ExitCode}: a native library stopped it, or it ran out of memory";
        onOutput(new ErrorOutput("ProcessEnded", reason, [reason, _errors.ToString()]));
        return new CellResult(CellStatus.Failed, _count, watch.Elapsed);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _pipe.DisposeAsync(); // the process ends when its pipes do
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null && _errors.Length < KeptErrorLetters)
            _errors.AppendLine(line);
    }
}
