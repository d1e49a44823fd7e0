using System.Threading.Channels;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>
/// What one window is still to be told. A window that does not read is given up before it costs much memory; when it comes
/// back it is told the state.
/// </summary>
internal sealed class PageQueue : ChannelReader<string>
{
    /// <summary>Characters that may wait for one window.</summary>
    public const long MostWaiting = 32_000_000;

    private readonly Channel<string> _messages = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _fellBehind = new();
    private long _waiting;

    /// <summary>Ends when the window was given up.</summary>
    public CancellationToken FellBehind => _fellBehind.Token;

    /// <inheritdoc/>
    public override bool CanCount => true;

    /// <inheritdoc/>
    public override int Count => _messages.Reader.Count;

    /// <inheritdoc/>
    public override Task Completion => _messages.Reader.Completion;

    /// <summary>Adds a message; the first one may be of any length.</summary>
    /// <returns>Whether the window keeps up; if not, it is to be told nothing more.</returns>
    public bool TryWrite(string message)
    {
        long waiting = Interlocked.Add(ref _waiting, message.Length);
        if (waiting <= MostWaiting || waiting == message.Length)
            return _messages.Writer.TryWrite(message);
        _messages.Writer.TryComplete();
        while (_messages.Reader.TryRead(out _))
        {
            // Nobody will read it.
        }

        _fellBehind.Cancel();
        return false;
    }

    /// <inheritdoc/>
    public override bool TryRead([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string item)
    {
        if (!_messages.Reader.TryRead(out item))
            return false;
        Interlocked.Add(ref _waiting, -item.Length);
        return true;
    }

    /// <inheritdoc/>
    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => _messages.Reader.WaitToReadAsync(cancellationToken);
}
