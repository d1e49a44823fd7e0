using System.Diagnostics;
using NotebookCourse.Kernel.Sessions;
using NotebookCourse.Workshop.Running;

namespace NotebookCourse.Workshop.Tests;

public sealed class SessionsTests
{
    private static readonly Dictionary<string, string> NoVariables = [];

    private static Task<StartedSession> StartAsync() => Sessions.Starter(Sessions.Embedded)(Path.GetTempPath(), NoVariables, CancellationToken.None);

    private static async Task<(CellResult Result, string Text)> RunAsync(StartedSession session, string code, CancellationToken cancellationToken = default, Action? onOutput = null)
    {
        var text = new List<string>();
        CellResult result = await session.Session.ExecuteAsync(
            code,
            output =>
            {
                text.Add(output switch
                {
                    StreamOutput stream => stream.Text,
                    ErrorOutput error => $"{error.Name}: {error.Value}",
                    ResultOutput value => value.Data["text/plain"],
                    _ => "",
                });
                onOutput?.Invoke();
            },
            cancellationToken);
        return (result, string.Concat(text));
    }

    [Fact]
    public async Task Cells_share_variables_and_run_elsewhere_in_their_own_folder()
    {
        string folder = Directory.CreateTempSubdirectory("notebook 笔记本 ").FullName;
        await using StartedSession session = await Sessions.Starter(Sessions.Embedded)(folder, new Dictionary<string, string> { ["COURSE_TEST"] = "课程" }, CancellationToken.None);
        await RunAsync(session, "int three = 3;");
        (CellResult result, string text) = await RunAsync(session, "Console.Write(Environment.CurrentDirectory + Environment.GetEnvironmentVariable(\"COURSE_TEST\") + three + Environment.ProcessId);");
        Assert.Equal((CellStatus.Succeeded, 2), (result.Status, result.ExecutionCount));
        Assert.StartsWith(folder + "课程3", text);
        Assert.False(text.EndsWith($"{Environment.ProcessId}", StringComparison.Ordinal));
        Assert.InRange(session.PeakMemory(), 10_000_000, 2_000_000_000);
    }

    [Fact]
    public async Task A_process_that_dies_is_a_failed_cell()
    {
        await using StartedSession session = await StartAsync();
        (CellResult result, string text) = await RunAsync(session, "Environment.Exit(42);");
        Assert.Equal(CellStatus.Failed, result.Status);
        Assert.Contains("exit code 42", text);
        Assert.Equal(CellStatus.Failed, (await RunAsync(session, "1 + 1")).Result.Status);
    }

    [Fact]
    public async Task A_training_loop_is_interrupted_between_two_operations()
    {
        await using StartedSession session = await StartAsync();
        string library = Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll");
        await RunAsync(session, $"#r \"{library}\"\nusing TorchSharp; using static TorchSharp.torch; set_num_threads(1); var weight = ones(64, 64);");
        using var stop = new CancellationTokenSource();
        var turned = new TaskCompletionSource();
        Task<(CellResult Result, string Text)> running = RunAsync(session, "for (int turn = 1; ; turn++) { using var scope = NewDisposeScope(); weight.add_(weight.mm(weight) * 0); if (turn == 3) Console.WriteLine(turn); }", stop.Token, () => turned.TrySetResult());
        await turned.Task.WaitAsync(Wait.Patience);
        stop.Cancel();
        Assert.Equal(CellStatus.Interrupted, (await running.WaitAsync(Wait.Patience)).Result.Status);
        Assert.Equal("4096", (await RunAsync(session, "weight.sum().ToInt32()")).Text);
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    public async Task A_process_ends_with_its_session_whatever_the_cell_does(string cell)
    {
        StartedSession session = await StartAsync();
        (_, string id) = await RunAsync(session, "Console.Write(Environment.ProcessId);");
        var started = new TaskCompletionSource();
        Task<(CellResult, string)> running = RunAsync(session, "Console.WriteLine(1); Console.Out.Flush(); " + cell, onOutput: () => started.TrySetResult());
        await started.Task.WaitAsync(Wait.Patience);
        await session.DisposeAsync();
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(int.Parse(id)));
        await running.WaitAsync(Wait.Patience);
    }
}
