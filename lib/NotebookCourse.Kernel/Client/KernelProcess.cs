using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NotebookCourse.Kernel.Wire;

namespace NotebookCourse.Kernel.Client;

/// <summary>A kernel's process, and the connection to it.</summary>
internal sealed class KernelProcess : IAsyncDisposable
{
    private const int RememberedLines = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5); // for a process to end by itself

    private readonly Process _process;
    private readonly string _connectionFile;
    private readonly Queue<string> _lastLines = new();
    private readonly Task _told; // those who wait have been told of the end

    private KernelProcess(Process process, string connectionFile, ConnectionFile connection)
    {
        _process = process;
        _connectionFile = connectionFile;
        Client = new KernelClient(connection);
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.OutputDataReceived += (_, line) => Remember(line.Data);
        Exited = process.WaitForExitAsync();
        _told = TellAsync();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
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
    /// <exception cref="KernelDiedException">It ended before it answered.</exception>
    public static async Task<KernelProcess> StartAsync(KernelSpec spec, string folder, CancellationToken cancellationToken)
    {
        var connection = Ports();
        string file = Path.Combine(Directory.CreateTempSubdirectory("kernel-").FullName, "connection.json");
        connection.Write(file);
        Process process;
        try
        {
            var start = spec.Start(file, folder);
            start.Environment[ParentWatch.Variable] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new KernelDiedException($"The kernel '{spec.Name}' cannot be started: '{spec.Arguments[0]}': {exception.Message}. Is it installed, and on the PATH?");
        }

        var kernel = new KernelProcess(process, file, connection);
        try
        {
            await kernel.ReadyAsync(cancellationToken);
            return kernel;
        }
        catch
        {
            await kernel.DisposeAsync();
            throw;
        }
    }

    /// <summary>What is known of the process's end.</summary>
    public KernelDiedException Died()
    {
        string text;
        lock (_lastLines)
            text = string.Join("\n", _lastLines.Where(line => !line.StartsWith("frame #", StringComparison.Ordinal))); // libtorch's addresses say nothing to a learner
        string end = _process.HasExited ? _process.ExitCode switch
        {
            134 => "native code ended it (abort)",
            139 => "native code ended it (invalid memory access)",
            137 => "the system ended it (killed, perhaps for want of memory)",
            var code => $"exit code {code}",
        } : "it does not answer";
        return new KernelDiedException($"The kernel has ended: {end}.\n{LastWords.Call(KernelServer.NoteBeside(_connectionFile))}{text}".TrimEnd());
    }

    /// <summary>Asks the kernel to end, and ends it if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
        {
            Client.Send("shutdown_request", new JsonObject { ["restart"] = false }, control: true);
            if (await Task.WhenAny(Exited, Task.Delay(Patience)) != Exited)
                _process.Kill(entireProcessTree: true);
        }

        await _told;
        Client.Dispose();
        _process.Dispose();
        Directory.Delete(Path.GetDirectoryName(_connectionFile)!, recursive: true);
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

    private void Remember(string? line)
    {
        if (line is null)
            return;
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > RememberedLines)
                _lastLines.Dequeue();
        }
    }

    private static ConnectionFile Ports()
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (var listener in listeners)
            listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in listeners)
            listener.Stop();
        return new ConnectionFile
        {
            ShellPort = ports[0],
            IopubPort = ports[1],
            StdinPort = ports[2],
            ControlPort = ports[3],
            HeartbeatPort = ports[4],
            Key = RandomNumberGenerator.GetHexString(64, lowercase: true),
        };
    }
}
