using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using NotebookCourse.Kernel.Wire;

namespace NotebookCourse.Kernel.Client;

/// <summary>A kernel's process, and the connection to it.</summary>
internal sealed class KernelProcess : IAsyncDisposable
{
    /// <summary>How often a kernel is started that ends before it answers: another program may have taken its port meanwhile.</summary>
    public const int MostStarts = 3;

    /// <summary>How long a kernel may take to end by itself.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly ConnectionFile _connection;
    private readonly string _connectionFile;
    private readonly KernelEnd _end = new();
    private readonly Task _told; // those who wait have been told of the end

    private KernelProcess(Process process, string connectionFile, ConnectionFile connection)
    {
        (_process, _connectionFile, _connection) = (process, connectionFile, connection);
        Client = new KernelClient(connection);
        process.ErrorDataReceived += (_, line) => _end.Remember(line.Data);
        process.OutputDataReceived += (_, line) => _end.Remember(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        Exited = process.WaitForExitAsync(); // from here on it also waits for the last lines
        _told = TellAsync();
    }

    public KernelClient Client { get; }

    public int Id => _process.Id;

    public bool HasExited => Exited.IsCompleted;

    /// <summary>Ends when the process does.</summary>
    public Task Exited { get; }

    /// <summary>The most memory the process has held, in bytes; 0 once it has ended.</summary>
    public long PeakMemory
    {
        get
        {
            if (HasExited)
                return 0;
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts a kernel and waits until it answers.</summary>
    /// <exception cref="KernelDiedException">There is no such program, or it ended before it answered, <see cref="MostStarts"/> times.</exception>
    public static async Task<KernelProcess> StartAsync(KernelSpec spec, string folder, CancellationToken cancellationToken)
    {
        for (int start = 1; ; start++)
        {
            var kernel = Launch(spec, folder);
            try
            {
                await kernel.ReadyAsync(cancellationToken);
                return kernel;
            }
            catch (KernelDiedException) when (start < MostStarts && !cancellationToken.IsCancellationRequested)
            {
                await kernel.DisposeAsync();
            }
            catch
            {
                await kernel.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>What is known of the process's end.</summary>
    public KernelDiedException Died()
    {
        string end = _end.Words(_process.HasExited ? _process.ExitCode : null);
        return new KernelDiedException($"The kernel has ended: {end}.\n{LastWords.Call(KernelServer.NoteBeside(_connectionFile))}{_end.Lines}".TrimEnd());
    }

    /// <summary>Asks the kernel to end, and ends it if it does not.</summary>
    public ValueTask DisposeAsync() => EndAsync(Patience);

    /// <summary>Asks the kernel to end, and ends it if it takes longer.</summary>
    public async ValueTask EndAsync(TimeSpan patience)
    {
        if (!HasExited)
        {
            Client.Send("shutdown_request", new JsonObject { ["restart"] = false }, control: true);
            if (await Task.WhenAny(Exited, Task.Delay(patience)) != Exited)
                _process.Kill(); // not the tree: that stops the process first, and one whose killer ends meanwhile stays stopped for ever
        }

        await _told;
        Client.Dispose();
        _process.Dispose();
        KernelPorts.Return(_connection);
        KernelFolder.Remove(Path.GetDirectoryName(_connectionFile)!);
    }

    private static KernelProcess Launch(KernelSpec spec, string folder)
    {
        var connection = KernelPorts.Take();
        string file = Path.Combine(KernelFolder.Create(), "connection.json");
        try
        {
            connection.Write(file);
            var start = spec.Start(file, folder);
            start.Environment[ParentWatch.Variable] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            return new KernelProcess(Process.Start(start)!, file, connection);
        }
        catch (Exception exception)
        {
            KernelPorts.Return(connection);
            KernelFolder.Remove(Path.GetDirectoryName(file)!);
            if (exception is System.ComponentModel.Win32Exception)
                throw new KernelDiedException($"The kernel '{spec.Name}' cannot be started: '{spec.Arguments[0]}': {exception.Message}. Is it installed, and on the PATH?");
            throw;
        }
    }

    private async Task TellAsync()
    {
        await Exited;
        Client.Fail(Died());
    }

    // A subscriber joins late: ask until the kernel's outputs are heard too.
    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var request = Client.Send("kernel_info_request", []);
            var heard = Task.WhenAll(request.Reply, request.Idle);
            if (await Task.WhenAny(heard, Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken)) == heard)
            {
                await heard;
                return;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (HasExited)
                throw Died();
        }
    }
}
