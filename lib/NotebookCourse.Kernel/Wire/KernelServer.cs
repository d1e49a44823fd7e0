using System.Text;
using System.Text.Json.Nodes;
using NetMQ.Sockets;
using NotebookCourse.Kernel.Scripting;

namespace NotebookCourse.Kernel.Wire;

/// <summary>A session behind the Jupyter messaging protocol, version 5.4.</summary>
public sealed class KernelServer : IDisposable
{
    private readonly string _session = Guid.NewGuid().ToString("N");
    private readonly ScriptSession _script = new();
    private readonly WireChannel _shell;
    private readonly WireChannel _control;
    private readonly WireChannel _iopub;
    private readonly WireChannel _stdin;
    private readonly Heartbeat _heartbeat;
    private readonly PoolWatch _pool = new();
    private readonly CellQueue _cells;
    private readonly RequestHandlers _handlers;
    private readonly Action<string> _log;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The longest message a front end may send, in bytes; a longer one ends its connection before it takes memory.</summary>
    internal const int LongestRequest = 64 << 20;

    /// <summary>Where a kernel notes what it runs.</summary>
    internal static string NoteBeside(string connectionFile) => connectionFile + ".running";

    /// <summary>Binds the ports and starts to answer.</summary>
    /// <param name="connection">Where to listen.</param>
    /// <param name="lastWords">The file in which the running cell is noted, so that its death can be told of.</param>
    /// <param name="log">Receives a line for every message that is dropped or fails.</param>
    public KernelServer(ConnectionFile connection, string lastWords, Action<string> log)
    {
        _log = log;
        var format = new WireFormat(connection.Key);
        var iopub = new XPublisherSocket();
        iopub.Options.XPubVerbose = true; // every front end is welcomed, not only the first
        iopub.Options.SendHighWatermark = 0; // never lose a line
        iopub.Options.MaxMsgSize = LongestRequest;
        iopub.Options.Linger = TimeSpan.FromSeconds(1);
        iopub.Bind(connection.Address(connection.IopubPort));
        _iopub = new WireChannel("iopub", iopub, format, null, log, Welcome);
        _cells = new CellQueue(_script, this, new LastWords(lastWords, log));
        _handlers = new RequestHandlers(_script, _cells);
        var stdin = Router(connection, connection.StdinPort);
        stdin.Options.RouterMandatory = true; // a question must not get lost because the front end is still connecting
        _stdin = new WireChannel("stdin", stdin, format, _cells.Answer, log);
        _control = new WireChannel("control", Router(connection, connection.ControlPort), format, message => Receive(message, _control!), log);
        _shell = new WireChannel("shell", Router(connection, connection.ShellPort), format, message => Receive(message, _shell!), log);

        _heartbeat = new Heartbeat(connection.Address(connection.HeartbeatPort), log);
        Publish("status", new JsonObject { ["execution_state"] = "starting" }, null);
    }

    /// <summary>Ends when a front end has asked for it.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Compiles and runs a first cell in advance.</summary>
    public Task WarmUpAsync() => _script.WarmUpAsync();

    /// <summary>Stops the running cell.</summary>
    public void Interrupt() => _cells.Interrupt();

    /// <inheritdoc/>
    public void Dispose()
    {
        _cells.Dispose();
        _heartbeat.Dispose();
        _pool.Dispose();
        foreach (var channel in (WireChannel[])[_shell, _control, _stdin, _iopub])
            channel.Dispose();
    }

    internal void Log(string line) => _log(line);

    /// <summary>Shows an error below the cell that asked, and gives the reply that says the same.</summary>
    internal JsonObject Failure(WireMessage request, string name, string message, int executionCount)
    {
        JsonObject Content() => new() { ["ename"] = name, ["evalue"] = message, ["traceback"] = new JsonArray($"{name}: {message}") };
        if (request.Type == "execute_request")
            Publish("error", Content(), request.Header);
        var reply = Content();
        reply["status"] = "error";
        reply["execution_count"] = executionCount;
        return reply;
    }

    internal void Publish(string type, JsonObject content, WireHeader? parent) =>
        _iopub.Send(new WireMessage([Encoding.UTF8.GetBytes($"kernel.{_session}.{type}")], WireHeader.Create(type, _session), parent, content));

    internal void Status(string state, WireHeader parent) => Publish("status", new JsonObject { ["execution_state"] = state }, parent);

    internal void Reply(WireMessage request, JsonObject content, JsonObject? metadata = null) =>
        _shell.Send(Answer(request, ReplyTo(request), content) with { Metadata = metadata });

    internal void Ask(WireMessage request, string prompt, bool password) =>
        _stdin.Send(Answer(request, "input_request", new JsonObject { ["prompt"] = prompt, ["password"] = password }));

    // Tells a front end that from here on it hears everything. The topic is the one it subscribed to: others need not hear.
    private void Welcome(WireChannel iopub, byte[] topic) =>
        iopub.Send(new WireMessage([topic], WireHeader.Create("iopub_welcome", _session), null, new JsonObject { ["subscription"] = Encoding.UTF8.GetString(topic) }));

    private static RouterSocket Router(ConnectionFile connection, int port)
    {
        var socket = new RouterSocket();
        socket.Options.RouterHandover = true;
        socket.Options.SendHighWatermark = 0;
        socket.Options.MaxMsgSize = LongestRequest;
        socket.Options.Linger = TimeSpan.FromSeconds(1);
        socket.Bind(connection.Address(port));
        return socket;
    }

    private WireMessage Answer(WireMessage request, string type, JsonObject content) =>
        new(request.Identities, WireHeader.Create(type, _session), request.Header, content);

    private void RefuseComm(WireMessage request) =>
        Publish("comm_close", new JsonObject { ["comm_id"] = request.Text("comm_id"), ["data"] = new JsonObject() }, request.Header);

    private void Receive(WireMessage request, WireChannel channel)
    {
        if (request.Type == "execute_request" && request.Fault is null)
        {
            _cells.Add(request);
            return;
        }

        Status("busy", request.Header);
        try
        {
            Answer(request, channel);
        }
        catch (Exception exception)
        {
            // One question that cannot be answered must not end the session.
            _log($"{request.Type} failed: {exception}");
            channel.Send(Answer(request, ReplyTo(request), Failure(request, exception.GetType().Name, exception.Message, _script.ExecutionCount)));
        }

        if (request.Type == "shutdown_request")
            Publish("shutdown_reply", new JsonObject { ["status"] = "ok", ["restart"] = request.Flag("restart", false) }, request.Header);
        Status("idle", request.Header);
        if (request.Type == "shutdown_request")
            _ended.TrySetResult();
    }

    private void Answer(WireMessage request, WireChannel channel)
    {
        if (request.Fault is { } fault)
            channel.Send(Answer(request, ReplyTo(request), Failure(request, "InvalidMessage", fault, _script.ExecutionCount)));
        else if (request.Type == "comm_open")
            RefuseComm(request); // no cell can register a target, so none is ever known
        else if (request.Type is "comm_msg" or "comm_close")
            _log($"'{request.Type}' for a comm that is not open was dropped");
        else if (_handlers.Handle(request) is { } content)
            channel.Send(Answer(request, ReplyTo(request), content));
        else
            _log($"a message of unknown type '{request.Type}' was dropped");
    }

    private static string ReplyTo(WireMessage request) => request.Type.Replace("_request", "_reply", StringComparison.Ordinal);
}
