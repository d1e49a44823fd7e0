using NetMQ;
using NotebookCourse.Kernel.Scripting;

namespace NotebookCourse.Kernel.Wire;

/// <summary>One socket with a thread of its own: messages may be sent from anywhere, and are received one at a time.</summary>
internal sealed class WireChannel : IDisposable
{
    private readonly NetMQSocket _socket;
    private readonly WireFormat _format;
    private readonly NetMQQueue<NetMQMessage> _outgoing = new();
    private readonly NetMQPoller _poller;

    /// <param name="name">Names the thread.</param>
    /// <param name="socket">Bound or connected.</param>
    /// <param name="format">Signs and checks.</param>
    /// <param name="received">Called on the channel's thread; null for a channel that only sends.</param>
    /// <param name="refused">Told why a message was dropped.</param>
    public WireChannel(string name, NetMQSocket socket, WireFormat format, Action<WireMessage>? received, Action<string> refused)
    {
        _socket = socket;
        _format = format;
        _outgoing.ReceiveReady += (_, ready) =>
        {
            while (ready.Queue.TryDequeue(out var message, TimeSpan.Zero))
                socket.SendMultipartMessage(message);
        };
        _poller = [_outgoing];
        if (received is not null)
        {
            socket.ReceiveReady += (_, ready) =>
            {
                var frames = ready.Socket.ReceiveMultipartMessage();
                if (format.Read(frames, out string? why) is { } message)
                    received(message);
                else
                    refused($"{name}: a message was dropped: {why}");
            };
            _poller.Add(socket);
        }

        _poller.RunAsync(name, isBackgroundThread: true);
    }

    public void Send(WireMessage message)
    {
        var frames = _format.Write(message);
        Interruptible.Whole(() => _outgoing.Enqueue(frames));
    }

    /// <summary>Ends the thread, after what is still to be sent has been handed to the system.</summary>
    public void Dispose()
    {
        _poller.Stop();
        while (_outgoing.TryDequeue(out var message, TimeSpan.Zero))
            _socket.TrySendMultipartMessage(TimeSpan.FromSeconds(1), message);
        _poller.Dispose();
        _socket.Dispose();
        _outgoing.Dispose();
    }
}
