using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;
using NotebookCourse.Kernel.Wire;

namespace NotebookCourse.Kernel.Client;

/// <summary>One front end's connection to a kernel: requests out, replies and outputs in.</summary>
internal sealed class KernelClient : IDisposable
{
    private readonly string _session = Guid.NewGuid().ToString("N");
    private readonly ConnectionFile _connection;
    private readonly WireChannel _shell;
    private readonly WireChannel _control;
    private readonly WireChannel _stdin;
    private readonly WireChannel _iopub;
    private readonly ConcurrentDictionary<string, PendingRequest> _pending = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Exception? _failure;

    public KernelClient(ConnectionFile connection)
    {
        _connection = connection;
        var format = new WireFormat(connection.Key);
        byte[] identity = System.Text.Encoding.ASCII.GetBytes(_session);
        _shell = new WireChannel("client shell", Dealer(connection.ShellPort, identity), format, Replied, _ => { });
        _control = new WireChannel("client control", Dealer(connection.ControlPort, identity), format, Replied, _ => { });
        _stdin = new WireChannel("client stdin", Dealer(connection.StdinPort, identity), format, Asked, _ => { });
        var iopub = new SubscriberSocket();
        iopub.Options.ReceiveHighWatermark = 0;
        iopub.Options.Linger = TimeSpan.Zero;
        iopub.Connect(connection.Address(connection.IopubPort));
        iopub.SubscribeToAnyTopic();
        _iopub = new WireChannel("client iopub", iopub, format, Published, _ => { });
    }

    /// <summary>Ends when the kernel's outputs are heard, which is some time after connecting; a kernel that welcomes nobody tells it with its next output.</summary>
    public Task Listening => _listening.Task;

    /// <summary>Sends a request; its reply and outputs come to the pending request.</summary>
    public PendingRequest Send(string type, JsonObject content, bool control = false, Action<WireMessage>? onOutput = null, Func<string, bool, string>? input = null)
    {
        var header = WireHeader.Create(type, _session);
        var pending = new PendingRequest(onOutput, input);
        _pending[header.Id] = pending;
        if (_failure is { } reason)
            pending.Fail(reason);
        (control ? _control : _shell).Send(new WireMessage([], header, null, content));
        return pending;
    }

    /// <summary>Sends a request and waits for its reply.</summary>
    public async Task<JsonObject> AskAsync(string type, JsonObject content, bool control = false, CancellationToken cancellationToken = default) =>
        (await Send(type, content, control).Reply.WaitAsync(cancellationToken)).Content;

    /// <summary>Whether the kernel's heart answers within the time.</summary>
    public bool IsAlive(TimeSpan patience)
    {
        using var socket = new RequestSocket();
        socket.Options.Linger = TimeSpan.Zero;
        socket.Connect(_connection.Address(_connection.HeartbeatPort));
        return socket.TrySendFrame(patience, "ping") && socket.TryReceiveFrameString(patience, out string? answer) && answer == "ping";
    }

    /// <summary>Lets everybody who waits, or asks later, know that no answer will come.</summary>
    public void Fail(Exception reason)
    {
        _failure = reason; // before the loop: a request that comes meanwhile fails by itself
        foreach (var pending in _pending.Values)
            pending.Fail(reason);
    }

    public void Dispose()
    {
        foreach (var channel in (WireChannel[])[_shell, _control, _stdin, _iopub])
            channel.Dispose();
    }

    private DealerSocket Dealer(int port, byte[] identity)
    {
        var socket = new DealerSocket();
        socket.Options.Identity = identity;
        socket.Options.Linger = TimeSpan.FromMilliseconds(200);
        socket.Connect(_connection.Address(port));
        return socket;
    }

    private PendingRequest? Pending(WireMessage message) => message.Parent is { } parent ? _pending.GetValueOrDefault(parent.Id) : null;

    private void Replied(WireMessage reply) => Pending(reply)?.Complete(reply);

    private void Published(WireMessage message)
    {
        _listening.TrySetResult();
        if (Pending(message) is not { } pending)
            return;
        if (message.Type == "status")
            pending.State(message.Text("execution_state"));
        else
            Try(pending, () => pending.Output(message));
    }

    private void Asked(WireMessage question)
    {
        if (question.Type != "input_request" || Pending(question) is not { } pending)
            return;

        // The person may take their time; the channel must not wait for them.
        _ = Task.Run(() => Try(pending, () => _stdin.Send(new WireMessage([], WireHeader.Create("input_reply", _session), question.Header, new JsonObject { ["status"] = "ok", ["value"] = pending.Answer(question.Text("prompt"), question.Flag("password", false)) }))));
    }

    /// <summary>What goes wrong in the asker's own code is the asker's to hear.</summary>
    private static void Try(PendingRequest pending, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            pending.Fail(exception);
        }
    }
}
