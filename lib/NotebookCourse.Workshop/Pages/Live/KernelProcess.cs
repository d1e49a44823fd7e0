using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using NotebookCourse.Kernel.Assistance;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>A kernel in a process of its own: whatever a cell does to it, the server goes on.</summary>
internal sealed class KernelProcess : ILessonKernel
{
    private const int MostWords = 2000;
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly NamedPipeServerStream _pipe;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SemaphoreSlim _writing = new(1);
    private readonly StringBuilder _lastWords = new();
    private bool _isEnding;

    private KernelProcess(Process process, NamedPipeServerStream pipe)
    {
        (_process, _pipe) = (process, pipe);
        Exited = process.WaitForExitAsync();
        foreach (StreamReader stream in (StreamReader[])[process.StandardError, process.StandardOutput])
            _ = ListenAsync(stream);
    }

    /// <inheritdoc/>
    public Task Exited { get; }

    /// <summary>The pipe's ends; a pipe that nobody has connected to has none.</summary>
    private StreamReader Reader => field ??= new StreamReader(_pipe);

    private StreamWriter Writer => field ??= new StreamWriter(_pipe) { AutoFlush = true };

    /// <summary>Starts a kernel in a language's folder of notebooks.</summary>
    /// <exception cref="IOException">It ended before it was ready.</exception>
    /// <exception cref="TimeoutException">It was not ready in a minute.</exception>
    public static async Task<ILessonKernel> StartAsync(CourseFolder course, string language)
    {
        string name = "course-" + RequestGuard.CreateToken()[..16];
        var pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(KernelProcess).Assembly.Location, Commands.KernelHostCommand.Name, name])
        {
            WorkingDirectory = course.Notebooks(language),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Language.EnvironmentVariable] = language },
        };
        Process process = Process.Start(start) ?? throw new IOException("The C# process did not start.");
        process.StandardInput.Close();
        var kernel = new KernelProcess(process, pipe);
        await kernel.WaitUntilReadyAsync();
        return kernel;
    }

    /// <inheritdoc/>
    public async Task<CellResult> ExecuteAsync(string code, Action<CellOutput> onOutput, CancellationToken interrupt)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            return await RunAsync(code, onOutput, interrupt);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<NameSuggestions> CompleteAsync(string code, int offset) =>
        await AskAsync(new CompleteCode(code, offset)) is CodeCompleted completed ? completed.Names : new NameSuggestions(offset, offset, []);

    /// <inheritdoc/>
    public async Task<string?> InspectAsync(string code, int offset) =>
        await AskAsync(new InspectCode(code, offset)) is CodeInspected inspected ? inspected.Text : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await Exited;
        await _pipe.DisposeAsync();
        _process.Dispose();
    }

    private async Task<CellResult> RunAsync(string code, Action<CellOutput> onOutput, CancellationToken interrupt)
    {
        await SendAsync(new RunCell(code));
        await using var stop = interrupt.Register(() => _ = TryInterruptAsync());
        while (true)
        {
            switch (await ReadAsync())
            {
                case CellShows shown:
                    onOutput(shown.Output);
                    break;
                case CellEnds ended:
                    return ended.Result;
            }
        }
    }

    /// <summary>One question at a time, and none while a cell runs: answers come in the order of the questions.</summary>
    private async Task<KernelAnswer> AskAsync(KernelRequest question)
    {
        await _turn.WaitAsync();
        try
        {
            await SendAsync(question);
            return await ReadAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task WaitUntilReadyAsync()
    {
        try
        {
            Task connected = _pipe.WaitForConnectionAsync();
            if (await Task.WhenAny(connected, Exited).WaitAsync(LongestStart) == Exited)
                throw Ended();
            await connected;
            if (await ReadAsync().WaitAsync(LongestStart) is not KernelReady)
                throw new IOException("The C# process answered before it was asked.");
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task<KernelAnswer> ReadAsync()
    {
        try
        {
            if (await KernelWire.ReadAsync<KernelAnswer>(Reader) is { } answer)
                return answer;
        }
        catch (ObjectDisposedException)
        {
            throw Ended();
        }

        if (!_isEnding)
            await Exited.WaitAsync(TimeSpan.FromSeconds(5));
        throw Ended();
    }

    private async Task SendAsync(KernelRequest request)
    {
        await _writing.WaitAsync();
        try
        {
            await KernelWire.WriteAsync(Writer, request);
        }
        catch (ObjectDisposedException)
        {
            throw Ended();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Asks the running cell to stop; a kernel that is gone needs no asking.</summary>
    private async Task TryInterruptAsync()
    {
        try
        {
            await SendAsync(new InterruptCell());
        }
        catch (IOException) when (_process.HasExited)
        {
            return;
        }
    }

    /// <summary>Keeps the end of what the process itself writes: native code says there why it ends.</summary>
    private async Task ListenAsync(StreamReader stream)
    {
        while (await stream.ReadLineAsync() is { } line)
        {
            lock (_lastWords)
            {
                _lastWords.AppendLine(line);
                if (_lastWords.Length > MostWords)
                    _lastWords.Remove(0, _lastWords.Length - MostWords);
            }
        }
    }

    private IOException Ended()
    {
        lock (_lastWords)
            return new IOException($"C# has ended.{(_lastWords.Length > 0 ? "\n" + _lastWords.ToString().Trim() : "")}");
    }
}
