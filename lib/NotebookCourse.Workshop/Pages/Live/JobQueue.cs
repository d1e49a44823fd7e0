using System.Diagnostics.CodeAnalysis;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>What a kernel is still to do. Settings of controls go before cells, and of one control only the newest waits.</summary>
internal sealed class JobQueue
{
    private readonly LinkedList<LessonJob> _waiting = new();
    private LessonJob? _taken;

    /// <summary>Puts a cell last, and a setting behind other settings.</summary>
    /// <returns>Whether the job that was taken last is an older setting of the same control, which nobody needs any more.</returns>
    public bool Add(LessonJob job)
    {
        if (job is ControlTurn turn && Waiting(turn) is { } older)
            _waiting.Remove(older);
        LinkedListNode<LessonJob>? behind = _waiting.First;
        while (behind is not null && (job is CellSource || behind.Value is ControlTurn))
            behind = behind.Next;
        if (behind is null)
            _waiting.AddLast(job);
        else
            _waiting.AddBefore(behind, job);
        return job is ControlTurn newer && _taken is ControlTurn running && running.IsOfSameControl(newer);
    }

    /// <summary>Whether a newer setting of the same control waits.</summary>
    public bool HasNewer(ControlTurn turn) => Waiting(turn) is not null;

    /// <summary>Takes the first.</summary>
    public bool TryTake([NotNullWhen(true)] out LessonJob? job)
    {
        job = _taken = _waiting.First?.Value;
        if (job is not null)
            _waiting.RemoveFirst();
        return job is not null;
    }

    private LessonJob? Waiting(ControlTurn turn) => _waiting.FirstOrDefault(waiting => waiting is ControlTurn other && other.IsOfSameControl(turn));
}
