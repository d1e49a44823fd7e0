using NotebookCourse.Kernel.Scripting;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Tests.Scripting;

/// <summary>A session in this process, with what its last cell gave.</summary>
public sealed class Notebook : IAsyncDisposable
{
    private readonly List<CellOutput> _outputs = [];
    private readonly Happenings _shown = new();

    public Notebook(string? folder = null, string? answer = null, TimeProvider? clock = null)
    {
        Session = new ScriptSession(new ScriptSessionOptions
        {
            WorkingDirectory = folder,
            Input = answer is null ? null : (_, _, _) => answer,
            Clock = clock ?? TimeProvider.System,
        });
    }

    public ScriptSession Session { get; }

    public CellResult? Result { get; private set; }

    public IReadOnlyList<CellOutput> Outputs
    {
        get
        {
            lock (_outputs)
                return [.. _outputs];
        }
    }

    public string Stdout => string.Concat(Outputs.OfType<StreamOutput>().Where(output => output.Name == "stdout").Select(output => output.Text));

    public string Stderr => string.Concat(Outputs.OfType<StreamOutput>().Where(output => output.Name == "stderr").Select(output => output.Text));

    public ErrorOutput Error => Outputs.OfType<ErrorOutput>().Single();

    public string Traceback => System.Text.RegularExpressions.Regex.Replace(string.Join("\n", Error.Traceback), "\u001b\\[\\d+m", "");

    /// <summary>The plain text of the cell's value; null if it gave none.</summary>
    public string? Text => Outputs.OfType<ResultOutput>().SingleOrDefault()?.Data["text/plain"];

    /// <summary>Ends when what the running cell has shown is so.</summary>
    public Task Shows(Func<Notebook, bool> what) => _shown.Until(() => what(this));

    /// <summary>Runs a cell that must succeed.</summary>
    public async Task<string?> Run(string code)
    {
        await Try(code);
        Assert.True(Result!.Status == CellStatus.Succeeded, string.Join("\n", Outputs.OfType<ErrorOutput>().SelectMany(error => error.Traceback)));
        return Text;
    }

    /// <summary>Runs a cell, whatever becomes of it.</summary>
    public async Task<CellStatus> Try(string code, CancellationToken cancellationToken = default)
    {
        lock (_outputs)
            _outputs.Clear();
        Result = await Session.ExecuteAsync(code, Add, cancellationToken);
        return Result.Status;
    }

    public ValueTask DisposeAsync() => Session.DisposeAsync();

    private void Add(CellOutput output)
    {
        lock (_outputs)
            _outputs.Add(output);
        _shown.Happened();
    }
}
