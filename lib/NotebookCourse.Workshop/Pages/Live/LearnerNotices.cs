namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>What the learner must be told about their files (a damaged one was put aside), kept until a page has shown it.</summary>
internal sealed class LearnerNotices
{
    private readonly Lock _gate = new();
    private readonly List<string> _untold = [];

    /// <summary>The learner's progress; what is wrong with its file is kept here.</summary>
    public LearnerProgress Progress()
    {
        LearnerProgress progress = LearnerProgress.Load(out string? notice);
        Add(notice);
        return progress;
    }

    /// <summary>Keeps a notice, if there is one.</summary>
    public void Add(string? notice)
    {
        if (notice is null)
            return;
        lock (_gate)
        {
            if (!_untold.Contains(notice))
                _untold.Add(notice);
        }
    }

    /// <summary>All notices that no page has shown; the caller shows them.</summary>
    public IReadOnlyList<string> Take()
    {
        lock (_gate)
        {
            string[] notices = [.. _untold];
            _untold.Clear();
            return notices;
        }
    }
}
