using System.Diagnostics;
using System.Text.Json.Nodes;
using NotebookCourse.Kernel.Outputs;
using NotebookCourse.Kernel.Sessions;
using NotebookCourse.Kernel.Wire;

namespace NotebookCourse.Kernel.Client;

/// <summary>A notebook that runs in a kernel's own process, whichever kernel it is.</summary>
public sealed class WireSession : INotebookSession
{
    private readonly KernelSpec _spec;
    private readonly string _folder;
    private readonly InputRequest? _input;
    private readonly SemaphoreSlim _turn = new(1);
    private KernelProcess _kernel;

    private WireSession(KernelSpec spec, string folder, InputRequest? input, KernelProcess kernel) =>
        (_spec, _folder, _input, _kernel) = (spec, folder, input, kernel);

    /// <summary>The most memory the kernel's process has held, in bytes.</summary>
    public long PeakMemory => _kernel.PeakMemory;

    /// <summary>The kernel's process.</summary>
    public int ProcessId => _kernel.Id;

    /// <summary>Whether the kernel's process has ended.</summary>
    public bool HasDied => _kernel.HasExited;

    /// <summary>Ends when the kernel's process does, however it ends.</summary>
    public Task Exited => _kernel.Exited;

    internal KernelClient Client => _kernel.Client;

    /// <summary>Starts a kernel.</summary>
    /// <param name="spec">Which one.</param>
    /// <param name="workingDirectory">The notebook's folder.</param>
    /// <param name="input">Answers a cell that asks the person; null when nobody can.</param>
    /// <param name="cancellationToken">Gives up waiting for it.</param>
    /// <exception cref="KernelDiedException">It ended before it answered.</exception>
    public static async Task<WireSession> StartAsync(KernelSpec spec, string workingDirectory, InputRequest? input = null, CancellationToken cancellationToken = default) =>
        new(spec, workingDirectory, input, await KernelProcess.StartAsync(spec, workingDirectory, cancellationToken));

    /// <inheritdoc/>
    /// <remarks>A kernel that dies is the cell's error, <c>KernelDied</c>; start again with <see cref="RestartAsync"/>.</remarks>
    public Task<CellResult> ExecuteAsync(string code, Action<CellOutput> onOutput, CancellationToken cancellationToken = default) =>
        ExecuteAsync(code, onOutput, countIt: true, cancellationToken);

    /// <inheritdoc/>
    public Task<CellResult> ExecuteUncountedAsync(string code, Action<CellOutput> onOutput, CancellationToken cancellationToken = default) =>
        ExecuteAsync(code, onOutput, countIt: false, cancellationToken);

    private async Task<CellResult> ExecuteAsync(string code, Action<CellOutput> onOutput, bool countIt, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(CancellationToken.None);
        var watch = Stopwatch.StartNew();
        try
        {
            var request = Client.Send("execute_request", Execute(code, countIt), onOutput: message => Pass(message, onOutput), input: _input is null ? null : (prompt, password) => _input(prompt, password, cancellationToken));
            PendingRequest? interrupt = null;
            WireMessage reply;
            await using (cancellationToken.Register(() => interrupt = Client.Send("interrupt_request", [], control: true)))
            {
                reply = await request.Reply;
                await request.Idle;
            }

            if (interrupt is not null)
                await interrupt.Reply; // an interrupt that comes late must not stop the cell after this one
            bool good = reply.Text("status") == "ok";
            return new CellResult(good ? CellStatus.Succeeded : cancellationToken.IsCancellationRequested ? CellStatus.Interrupted : CellStatus.Failed, reply.Number("execution_count", 0), watch.Elapsed);
        }
        catch (KernelDiedException died)
        {
            onOutput(new ErrorOutput("KernelDied", died.Message, [died.Message, "It was running:", code]));
            return new CellResult(CellStatus.Failed, 0, watch.Elapsed);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What may stand at the cursor.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="cursor">In UTF-16 code units.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<NameSuggestions> CompleteAsync(string code, int cursor, CancellationToken cancellationToken = default)
    {
        var reply = await Client.AskAsync("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = Language.CodePoints.FromUtf16(code, cursor) }, cancellationToken: cancellationToken);
        int At(string field) => Language.CodePoints.ToUtf16(code, reply[field]!.GetValue<int>());
        IEnumerable<NameSuggestion> names = reply["metadata"]?["_jupyter_types_experimental"] is JsonArray typed
            ? typed.Select(item => new NameSuggestion(item!["text"]!.GetValue<string>(), item["type"]?.GetValue<string>() ?? ""))
            : reply["matches"]!.AsArray().Select(match => new NameSuggestion(match!.GetValue<string>(), ""));
        return new NameSuggestions(At("cursor_start"), At("cursor_end"), [.. names]);
    }

    /// <summary>What is known of the name at the cursor, by media type; empty if nothing is.</summary>
    public async Task<IReadOnlyDictionary<string, string>> InspectAsync(string code, int cursor, CancellationToken cancellationToken = default)
    {
        var reply = await Client.AskAsync("inspect_request", new JsonObject { ["code"] = code, ["cursor_pos"] = Language.CodePoints.FromUtf16(code, cursor), ["detail_level"] = 0 }, cancellationToken: cancellationToken);
        return reply["data"]?.AsObject().ToDictionary(item => item.Key, item => item.Value!.GetValue<string>()) ?? [];
    }

    /// <summary><c>complete</c>, <c>incomplete</c>, <c>invalid</c> or <c>unknown</c>.</summary>
    public async Task<string> IsCompleteAsync(string code, CancellationToken cancellationToken = default) =>
        (await Client.AskAsync("is_complete_request", new JsonObject { ["code"] = code }, cancellationToken: cancellationToken))["status"]!.GetValue<string>();

    /// <summary>Ends the kernel, or what is left of it, and starts a new one in the same folder.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await _kernel.DisposeAsync();
        _kernel = await KernelProcess.StartAsync(_spec, _folder, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _kernel.DisposeAsync();

    /// <summary>Ends the kernel, by force if it takes longer than <paramref name="patience"/>.</summary>
    public ValueTask EndAsync(TimeSpan patience) => _kernel.EndAsync(patience);

    private JsonObject Execute(string code, bool countIt) => new()
    {
        ["code"] = code,
        ["silent"] = false,
        ["store_history"] = countIt,
        ["user_expressions"] = new JsonObject(),
        ["allow_stdin"] = _input is not null,
        ["stop_on_error"] = false,
    };

    private static void Pass(WireMessage message, Action<CellOutput> onOutput)
    {
        if (WireOutputs.Read(message) is { } output)
            onOutput(output);
    }
}
