using System.Globalization;

namespace NotebookCourse.Kernel.Tests.Scripting;

/// <summary>A place in a cell that runs in this process, where cell and test meet.</summary>
public sealed class Meeting : IDisposable
{
    private readonly string _name = $"meeting {Guid.NewGuid()}";
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;
    private string? _times;

    /// <param name="meanwhile">What the cell then does inside this library, on its own thread.</param>
    public Meeting(Action? meanwhile = null) => AppDomain.CurrentDomain.SetData(_name, () => Arrive(meanwhile));

    /// <summary>The statement that goes there.</summary>
    public string Code => $"((Action)AppDomain.CurrentDomain.GetData(\"{_name}\"))();";

    /// <summary>Ends when the cell is there.</summary>
    public Task Reached => _reached.Task.WaitAsync(Wait.Patience);

    /// <summary>
    /// Waits until the cell's thread has gone past the place: until it is seen waiting, or has computed for some of the system's ticks. Where the
    /// system does not tell a thread's time, until the place was reached.
    /// </summary>
    public async Task LeftBehind()
    {
        await Reached;
        if (_times is null)
            return;
        long then = Ticks();
        await Wait.Until(() => _thread!.ThreadState.HasFlag(ThreadState.WaitSleepJoin) || Ticks() > then + 2);
    }

    public void Dispose() => AppDomain.CurrentDomain.SetData(_name, null);

    private void Arrive(Action? meanwhile)
    {
        _thread = Thread.CurrentThread;
        if (OperatingSystem.IsLinux())
            _times = $"/proc/{new FileInfo("/proc/thread-self").LinkTarget}/stat";
        _reached.TrySetResult();
        meanwhile?.Invoke();
    }

    // utime and stime are the 12th and 13th fields after the name in parentheses.
    private long Ticks()
    {
        string stat = File.ReadAllText(_times!);
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }
}
