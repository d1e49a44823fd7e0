namespace NotebookCourse.Workshop.Commands;

/// <summary>What a request to stop asks for, given those before it.</summary>
internal enum StopRequest
{
    /// <summary>The first: stop in good order.</summary>
    Stop,

    /// <summary>The first one, sent a second time (to a program and to its group, say): nothing more.</summary>
    SameAgain,

    /// <summary>A later one, of somebody who will not wait: end at once.</summary>
    EndNow,
}

/// <summary>
/// Tells requests to stop apart by when they come, by a clock that never goes back. May be asked by several threads at once: exactly one hears
/// <see cref="StopRequest.Stop"/>.
/// </summary>
/// <param name="clock">What time it is.</param>
internal sealed class StopRequests(TimeProvider clock)
{
    /// <summary>Requests no further apart than this are one.</summary>
    public static readonly TimeSpan OneAndTheSame = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long? _first;

    /// <summary>What the request that comes now asks for.</summary>
    public StopRequest Next()
    {
        lock (_gate)
        {
            if (_first is { } first)
                return clock.GetElapsedTime(first) > OneAndTheSame ? StopRequest.EndNow : StopRequest.SameAgain;
            _first = clock.GetTimestamp();
            return StopRequest.Stop;
        }
    }
}
