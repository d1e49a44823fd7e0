using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Workshop.Pages.Live;

// What the lesson's kernel does, one job after the other.
internal sealed partial class LiveLesson
{
    private void Work()
    {
        if (_work.IsCompleted)
            _work = Task.Run(WorkAsync);
    }

    private async Task WorkAsync()
    {
        while (true)
        {
            LessonJob? next;
            CancellationToken interrupt;
            lock (_gate)
            {
                LastUse = _clock.GetUtcNow();
                if (!_waiting.TryTake(out next))
                {
                    _seat.SetBusy(false);
                    Tell(Messages.Progress(_notices.Progress()));
                    foreach (string trouble in _pages.Count > 0 ? _notices.Take() : [])
                        Tell(Messages.NotRead(trouble));
                    _work = Task.CompletedTask;
                    break;
                }

                if (_interrupt.IsCancellationRequested)
                    _interrupt = new CancellationTokenSource();
                interrupt = _interrupt.Token;
            }

            await (next is ControlTurn turn ? TurnOneAsync(turn, interrupt) : RunOneAsync((CellSource)next, interrupt));
        }

        Rests?.Invoke();
    }

    /// <summary>Runs one cell; unless it ends well, those that waited meanwhile do not run.</summary>
    private async Task RunOneAsync(CellSource cell, CancellationToken interrupt)
    {
        try
        {
            ILessonKernel kernel = await _seat.GetAsync(interrupt);
            _seat.SetBusy(true);
            Begin(cell.Cell);
            lock (_gate)
                _ran.Add(cell.Cell);
            CellResult result = await kernel.ExecuteAsync(cell.Source, output => Show(cell.Cell, output), interrupt);
            End(cell.Cell, _board.StatusOf(result, cell.Cell), result);
        }
        catch (OperationCanceledException)
        {
            End(cell.Cell, LiveStatus.Interrupted, null);
        }
        catch (Exception exception) when (KernelSeat.IsKernelFault(exception))
        {
            Show(cell.Cell, new ErrorOutput("C#", exception.Message, []));
            End(cell.Cell, LiveStatus.Failed, null);
        }
    }

    /// <summary>Whoever hears that a cell has ended may run another at once: that one is not among those forgotten.</summary>
    private void End(string cell, LiveStatus status, CellResult? result)
    {
        lock (_gate)
        {
            if (status != LiveStatus.Done)
                ForgetWaiting();
            Change(cell, status, result);
        }
    }

    /// <summary>Shows a control's setting; one that was given up for a newer one shows nothing.</summary>
    private async Task TurnOneAsync(ControlTurn turn, CancellationToken interrupt)
    {
        List<CellOutput> outputs = [];
        try
        {
            ILessonKernel kernel = await _seat.GetAsync(interrupt);
            _seat.SetBusy(true);
            await kernel.ExecuteUncountedAsync(turn.Code, outputs.Add, interrupt);
        }
        catch (OperationCanceledException)
        {
            // Whoever stopped it sees that nothing came of it.
        }
        catch (Exception exception) when (KernelSeat.IsKernelFault(exception))
        {
            outputs.Add(new ErrorOutput("C#", exception.Message, []));
        }

        lock (_gate)
        {
            if (!_waiting.HasNewer(turn))
                ShowTurned(new TurnedOutput(turn.Control, turn.Value, outputs), turn.Cell);
        }
    }

    private void ShowTurned(TurnedOutput turned, string cell)
    {
        foreach (object shown in _board.Show(cell, turned))
            Tell(Messages.Output(cell, shown));
    }
}
