using System.Threading.Channels;
using NotebookCourse.Kernel.Client;
using NotebookCourse.Kernel.Sessions;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>
/// One open lesson: its kernel, the cells waiting to run, what they have shown, and the pages that watch. Any number
/// of windows may show the same lesson; all see the same.
/// </summary>
internal sealed class LiveLesson : IAsyncDisposable
{
    private const int MostWaiting = 20_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LiveCell> _cells;
    private readonly Queue<CellSource> _waiting = new();
    private readonly HashSet<Channel<string>> _pages = [];
    private readonly HashSet<string> _meantToThrow;
    private readonly LearnerEdits _edits;
    private readonly TimeProvider _clock;
    private readonly KernelSeat _seat;
    private CancellationTokenSource _interrupt = new();
    private Task _work = Task.CompletedTask;
    private DateTimeOffset _lastUse;

    /// <summary>Opens a lesson; its kernel is started when it is first needed.</summary>
    /// <param name="cells">Its code cells.</param>
    /// <param name="edits">The learner's changes to them.</param>
    /// <param name="startKernel">Starts a kernel for it.</param>
    /// <param name="clock">Tells how long nothing has happened.</param>
    public LiveLesson(IReadOnlyList<NotebookCell> cells, LearnerEdits edits, Func<Task<ILessonKernel>> startKernel, TimeProvider clock)
    {
        _cells = cells.ToDictionary(cell => cell.Id, _ => new LiveCell(), StringComparer.Ordinal);
        _meantToThrow = [.. cells.Where(cell => cell.Tags.Contains(NotebookCell.ThrowsTag)).Select(cell => cell.Id)];
        (_edits, _clock, _lastUse) = (edits, clock, clock.GetUtcNow());
        _seat = new KernelSeat(startKernel, KernelChanged);
    }

    /// <summary>How the kernel stands.</summary>
    public KernelStatus Status => _seat.Status;

    /// <summary>A page opens: it is told all there is to know, then everything that happens.</summary>
    public ChannelReader<string> Open()
    {
        var page = Channel.CreateBounded<string>(MostWaiting);
        LearnerProgress progress = LearnerProgress.Load(out string? notice);
        lock (_gate)
        {
            page.Writer.TryWrite(Messages.State(Status, _cells.ToDictionary(cell => cell.Key, cell => cell.Value.State(_edits.Find(cell.Key))), progress));
            if ((notice ?? _edits.Notice) is { } trouble)
                page.Writer.TryWrite(Messages.NotRead(trouble));
            _pages.Add(page);
        }

        return page.Reader;
    }

    /// <summary>A page closes.</summary>
    public void Close(ChannelReader<string> reader)
    {
        lock (_gate)
        {
            _pages.RemoveWhere(page => page.Reader == reader);
            _lastUse = _clock.GetUtcNow();
        }
    }

    /// <summary>Puts cells in the queue; what they showed before is cleared. Cells that the lesson does not have are passed over.</summary>
    public void Run(IReadOnlyList<CellSource> cells)
    {
        lock (_gate)
        {
            foreach (CellSource cell in cells.Where(cell => _cells.ContainsKey(cell.Cell)))
            {
                _cells[cell.Cell] = new LiveCell { Status = LiveStatus.Queued };
                _waiting.Enqueue(cell);
                Tell(Messages.Cell(cell.Cell, LiveStatus.Queued));
            }

            if (_work.IsCompleted)
                _work = Task.Run(WorkAsync);
        }
    }

    /// <summary>Keeps an edit and shows it in the other windows.</summary>
    public void Edit(string cell, string? source, ChannelReader<string> from)
    {
        if (!_cells.ContainsKey(cell))
            return;
        string? trouble = _edits.Set(cell, source);
        lock (_gate)
        {
            foreach (Channel<string> page in _pages.Where(page => page.Reader != from))
                page.Writer.TryWrite(Messages.Source(cell, source));
            if (trouble is not null)
                Tell(Messages.NotSaved(trouble));
        }
    }

    /// <summary>Stops the running cell and forgets those that wait.</summary>
    public void Interrupt()
    {
        lock (_gate)
        {
            ForgetWaiting();
            _interrupt.Cancel();
        }
    }

    /// <summary>Ends the kernel and starts another; variables are gone, text and outputs stay.</summary>
    public async Task RestartAsync()
    {
        Interrupt();
        await _seat.EndAsync(KernelStatus.None);
        await WarmAsync();
    }

    /// <summary>Starts the kernel, so that the first cell need not wait for it. If that fails the pages are told.</summary>
    public async Task WarmAsync()
    {
        try
        {
            await _seat.GetAsync();
        }
        catch (Exception exception) when (KernelSeat.IsKernelFault(exception))
        {
            lock (_gate)
                Tell(Messages.Kernel(KernelStatus.Dead));
        }
    }

    /// <summary>Completions; none while the kernel is not there or is busy.</summary>
    public async Task<NameSuggestions> CompleteAsync(string source, int offset) =>
        await _seat.AskAsync(kernel => kernel.CompleteAsync(source, offset)) ?? new NameSuggestions(offset, offset, []);

    /// <summary>What stands at a place; null while the kernel is not there or is busy.</summary>
    public Task<string?> InspectAsync(string source, int offset) => _seat.AskAsync(kernel => kernel.InspectAsync(source, offset));

    /// <summary>Ends the kernel if it has had nothing to do for long: much sooner when no page shows the lesson.</summary>
    public async Task EndIfIdleAsync(TimeSpan watched, TimeSpan unwatched)
    {
        bool end;
        lock (_gate)
            end = Status == KernelStatus.Idle && _clock.GetUtcNow() - _lastUse > (_pages.Count > 0 ? watched : unwatched);
        if (end)
            await _seat.EndAsync(KernelStatus.Ended);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Interrupt();
        await _seat.EndAsync(KernelStatus.Ended);
        await _work;
        _seat.Dispose();
    }

    private async Task WorkAsync()
    {
        while (true)
        {
            CellSource? next;
            CancellationToken interrupt;
            lock (_gate)
            {
                _lastUse = _clock.GetUtcNow();
                if (!_waiting.TryDequeue(out next))
                {
                    _seat.SetBusy(false);
                    Tell(Messages.Progress(LearnerProgress.Load(out _)));
                    _work = Task.CompletedTask;
                    return;
                }

                if (_interrupt.IsCancellationRequested)
                    _interrupt = new CancellationTokenSource();
                interrupt = _interrupt.Token;
            }

            if (!await RunOneAsync(next, interrupt))
            {
                lock (_gate)
                    ForgetWaiting();
            }
        }
    }

    /// <summary>Runs one cell.</summary>
    /// <returns>Whether the cells that wait shall run.</returns>
    private async Task<bool> RunOneAsync(CellSource cell, CancellationToken interrupt)
    {
        try
        {
            ILessonKernel kernel = await _seat.GetAsync();
            _seat.SetBusy(true);
            Begin(cell.Cell);
            CellResult result = await kernel.ExecuteAsync(cell.Source, output => Show(cell.Cell, output), interrupt);
            LiveStatus status = StatusOf(result, cell.Cell);
            Change(cell.Cell, status, result);
            return status == LiveStatus.Done;
        }
        catch (Exception exception) when (KernelSeat.IsKernelFault(exception))
        {
            Show(cell.Cell, new ErrorOutput("C#", exception.Message, []));
            Change(cell.Cell, LiveStatus.Failed, null);
            return false;
        }
    }

    /// <summary>A cell that is meant to end in an exception is done when it does.</summary>
    private LiveStatus StatusOf(CellResult result, string cell) => result.Status switch
    {
        CellStatus.Succeeded => LiveStatus.Done,
        CellStatus.Failed when _meantToThrow.Contains(cell) => LiveStatus.Done,
        CellStatus.Interrupted => LiveStatus.Interrupted,
        _ => LiveStatus.Failed,
    };

    private void Show(string cell, CellOutput output)
    {
        lock (_gate)
        {
            foreach (object shown in _cells[cell].Transcript.Add(output))
                Tell(Messages.Output(cell, shown));
        }
    }

    /// <summary>A cell that was queued twice shows only its last run.</summary>
    private void Begin(string cell)
    {
        lock (_gate)
            _cells[cell] = new LiveCell();
        Change(cell, LiveStatus.Running, null);
    }

    private void Change(string cell, LiveStatus status, CellResult? result)
    {
        lock (_gate)
        {
            _cells[cell].Status = status;
            _cells[cell].Result = result;
            Tell(Messages.Cell(cell, status, result?.ExecutionCount, result?.Duration.TotalMilliseconds));
        }
    }

    private void ForgetWaiting()
    {
        while (_waiting.TryDequeue(out CellSource? cell))
        {
            _cells[cell.Cell].Status = LiveStatus.None;
            Tell(Messages.Cell(cell.Cell, LiveStatus.None));
        }
    }

    private void KernelChanged(KernelStatus status)
    {
        lock (_gate)
        {
            _lastUse = _clock.GetUtcNow();
            Tell(Messages.Kernel(status));
        }
    }

    /// <summary>Tells every page. One that cannot keep up is closed; it opens again and is told the state.</summary>
    private void Tell(string message)
    {
        foreach (Channel<string> page in _pages.Where(page => !page.Writer.TryWrite(message)).ToList())
        {
            _pages.Remove(page);
            page.Writer.Complete();
        }
    }

    private sealed class LiveCell
    {
        public LiveStatus Status { get; set; }

        public CellResult? Result { get; set; }

        public CellTranscript Transcript { get; } = new();

        public CellState State(string? source) => new(source, Status, Result?.ExecutionCount, Result?.Duration.TotalMilliseconds, Transcript.Show());
    }
}
