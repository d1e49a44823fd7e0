using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using NotebookCourse.Kernel.Scripting;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Wire;

/// <summary>Runs execute requests one after the other, and sends what they show.</summary>
internal sealed class CellQueue : IDisposable
{
    private readonly ScriptSession _script;
    private readonly KernelServer _server;
    private readonly LastWords _lastWords;
    private readonly IdleCollection _collection = new();
    private readonly KernelThread _thread = new("cell queue");
    private readonly Channel<WireMessage> _waiting = Channel.CreateUnbounded<WireMessage>();
    private readonly BlockingCollection<string> _answers = [];
    private readonly Lock _gate = new();
    private CancellationTokenSource? _running;
    private readonly List<(int Number, string Code)> _history = [];

    public CellQueue(ScriptSession script, KernelServer server, LastWords lastWords)
    {
        (_script, _server, _lastWords) = (script, server, lastWords);
        _thread.Post(_ => _ = RunAsync(), null);
    }

    /// <summary>The cells run so far.</summary>
    public IReadOnlyList<(int Number, string Code)> History
    {
        get
        {
            lock (_gate)
                return [.. _history];
        }
    }

    public void Add(WireMessage request) => _waiting.Writer.TryWrite(request);

    public void Answer(WireMessage reply)
    {
        if (reply.Type == "input_reply")
            _answers.Add(reply.Text("value"));
    }

    public void Interrupt()
    {
        lock (_gate)
            _running?.Cancel();
    }

    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        Interrupt();
        _collection.Dispose();
        _lastWords.Dispose();
        _thread.Dispose();
    }

    private async Task RunAsync()
    {
        await foreach (var request in _waiting.Reader.ReadAllAsync())
        {
            try
            {
                await ServeAsync(request);
            }
            catch (Exception exception)
            {
                _server.Log($"{request.Type} could not be answered: {exception}"); // the next one can
            }
        }
    }

    private async Task ServeAsync(WireMessage request)
    {
        _server.Status("busy", request.Header);
        var started = DateTime.UtcNow;
        _collection.Busy();
        var (reply, failed) = await TryExecuteAsync(request);
        // Counted before the reply goes out: who knows of the failure and asks again is served.
        int unaware = failed && request.Flag("stop_on_error", true) ? _waiting.Reader.Count : 0;
        _server.Reply(request, reply, new JsonObject { ["started"] = started.ToString("O") });
        _collection.Idle();
        _server.Status("idle", request.Header);
        Abort(unaware);
    }

    /// <summary>Whatever goes wrong around a cell is the cell's error, and the session goes on.</summary>
    private async Task<(JsonObject Reply, bool Failed)> TryExecuteAsync(WireMessage request)
    {
        using var stop = new CancellationTokenSource();
        lock (_gate)
            _running = stop;
        try
        {
            return await ExecuteAsync(request, stop.Token);
        }
        catch (Exception exception)
        {
            _server.Log($"{request.Type} failed: {exception}");
            return (_server.Failure(request, exception.GetType().Name, exception.Message, _script.ExecutionCount), true);
        }
        finally
        {
            lock (_gate)
                _running = null;
        }
    }

    private void Abort(int count)
    {
        for (; count > 0 && _waiting.Reader.TryRead(out var request); count--)
        {
            _server.Status("busy", request.Header);
            _server.Reply(request, new JsonObject { ["status"] = "aborted", ["execution_count"] = _script.ExecutionCount, ["user_expressions"] = new JsonObject(), ["payload"] = new JsonArray() });
            _server.Status("idle", request.Header);
        }
    }

    private async Task<(JsonObject Reply, bool Failed)> ExecuteAsync(WireMessage request, CancellationToken stop)
    {
        string code = request.Text("code");
        bool silent = request.Flag("silent", false);
        bool store = request.Flag("store_history", true) && !silent;
        if (store)
        {
            lock (_gate)
                _history.Add((_script.ExecutionCount + 1, code));
        }

        if (!silent)
            _server.Publish("execute_input", new JsonObject { ["code"] = code, ["execution_count"] = _script.ExecutionCount + (store ? 1 : 0) }, request.Header);
        if (_lastWords.Take() is { } told)
            _server.Publish("stream", new JsonObject { ["name"] = "stderr", ["text"] = told }, request.Header);
        _lastWords.Begin(code);
        ErrorOutput? error = null;
        var result = await _script.ExecuteAsync(
            code,
            output =>
            {
                error ??= output as ErrorOutput;
                if (!silent)
                    Send(output, request.Header);
            },
            request.Flag("allow_stdin", false) ? (prompt, password, token) => Ask(request, prompt, password, token) : null,
            store,
            stop);
        _lastWords.End();
        return (await ReplyAsync(request, result, error, stop), error is not null);
    }

    private string Ask(WireMessage request, string prompt, bool password, CancellationToken cancellationToken)
    {
        while (_answers.TryTake(out _))
        {
            // An answer to a question that was interrupted.
        }

        _server.Ask(request, prompt, password);
        return _answers.Take(cancellationToken);
    }

    private async Task<JsonObject> ReplyAsync(WireMessage request, CellResult result, ErrorOutput? error, CancellationToken stop)
    {
        var reply = new JsonObject { ["status"] = error is null ? "ok" : "error", ["execution_count"] = result.ExecutionCount, ["payload"] = new JsonArray() };
        if (error is not null)
        {
            reply["ename"] = error.Name;
            reply["evalue"] = error.Value;
            reply["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]);
            reply["user_expressions"] = new JsonObject();
            return reply;
        }

        var values = new JsonObject();
        foreach (var (name, expression) in request.Content["user_expressions"] as JsonObject ?? [])
            values[name] = expression is JsonValue value && value.TryGetValue(out string? text)
                ? await EvaluateAsync(text, stop)
                : WireOutputs.Error(new ErrorOutput("ArgumentException", $"The expression '{name}' is not a text.", []), withStatus: true);
        reply["user_expressions"] = values;
        return reply;
    }

    private async Task<JsonObject> EvaluateAsync(string expression, CancellationToken stop)
    {
        JsonObject value = [];
        await _script.ExecuteAsync(
            expression,
            output =>
            {
                if (output is ResultOutput result)
                    value = new JsonObject { ["status"] = "ok", ["data"] = WireOutputs.Data(result.Data), ["metadata"] = new JsonObject() };
                else if (output is ErrorOutput error)
                    value = WireOutputs.Error(error, withStatus: true);
            },
            null,
            countIt: false,
            stop);
        return value;
    }

    private void Send(CellOutput output, WireHeader parent)
    {
        var (type, content) = WireOutputs.Message(output);
        _server.Publish(type, content, parent);
    }
}
