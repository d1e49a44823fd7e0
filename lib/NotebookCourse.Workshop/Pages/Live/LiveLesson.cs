using NotebookCourse.Kernel.Client;
using NotebookCourse.Kernel.Sessions;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>Starts a kernel for a lesson.</summary>
/// <param name="waits">Is called when all places are taken, before waiting for one.</param>
/// <param name="stop">Gives up waiting.</param>
internal delegate Task<ILessonKernel> KernelStart(Action waits, CancellationToken stop);

/// <summary>
/// One open lesson: its kernel, the cells waiting to run, what they have shown, and the pages that watch. Any number
/// of windows may show the same lesson; all see the same.
/// </summary>
internal sealed partial class LiveLesson : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly LessonBoard _board = new();
    private readonly JobQueue _waiting = new();
    private readonly HashSet<string> _ran = []; // cells whose names the kernel that sits here now knows
    private readonly HashSet<PageQueue> _pages = [];
    private readonly LearnerEdits _edits;
    private readonly LearnerNotices _notices;
    private readonly TimeProvider _clock;
    private readonly KernelSeat _seat;
    private CancellationTokenSource _interrupt = new();
    private Task _work = Task.CompletedTask;

    /// <summary>Opens a lesson; its kernel is started when it is first needed.</summary>
    /// <param name="cells">Its code cells.</param>
    /// <param name="edits">The learner's changes to them.</param>
    /// <param name="notices">What the learner must be told.</param>
    /// <param name="startKernel">Starts a kernel for it; says when it must wait for one.</param>
    /// <param name="clock">Tells how long nothing has happened.</param>
    public LiveLesson(IReadOnlyList<NotebookCell> cells, LearnerEdits edits, LearnerNotices notices, KernelStart startKernel, TimeProvider clock)
    {
        (_edits, _notices, _clock, LastUse) = (edits, notices, clock, clock.GetUtcNow());
        _board.Renew(cells);
        _seat = new KernelSeat(startKernel, KernelChanged);
        _edits.Changed += Edited;
    }

    /// <summary>Happens when the kernel may be needed less than elsewhere: it has nothing to do, or the last window has closed.</summary>
    public event Action? Rests;

    /// <summary>How the kernel stands.</summary>
    public KernelStatus Status => _seat.Status;

    /// <summary>When something last happened here.</summary>
    public DateTimeOffset LastUse { get; private set; }

    /// <summary>Whether the kernel has nothing to do and no window shows the lesson.</summary>
    public bool IsIdleAndUnwatched
    {
        get
        {
            lock (_gate)
                return Status == KernelStatus.Idle && _pages.Count == 0 && _work.IsCompleted;
        }
    }

    /// <summary>Takes the cells that the notebook has now.</summary>
    public void Renew(IReadOnlyList<NotebookCell> cells)
    {
        lock (_gate)
            _board.Renew(cells);
    }

    /// <summary>A page opens: it is told all there is to know, then everything that happens.</summary>
    public PageQueue Open()
    {
        var page = new PageQueue();
        _edits.Refresh();
        LearnerProgress progress = _notices.Progress();
        lock (_gate)
        {
            page.TryWrite(Messages.State(Status, _board.State(_edits.Find), progress));
            foreach (string trouble in _notices.Take().Append(_edits.Notice).OfType<string>().Distinct())
                page.TryWrite(Messages.NotRead(trouble));
            _pages.Add(page);
        }

        return page;
    }

    /// <summary>A page closes.</summary>
    public void Close(PageQueue page)
    {
        lock (_gate)
        {
            _pages.Remove(page);
            LastUse = _clock.GetUtcNow();
        }

        Rests?.Invoke();
    }

    /// <summary>Whether the lesson has the cell; a window that was opened long ago may know others.</summary>
    public bool Has(string cell)
    {
        lock (_gate)
            return _board.Has(cell);
    }

    /// <summary>Puts cells in the queue; what they showed before is cleared. Cells that the lesson does not have are passed over.</summary>
    public void Run(IReadOnlyList<CellSource> cells)
    {
        lock (_gate)
        {
            foreach (CellSource cell in cells.Where(cell => _board.Has(cell.Cell)))
            {
                _board.Start(cell.Cell, LiveStatus.Queued);
                _waiting.Add(cell);
                Tell(Messages.Cell(cell.Cell, LiveStatus.Queued));
            }

            Work();
        }
    }

    /// <summary>Sets a control of a cell; an earlier setting of it that waits or is being shown is given up.</summary>
    public void Turn(ControlTurn turn)
    {
        lock (_gate)
        {
            if (!_ran.Contains(turn.Cell))
            {
                ShowTurned(new TurnedOutput(turn.Control, turn.Value, null), turn.Cell);
                return;
            }

            if (_waiting.Add(turn))
                _interrupt.Cancel();
            Work();
        }
    }

    /// <summary>Keeps an edit and shows it in the other windows, of both languages; if it cannot be saved, the windows are told why.</summary>
    public void Edit(LearnerEdit edit)
    {
        if (_edits.Set(edit) is not { } trouble)
            return;
        lock (_gate)
            Tell(Messages.NotSaved(trouble));
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
            await _seat.GetAsync(CancellationToken.None);
        }
        catch (Exception exception) when (KernelSeat.IsKernelFault(exception) || exception is OperationCanceledException)
        {
            // The seat has told the pages.
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
            end = Status == KernelStatus.Idle && _clock.GetUtcNow() - LastUse > (_pages.Count > 0 ? watched : unwatched);
        if (end)
            await _seat.EndAsync(KernelStatus.Ended);
    }

    /// <summary>Ends the kernel because another lesson needs its place.</summary>
    public async Task MakeRoomAsync()
    {
        if (IsIdleAndUnwatched)
            await _seat.EndAsync(KernelStatus.Ended);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _edits.Changed -= Edited;
        Interrupt();
        await _seat.CloseAsync();
        await _work;
        _seat.Dispose();
    }

    private void Show(string cell, CellOutput output)
    {
        lock (_gate)
        {
            foreach (object shown in _board.Show(cell, output))
                Tell(Messages.Output(cell, shown));
        }
    }

    /// <summary>A cell that was queued twice shows only its last run.</summary>
    private void Begin(string cell)
    {
        lock (_gate)
            _board.Start(cell, LiveStatus.Running);
        Change(cell, LiveStatus.Running, null);
    }

    private void Change(string cell, LiveStatus status, CellResult? result)
    {
        lock (_gate)
        {
            _board.Set(cell, status, result);
            Tell(Messages.Cell(cell, status, result?.ExecutionCount, result?.Duration.TotalMilliseconds));
        }
    }

    private void ForgetWaiting()
    {
        while (_waiting.TryTake(out LessonJob? job))
        {
            if (job is ControlTurn turn)
            {
                ShowTurned(new TurnedOutput(turn.Control, turn.Value, []), turn.Cell); // its page waits for an answer
                continue;
            }

            _board.Set(job.Cell, LiveStatus.None);
            Tell(Messages.Cell(job.Cell, LiveStatus.None));
        }
    }

    private void KernelChanged(KernelStatus status, string? reason)
    {
        lock (_gate)
        {
            LastUse = _clock.GetUtcNow();
            if (status is not (KernelStatus.Idle or KernelStatus.Busy))
                _ran.Clear();
            Tell(Messages.Kernel(status, reason));
        }
    }

    /// <summary>A cell was edited: in a window of this lesson, of the lesson in the other language, or by another server.</summary>
    private void Edited(LearnerEdit edit)
    {
        lock (_gate)
        {
            Tell(Messages.Source(edit.Cell, edit.Source), except: edit.From);
            if (edit is { IsSaved: true, From: { } from } && _pages.Contains(from))
                from.TryWrite(Messages.Saved(edit.Cell, edit.Request)); // in its place among what the others have written
        }
    }

    /// <summary>Tells every page. One that cannot keep up is given up; it opens again and is told the state.</summary>
    private void Tell(string message, PageQueue? except = null) => _pages.RemoveWhere(page => page != except && !page.TryWrite(message));
}
