using System.Diagnostics;
using NotebookCourse.Kernel.Sessions;
using NotebookCourse.Workshop.Hosting;

namespace NotebookCourse.Workshop.Tests;

public sealed class HostedSessionTests
{
    private static readonly Dictionary<string, string> NoVariables = [];

    private static async Task<(CellResult Result, string Text)> RunAsync(HostedSession session, string code, CancellationToken cancellationToken = default)
    {
        var text = new List<string>();
        CellResult result = await session.ExecuteAsync(
            code,
            output => text.Add(output switch
            {
                StreamOutput stream => stream.Text,
                ErrorOutput error => $"{error.Name}: {error.Value}",
                ResultOutput value => value.Data["text/plain"],
                _ => "",
            }),
            cancellationToken);
        return (result, string.Concat(text));
    }

    [Fact]
    public async Task Cells_share_variables_and_run_elsewhere_in_their_own_folder()
    {
        string folder = Directory.CreateTempSubdirectory("notebook 笔记本 ").FullName;
        await using HostedSession session = await HostedSession.StartAsync(folder, new Dictionary<string, string> { ["COURSE_TEST"] = "课程" }, CancellationToken.None);
        await RunAsync(session, "int three = 3;");
        (CellResult result, string text) = await RunAsync(session, "Console.Write(Environment.CurrentDirectory + Environment.GetEnvironmentVariable(\"COURSE_TEST\") + three + Environment.ProcessId);");
        Assert.Equal((CellStatus.Succeeded, 2), (result.Status, result.ExecutionCount));
        Assert.StartsWith(folder + "课程3", text);
        Assert.False(text.EndsWith($"{Environment.ProcessId}", StringComparison.Ordinal));
        Assert.InRange(session.PeakMemory, 10_000_000, 2_000_000_000);
    }

    [Fact]
    public async Task A_process_that_dies_is_a_failed_cell()
    {
        await using HostedSession session = await HostedSession.StartAsync(Path.GetTempPath(), NoVariables, CancellationToken.None);
        (CellResult result, string text) = await RunAsync(session, "Environment.Exit(42);");
        Assert.Equal(CellStatus.Failed, result.Status);
        Assert.Contains("ProcessEnded: the notebook's process ended with exit code 42", text);
        Assert.Equal(CellStatus.Failed, (await RunAsync(session, "1 + 1")).Result.Status);
    }

    [Fact]
    public async Task A_cell_that_never_ends_is_interrupted()
    {
        await using HostedSession session = await HostedSession.StartAsync(Path.GetTempPath(), NoVariables, CancellationToken.None);
        await RunAsync(session, "1 + 1");
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var watch = Stopwatch.StartNew();
        (CellResult result, _) = await RunAsync(session, "while (true) { }", soon.Token);
        Assert.Equal(CellStatus.Interrupted, result.Status);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 30);
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    public async Task A_process_ends_with_its_session_whatever_the_cell_does(string cell)
    {
        HostedSession session = await HostedSession.StartAsync(Path.GetTempPath(), NoVariables, CancellationToken.None);
        (_, string id) = await RunAsync(session, "Console.Write(Environment.ProcessId);");
        Task<(CellResult, string)> running = RunAsync(session, cell);
        await session.DisposeAsync();
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(int.Parse(id)));
        await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(30)));
        Assert.True(running.IsCompleted);
    }

    [Fact]
    public async Task A_host_whose_parent_is_gone_ends_by_itself()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(HostedSession).Assembly.Location, HostedSession.HostCommandName, $"nobody-{Guid.NewGuid():N}", Path.GetTempPath()])
        {
            RedirectStandardInput = true,
        };
        using Process host = Process.Start(start)!;
        host.StandardInput.Close(); // what the system does when the parent dies
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await host.WaitForExitAsync(patience.Token);
        Assert.Equal(ExitCode.Stopped, host.ExitCode);
    }
}
