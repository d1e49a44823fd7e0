namespace NotebookCourse.Testing;

/// <summary>What a test waits for, looked at again whenever something has happened.</summary>
internal sealed class Happenings
{
    private readonly Lock _gate = new();
    private readonly List<(Func<bool> Condition, TaskCompletionSource Met)> _waiting = [];

    /// <summary>Something has happened: whoever waits for what is true now goes on.</summary>
    public void Happened()
    {
        lock (_gate)
        {
            foreach (var (condition, met) in _waiting)
            {
                if (condition())
                    met.TrySetResult();
            }

            _waiting.RemoveAll(waiting => waiting.Met.Task.IsCompleted);
        }
    }

    /// <summary>Ends when the condition is true, now or after something that happens.</summary>
    /// <exception cref="TimeoutException">It did not come about.</exception>
    public Task Until(Func<bool> condition)
    {
        lock (_gate)
        {
            if (condition())
                return Task.CompletedTask;
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((condition, met));
            return met.Task.WaitAsync(Wait.Patience);
        }
    }
}
