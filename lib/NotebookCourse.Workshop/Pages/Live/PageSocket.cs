using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>The conversation with one window: what it asks goes to the lesson, what happens there comes back.</summary>
/// <param name="socket">The window.</param>
/// <param name="lesson">The lesson it shows.</param>
/// <param name="renew">Looks again at the lesson's notebook, which may have got new cells.</param>
internal sealed class PageSocket(WebSocket socket, LiveLesson lesson, Action renew)
{
    private const int LongestMessage = 4_000_000;

    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();

    /// <summary>Talks until the window closes or the server ends.</summary>
    public async Task TalkAsync(CancellationToken stop)
    {
        PageQueue news = lesson.Open();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, news.FellBehind);
        Task sending = SendAsync(news, end.Token);
        try
        {
            await ReceiveAsync(news, end.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            socket.Abort(); // the window is gone without a word, or the server ends
        }
        finally
        {
            lesson.Close(news);
            await end.CancelAsync();
            await sending;
        }
    }

    private async Task SendAsync(PageQueue news, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                using var next = CancellationTokenSource.CreateLinkedTokenSource(stop);
                await Task.WhenAny(news.WaitToReadAsync(next.Token).AsTask(), _answers.Reader.WaitToReadAsync(next.Token).AsTask());
                await next.CancelAsync();
                if (stop.IsCancellationRequested)
                    break;
                while (news.TryRead(out string? message) || _answers.Reader.TryRead(out message))
                    await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, stop);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The window is gone, or fell behind: it comes back and is told the state.
        }

        socket.Abort();
    }

    private async Task ReceiveAsync(PageQueue news, CancellationToken stop)
    {
        var buffer = new byte[64 * 1024];
        var message = new MemoryStream();
        while (socket.State == WebSocketState.Open)
        {
            WebSocketReceiveResult part = await socket.ReceiveAsync(buffer, stop);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, stop);
                return;
            }

            message.Write(buffer, 0, part.Count);
            if (message.Length > LongestMessage)
            {
                await socket.CloseAsync(WebSocketCloseStatus.MessageTooBig, null, stop);
                return;
            }

            if (part.EndOfMessage)
            {
                if (Messages.Read(message.GetBuffer().AsSpan(0, (int)message.Length), out string? fault) is { } said)
                    Act(said, news);
                else
                    _answers.Writer.TryWrite(Messages.NotUnderstood(fault!));
                message.SetLength(0);
            }
        }
    }

    private void Act(PageMessage said, PageQueue news)
    {
        switch (said)
        {
            case { Type: "run", Cells: { } cells }:
                if (cells.All(cell => Knows(cell.Cell)))
                    lesson.Run(cells);
                break;
            case { Type: "edit", Cell: { } cell }:
                if (Knows(cell))
                    lesson.Edit(new LearnerEdit(cell, said.Source, news, said.Request));
                break;
            case { Type: "turn", Cell: { } cell, Control: { } control, Value: { } value }:
                if (Knows(cell))
                    lesson.Turn(new ControlTurn(cell, control, value));
                break;
            case { Type: "interrupt" }:
                lesson.Interrupt();
                break;
            case { Type: "restart" }:
                _ = lesson.RestartAsync();
                break;
            case { Type: "warm" }:
                _ = lesson.WarmAsync();
                break;
            case { Type: "complete", Source: { } source }:
                _ = AnswerAsync(async () => Messages.Completed(said.Request, await lesson.CompleteAsync(source, Math.Clamp(said.Offset, 0, source.Length))));
                break;
            case { Type: "inspect", Source: { } source }:
                _ = AnswerAsync(async () => Messages.Inspected(said.Request, await lesson.InspectAsync(source, Math.Clamp(said.Offset, 0, source.Length))));
                break;
        }
    }

    /// <summary>Whether the lesson has the cell; if not, the window is told that it is out of date.</summary>
    private bool Knows(string cell)
    {
        if (!lesson.Has(cell))
            renew();
        if (lesson.Has(cell))
            return true;
        _answers.Writer.TryWrite(Messages.Outdated(cell));
        return false;
    }

    private async Task AnswerAsync(Func<Task<string>> answer) => _answers.Writer.TryWrite(await answer());
}
