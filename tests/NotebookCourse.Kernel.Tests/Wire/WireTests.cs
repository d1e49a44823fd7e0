using System.Text.Json.Nodes;
using NotebookCourse.Kernel.Client;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Tests.Wire;

/// <summary>The kernel as a front end meets it: a process of its own, and messages.</summary>
public sealed class WireTests : IAsyncLifetime
{
    private WireSession _session = null!;
    private readonly List<CellOutput> _outputs = [];

    public async ValueTask InitializeAsync() =>
        _session = await WireSession.StartAsync(KernelSpec.Own(), AppContext.BaseDirectory, (prompt, _, _) => prompt + "Ada");

    public async ValueTask DisposeAsync() => await _session.DisposeAsync();

    [Fact]
    public async Task CellsRunAndShow()
    {
        var result = await Run("Console.Write(\"out\"); Console.Error.Write(\"err\"); display(\"shown\"); 1 + 1");
        Assert.Equal((CellStatus.Succeeded, 1), (result.Status, result.ExecutionCount));
        Assert.Equal(new StreamOutput("stdout", "out"), _outputs[0]);
        Assert.Equal(new StreamOutput("stderr", "err"), _outputs[1]);
        Assert.Equal("shown", Assert.IsType<DisplayOutput>(_outputs[2]).Data["text/plain"]);
        Assert.Equal("2", Assert.IsType<ResultOutput>(_outputs[3]).Data["text/plain"]);
    }

    [Fact]
    public async Task AnErrorIsToldAndTheSessionGoesOn()
    {
        Assert.Equal(CellStatus.Failed, (await Run("int a = 1; throw new Exception(\"no\");")).Status);
        Assert.Equal(("Exception", "no"), (((ErrorOutput)_outputs[0]).Name, ((ErrorOutput)_outputs[0]).Value));
        Assert.Equal(CellStatus.Succeeded, (await Run("a")).Status);
    }

    [Fact]
    public async Task AReadAsksTheFrontEnd()
    {
        await Run("Console.Write(Console.ReadLine()); Console.Write(GetInput(\"Name: \"));");
        Assert.Equal("AdaName: Ada", string.Concat(_outputs.OfType<StreamOutput>().Select(output => output.Text)));
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    public async Task AnInterruptStopsTheCellAndKeepsTheSession(string endless)
    {
        await Run("int kept = 1;");
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = _session.ExecuteAsync("Console.WriteLine(\"started\"); Console.Out.Flush();\n" + endless, _ => started.TrySetResult(), stop.Token);
        await started.Task.WaitAsync(Wait.Patience);
        Assert.True(_session.Client.IsAlive(Wait.Patience));
        stop.Cancel();
        Assert.Equal(CellStatus.Interrupted, (await running.WaitAsync(Wait.Patience)).Status);
        Assert.Equal(CellStatus.Succeeded, (await Run("kept")).Status);
    }

    [Fact]
    public async Task CompletionKnowsTheSessionAndCountsCodePoints()
    {
        await Run("int appleCount = 3;");
        var found = await _session.CompleteAsync("var s = \"🍎苹果\"; appleC", 22);
        Assert.Equal([new NameSuggestion("appleCount", "instance")], found.Names);
        Assert.Equal(("var s = \"🍎苹果\"; ".Length, 22), (found.Start, found.End));
        Assert.Equal(["Write", "WriteLine"], (await _session.CompleteAsync("Console.Wri", 11)).Names.Select(item => item.Name));
    }

    [Fact]
    public async Task CompletionDoesNotWaitForARunningCell()
    {
        using var stop = new CancellationTokenSource();
        var running = Run("await Task.Delay(-1);", stop.Token);
        Assert.Contains(new NameSuggestion("WriteLine", "function"), (await _session.CompleteAsync("Console.", 8).WaitAsync(Wait.Patience)).Names);
        Assert.False(running.IsCompleted);
        stop.Cancel();
        await running.WaitAsync(Wait.Patience);
    }

    [Fact]
    public async Task InspectionGivesSignatureAndSummary()
    {
        var data = await _session.InspectAsync("Console.WriteLine(\"\")", 12);
        Assert.StartsWith("void Console.WriteLine(string", data["text/plain"]);
        Assert.Matches("\\n// \\d\\d overloads\\n", data["text/plain"]);
        Assert.Contains("void Console.WriteLine(double", data["text/plain"]);
        Assert.Contains("Writes the specified string value", data["text/plain"]);
        Assert.DoesNotContain("overloads", (await _session.InspectAsync("Console.Out", 9))["text/plain"]);
        Assert.Empty(await _session.InspectAsync("1 + 1", 2));
    }

    [Theory]
    [InlineData("1 + 1", "complete")]
    [InlineData("if (true) {", "incomplete")]
    [InlineData("int F(int x)\n{", "incomplete")]
    [InlineData("var = 3 3;", "invalid")]
    public async Task Completeness(string code, string status) => Assert.Equal(status, await _session.IsCompleteAsync(code));

    [Fact]
    public async Task HistoryRemembers()
    {
        await Run("int one = 1;");
        await Run("int two = 2;");
        var tail = await _session.Client.AskAsync("history_request", new JsonObject { ["hist_access_type"] = "tail", ["n"] = 1 });
        Assert.Equal("[[1,2,\"int two = 2;\"]]", tail["history"]!.ToJsonString());
        var found = await _session.Client.AskAsync("history_request", new JsonObject { ["hist_access_type"] = "search", ["pattern"] = "*one*" });
        Assert.Equal("[[1,1,\"int one = 1;\"]]", found["history"]!.ToJsonString());
        var range = await _session.Client.AskAsync("history_request", new JsonObject { ["hist_access_type"] = "range", ["session"] = 0, ["start"] = 1, ["stop"] = 2 });
        Assert.Equal("[[1,1,\"int one = 1;\"]]", range["history"]!.ToJsonString());
    }

    [Fact]
    public async Task CellsQueuedBehindAFailureAreAborted()
    {
        JsonObject Cell(string code) => new() { ["code"] = code, ["stop_on_error"] = true };
        using var folder = new TemporaryFolder();
        string sent = Path.Combine(folder.Path, "sent");
        var first = _session.Client.Send("execute_request", Cell($"while (!System.IO.File.Exists(\"{sent}\")) await Task.Delay(1); throw new Exception();"));
        var second = _session.Client.Send("execute_request", Cell("1"));
        await _session.Client.AskAsync("comm_info_request", []).WaitAsync(Wait.Patience); // answered after what was sent before it
        folder.Write("sent", "");
        Assert.Equal("error", (await first.Reply.WaitAsync(Wait.Patience)).Text("status"));
        Assert.Equal("aborted", (await second.Reply.WaitAsync(Wait.Patience)).Text("status"));
    }

    [Fact]
    public async Task ExpressionsAreEvaluatedAndSilenceIsKept()
    {
        var reply = await _session.Client.AskAsync("execute_request", new JsonObject { ["code"] = "int u = 4;", ["user_expressions"] = new JsonObject { ["twice"] = "u * 2", ["bad"] = "nonsense" } });
        Assert.Equal("8", reply["user_expressions"]!["twice"]!["data"]!["text/plain"]!.GetValue<string>());
        Assert.Equal("error", reply["user_expressions"]!["bad"]!["status"]!.GetValue<string>());
        var outputs = new List<string>();
        var silent = _session.Client.Send("execute_request", new JsonObject { ["code"] = "Console.Write(1);", ["silent"] = true }, onOutput: message => outputs.Add(message.Type));
        await Task.WhenAll(silent.Reply, silent.Idle).WaitAsync(Wait.Patience);
        Assert.Empty(outputs);
    }

    [Fact]
    public async Task AHundredThousandLinesComeWhole()
    {
        await Run("for (int i = 0; i < 100_000; i++) Console.WriteLine(i);");
        Assert.Equal(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i}\n")), string.Concat(_outputs.OfType<StreamOutput>().Select(output => output.Text)));
    }

    [Fact]
    public async Task ADeadKernelIsToldAndCanBeStartedAgain()
    {
        Assert.Equal(CellStatus.Failed, (await Run("Environment.Exit(134);")).Status);
        var error = Assert.IsType<ErrorOutput>(_outputs[^1]);
        Assert.Equal("KernelDied", error.Name);
        Assert.Contains("abort", error.Value);
        Assert.Contains("Environment.Exit", string.Join("\n", error.Traceback));
        await _session.RestartAsync();
        Assert.Equal(CellStatus.Succeeded, (await Run("1")).Status);
    }

    [Fact]
    public async Task AnUnknownMessageIsDroppedAndTheRestAnswered()
    {
        _session.Client.Send("nonsense_request", []);
        Assert.Equal("5.4", (await _session.Client.AskAsync("kernel_info_request", [], control: true).WaitAsync(Wait.Patience))["protocol_version"]!.GetValue<string>());
        Assert.Equal("{}", (await _session.Client.AskAsync("comm_info_request", []).WaitAsync(Wait.Patience))["comms"]!.ToJsonString());
    }

    [Fact]
    public async Task WhatRunsBetweenTheCellsTakesNoNumberAndHidesNoSource()
    {
        await Run("int F(int n) => n / (n - 1);");
        Assert.Equal(1, (await _session.ExecuteUncountedAsync("int between = 1;", _ => { }).WaitAsync(Wait.Patience)).ExecutionCount);
        Assert.Equal(2, (await Run("F(between)")).ExecutionCount);
        string shown = string.Join("\n", Assert.Single(_outputs.OfType<ErrorOutput>()).Traceback);
        Assert.Contains("int F(int n) => n / (n - 1);", shown);
        Assert.Contains("F(between)", shown);
    }

    private async Task<CellResult> Run(string code, CancellationToken cancellationToken = default)
    {
        lock (_outputs)
            _outputs.Clear();
        return await _session.ExecuteAsync(
            code,
            output =>
            {
                lock (_outputs)
                    _outputs.Add(output);
            },
            cancellationToken);
    }
}
