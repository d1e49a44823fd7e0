using NotebookCourse.Kernel.Wire;

namespace NotebookCourse.Kernel.Client;

/// <summary>A request on its way.</summary>
internal sealed class PendingRequest(Action<WireMessage>? onOutput, Func<string, bool, string>? input)
{
    private readonly TaskCompletionSource<WireMessage> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer.</summary>
    public Task<WireMessage> Reply => _reply.Task;

    /// <summary>Ends when every output has come.</summary>
    public Task Idle => _idle.Task;

    public void Complete(WireMessage reply) => _reply.TrySetResult(reply);

    public void State(string state)
    {
        if (state == "idle")
            _idle.TrySetResult();
    }

    public void Output(WireMessage message) => onOutput?.Invoke(message);

    public string Answer(string prompt, bool password) => input?.Invoke(prompt, password) ?? "";

    public void Fail(Exception reason)
    {
        _reply.TrySetException(reason);
        _idle.TrySetException(reason);
    }
}
