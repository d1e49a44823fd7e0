using NetMQ;
using NotebookCourse.Kernel.Scripting;

namespace NotebookCourse.Kernel.Wire;

/// <summary>One socket with a thread of its own: messages may be sent from anywhere, and are received one at a time.</summary>
internal sealed class WireChannel : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(20);
    private const int MostTries = 500; // ten seconds, and more where everything takes longer: the receiver is still connecting

    private readonly NetMQSocket _socket;
    private readonly Action<string> _refused;
    private readonly string _name;
    private readonly WireFormat _format;
    private readonly NetMQQueue<Outgoing> _outgoing = new();
    private readonly NetMQPoller _poller;
    private readonly Lock _gate = new();
    private bool _ended;

    /// <param name="name">Names the thread.</param>
    /// <param name="socket">Bound or connected.</param>
    /// <param name="format">Signs and checks.</param>
    /// <param name="received">Called on the channel's thread; null for a channel that only sends.</param>
    /// <param name="refused">Told why a message was dropped or has to wait.</param>
    /// <param name="subscribed">Called on the channel's thread with the topic of every new subscription; only an <see cref="NetMQ.Sockets.XPublisherSocket"/> hears of them.</param>
    public WireChannel(string name, NetMQSocket socket, WireFormat format, Action<WireMessage>? received, Action<string> refused, Action<WireChannel, byte[]>? subscribed = null)
    {
        _socket = socket;
        _format = format;
        _refused = refused;
        _name = name;
        _outgoing.ReceiveReady += (_, ready) =>
        {
            while (ready.Queue.TryDequeue(out var message, TimeSpan.Zero))
                Guard(() => Deliver(message));
        };
        _poller = [_outgoing];
        if (received is not null)
        {
            socket.ReceiveReady += (_, _) => Guard(() => Receive(received));
            _poller.Add(socket);
        }

        if (subscribed is not null)
        {
            socket.ReceiveReady += (_, ready) =>
            {
                if (ready.Socket.ReceiveMultipartBytes() is [[1, .. var topic], ..])
                    subscribed(this, topic);
            };
            _poller.Add(socket);
        }

        _poller.RunAsync(name, isBackgroundThread: true);
    }

    public void Send(WireMessage message)
    {
        var outgoing = new Outgoing(_format.Write(message));
        Interruptible.Whole(() => _outgoing.Enqueue(outgoing));
    }

    private void Receive(Action<WireMessage> received)
    {
        var frames = _socket.ReceiveMultipartMessage();
        if (_format.Read(frames, out string? why) is { } message)
            received(message);
        else
            _refused($"{_name}: a message was dropped: {why}");
    }

    /// <summary>An exception would end the channel's thread, and nobody would hear from this process again.</summary>
    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            _refused($"{_name}: a message was dropped: {exception}");
        }
    }

    // Only a socket that says so throws here (RouterMandatory); others drop what nobody is there to receive.
    private void Deliver(Outgoing message)
    {
        try
        {
            _socket.SendMultipartMessage(message.Frames);
        }
        catch (HostUnreachableException) when (message.Tries < MostTries)
        {
            if (message.Tries == 0)
                _refused($"{_name}: a message waits: nobody is there yet to receive it");
            _ = RetryAsync(message with { Tries = message.Tries + 1 });
        }
        catch (HostUnreachableException)
        {
            _refused($"{_name}: a message was dropped: nobody came to receive it");
        }
    }

    private async Task RetryAsync(Outgoing message)
    {
        await Task.Delay(RetryAfter);
        lock (_gate)
        {
            if (!_ended)
                _outgoing.Enqueue(message);
        }
    }

    /// <summary>Ends the thread, after what is still to be sent has been handed to the system.</summary>
    public void Dispose()
    {
        lock (_gate)
            _ended = true;
        _poller.Stop();
        while (_outgoing.TryDequeue(out var message, TimeSpan.Zero))
            SendLast(message.Frames);
        _poller.Dispose();
        _socket.Dispose();
        _outgoing.Dispose();
    }

    private void SendLast(NetMQMessage frames)
    {
        try
        {
            _socket.TrySendMultipartMessage(TimeSpan.FromSeconds(1), frames);
        }
        catch (HostUnreachableException)
        {
            _refused($"{_name}: a message was dropped: the kernel ends and nobody is there to receive it");
        }
    }

    /// <param name="Frames">What is sent.</param>
    /// <param name="Tries">How often it could not be sent.</param>
    private sealed record Outgoing(NetMQMessage Frames, int Tries = 0);
}
