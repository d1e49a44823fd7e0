using System.Net.Sockets;
using System.Text.Json.Nodes;
using NotebookCourse.Kernel.Client;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Tests.Wire;

/// <summary>What goes wrong around a cell (the temporary folder, the thread pool, the console, the ports) leaves a kernel that answers.</summary>
public sealed class ToughKernelTests : IAsyncLifetime
{
    private const string NoteFolder = "System.IO.Path.GetDirectoryName(Environment.GetCommandLineArgs()[1])";

    private readonly TemporaryFolder _folder = new();
    private WireSession _session = null!;

    public async ValueTask InitializeAsync() => _session = await WireSession.StartAsync(KernelSpec.Own(), AppContext.BaseDirectory);

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task AFolderThatWasCleanedAwayTakesNothingButTheNotes()
    {
        await Run($"System.IO.Directory.Delete({NoteFolder}!, true);");
        Assert.Equal("2", await Run("1 + 1"));
        await Run($"System.IO.File.WriteAllText({NoteFolder}!, \"a file where the folder was\");");
        Assert.Equal("3", await Run("1 + 2"));
    }

    [Fact]
    public async Task ANoteThatCannotBeWrittenTakesNothingButItself()
    {
        await Run("string note = Environment.GetCommandLineArgs()[1] + \".running\"; System.IO.File.Delete(note); System.IO.Directory.CreateDirectory(note);");
        for (int i = 0; i < 3; i++)
            Assert.Equal("2", await Run("1 + 1"));
    }

    [Fact]
    public async Task AThreadPoolThatCellsKeepBusyDoesNotMuteTheKernel()
    {
        await Run("var gate = new System.Threading.ManualResetEventSlim(); for (int i = 0; i < 400; i++) Task.Run(() => gate.Wait());");
        Assert.True(_session.Client.IsAlive(Wait.Patience));
        Assert.Equal("2", await Run("1 + 1"));
        Assert.NotEmpty((await _session.CompleteAsync("Console.Wri", 11).WaitAsync(Wait.Patience)).Names);
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var running = _session.ExecuteAsync("Console.WriteLine(1); while (true) { }", _ => started.TrySetResult(), stop.Token);
        await started.Task.WaitAsync(Wait.Patience);
        stop.Cancel();
        Assert.Equal(CellStatus.Interrupted, (await running.WaitAsync(Wait.Patience)).Status);
        await Run("gate.Set();");
    }

    [Theory]
    [InlineData("Console.SetOut(System.IO.TextWriter.Null);")]
    [InlineData("Console.SetOut(new System.IO.StringWriter()); Console.SetError(new System.IO.StringWriter());")]
    [InlineData("Console.Out.Close();")]
    public async Task AConsoleThatACellSentElsewhereIsBackForTheNext(string code)
    {
        await Run(code);
        string shown = "";
        await _session.ExecuteAsync("Console.Write(\"out\"); Console.Error.Write(\"err\");", output => shown += output is StreamOutput text ? text.Text : "").WaitAsync(Wait.Patience);
        Assert.Equal("outerr", shown);
    }

    [Fact]
    public async Task AnEndlessUserExpressionIsInterrupted()
    {
        await Run("int Forever() { while (true) { } }");
        var content = new JsonObject { ["code"] = "Console.Write(1);", ["user_expressions"] = new JsonObject { ["forever"] = "Forever()" } };
        var shown = new TaskCompletionSource();
        var request = _session.Client.Send("execute_request", content, onOutput: message => _ = message.Type == "stream" && shown.TrySetResult());
        await shown.Task.WaitAsync(Wait.Patience);
        while (!request.Reply.IsCompleted) // the first may come before the expression has begun
            await _session.Client.AskAsync("interrupt_request", [], control: true).WaitAsync(Wait.Patience);
        Assert.Equal("error", (await request.Reply).Content["user_expressions"]!["forever"]!["status"]!.GetValue<string>());
        Assert.Equal("2", await Run("1 + 1"));
    }

    [Fact]
    public async Task GarbageOnTheHeartbeatStopsNoHeart()
    {
        int port = int.Parse((await Run("System.Text.Json.JsonDocument.Parse(System.IO.File.ReadAllText(Environment.GetCommandLineArgs()[1])).RootElement.GetProperty(\"hb_port\").GetInt32()"))!, System.Globalization.CultureInfo.InvariantCulture);
        var random = new Random(5);
        for (int i = 0; i < 100; i++)
        {
            using var stranger = new TcpClient();
            await stranger.ConnectAsync("127.0.0.1", port);
            byte[] noise = new byte[random.Next(1, 500)];
            random.NextBytes(noise);
            if (i % 2 == 0)
                new byte[] { 0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3 }.CopyTo(noise.AsSpan(0, Math.Min(11, noise.Length)) is { Length: 11 } ? noise : noise = new byte[64], 0);
            await stranger.GetStream().WriteAsync(noise);
        }

        Assert.True(_session.Client.IsAlive(Wait.Patience));
    }

    [Fact]
    public async Task AMessageThatIsFarTooLongEndsItsConnectionAndNothingElse()
    {
        using var stranger = new NetMQ.Sockets.DealerSocket();
        stranger.Options.Linger = TimeSpan.Zero;
        int port = int.Parse((await Run("System.Text.Json.JsonDocument.Parse(System.IO.File.ReadAllText(Environment.GetCommandLineArgs()[1])).RootElement.GetProperty(\"shell_port\").GetInt32()"))!, System.Globalization.CultureInfo.InvariantCulture);
        string memory = (await Run("Environment.WorkingSet"))!;
        stranger.Connect($"tcp://127.0.0.1:{port}");
        NetMQ.OutgoingSocketExtensions.SendFrame(stranger, new byte[400_000_000]);
        Assert.Equal("2", await Run("1 + 1"));
        Assert.InRange(long.Parse((await Run("Environment.WorkingSet"))!, System.Globalization.CultureInfo.InvariantCulture), 0, long.Parse(memory, System.Globalization.CultureInfo.InvariantCulture) + 300_000_000);
    }

    [Fact]
    public async Task AKernelThatEndsBeforeItAnswersIsStartedAgain()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell stands in for the kernel that loses its port.");
        string tried = Path.Combine(_folder.Path, "tried");
        await using var session = await WireSession.StartAsync(Failing(tried, times: KernelProcess.MostStarts - 1), _folder.Path);
        Assert.Equal(CellStatus.Succeeded, (await session.ExecuteAsync("1", _ => { }).WaitAsync(Wait.Patience)).Status);
        Assert.Equal(KernelProcess.MostStarts - 1, (await File.ReadAllLinesAsync(tried)).Length);
    }

    [Fact]
    public async Task AKernelThatNeverAnswersIsGivenUpWithItsReason()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell stands in for the kernel that loses its port.");
        string tried = Path.Combine(_folder.Path, "tried");
        var exception = await Assert.ThrowsAsync<KernelDiedException>(() => WireSession.StartAsync(Failing(tried, times: 9), _folder.Path));
        Assert.Contains("port 1 is taken", exception.Message, StringComparison.Ordinal);
        Assert.Equal(KernelProcess.MostStarts, (await File.ReadAllLinesAsync(tried)).Length);
    }

    [Fact]
    public async Task ATakenPortIsSaidInOneLine()
    {
        var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        string file = Path.Combine(_folder.Path, "connection.json");
        new Kernel.Wire.ConnectionFile { ShellPort = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port, Key = "k" }.Write(file);
        var start = new System.Diagnostics.ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "NotebookCourse.Kernel.Host.dll"), file]) { RedirectStandardError = true };
        using var kernel = System.Diagnostics.Process.Start(start)!;
        string said = await kernel.StandardError.ReadToEndAsync().WaitAsync(Wait.Patience);
        await kernel.WaitForExitAsync().WaitAsync(Wait.Patience);
        listener.Stop();
        Assert.Equal(1, kernel.ExitCode);
        Assert.Contains("taken", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public void FoldersOfProgramsThatHaveEndedAreRemovedAndOthersNot()
    {
        string left = Directory.CreateDirectory(Path.Combine(_folder.Path, $"kernel-{int.MaxValue}-abc")).FullName;
        string[] kept = [.. new[] { $"kernel-{Environment.ProcessId}-abc", "kernel-abc", "kernel-12", "other" }.Select(name => Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName)];
        KernelFolder.Sweep(_folder.Path);
        Assert.False(Directory.Exists(left));
        Assert.All(kept, folder => Assert.True(Directory.Exists(folder)));
    }

    /// <summary>This kernel, which the first <paramref name="times"/> times ends at once, as one does whose port was taken.</summary>
    private static KernelSpec Failing(string tried, int times)
    {
        var own = KernelSpec.Own();
        return own with { Arguments = ["sh", "-c", $"if [ $(wc -l < '{tried}' 2>/dev/null || echo 0) -lt {times} ]; then echo x >> '{tried}'; echo 'port 1 is taken' >&2; exit 1; fi; exec \"$@\"", "sh", .. own.Arguments] };
    }

    /// <summary>Runs a cell that must succeed, and gives its value.</summary>
    private async Task<string?> Run(string code)
    {
        string? value = null;
        string failure = "";
        var result = await _session.ExecuteAsync(
            code,
            output =>
            {
                value = output is ResultOutput shown ? shown.Data["text/plain"] : value;
                failure += output is ErrorOutput error ? error.Value : "";
            }).WaitAsync(Wait.Patience);
        Assert.True(result.Status == CellStatus.Succeeded, failure);
        return value;
    }
}
