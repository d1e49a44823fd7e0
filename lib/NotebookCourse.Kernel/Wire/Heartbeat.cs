using NetMQ;
using NetMQ.Sockets;

namespace NotebookCourse.Kernel.Wire;

/// <summary>Sends back whatever comes, on a thread of its own, so that a front end sees that the process lives.</summary>
/// <remarks>A router and not a reply socket: it owes nobody an answer, so that a caller who leaves half way stops nothing.</remarks>
internal sealed class Heartbeat : IDisposable
{
    private const int LongestBeat = 64 << 10; // bytes

    private readonly RouterSocket _socket = new();
    private readonly NetMQPoller _poller;

    /// <param name="address">Where to listen.</param>
    /// <param name="log">Told of what could not be sent back.</param>
    public Heartbeat(string address, Action<string> log)
    {
        _socket.Options.MaxMsgSize = LongestBeat;
        _socket.Options.Linger = TimeSpan.Zero;
        _socket.Bind(address);
        _socket.ReceiveReady += (_, ready) =>
        {
            try
            {
                ready.Socket.SendMultipartMessage(ready.Socket.ReceiveMultipartMessage());
            }
            catch (Exception exception)
            {
                log($"a heartbeat could not be sent back: {exception}"); // the next one can
            }
        };
        _poller = [_socket];
        _poller.RunAsync("heartbeat", isBackgroundThread: true);
    }

    public void Dispose()
    {
        _poller.Stop();
        _poller.Dispose();
        _socket.Dispose();
    }
}
