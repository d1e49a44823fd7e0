using System.Diagnostics;
using NotebookCourse.Kernel.Formatting;
using NotebookCourse.Kernel.Outputs;
using NotebookCourse.Kernel.Packages;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>A notebook that runs in this process.</summary>
/// <remarks>
/// The console is routed by the flow of execution: what a cell writes, on whichever thread, is that cell's output.
/// The current directory and everything static belong to the process, so two notebooks that need their own run in
/// two processes.
/// </remarks>
public sealed class ScriptSession : INotebookSession
{
    private readonly ScriptSessionOptions _options;
    private readonly SubmissionChain _chain;
    private readonly CellThread _cells;
    private readonly SessionThread _thread = new();
    private readonly OutputFlusher _flusher = new();
    private readonly CellRunner _runner;
    private int _count;
    private int _uncounted;

    /// <summary>Starts a session; nothing is compiled before the first cell.</summary>
    /// <exception cref="DirectoryNotFoundException">The working directory does not exist.</exception>
    public ScriptSession(ScriptSessionOptions? options = null)
    {
        _options = options ?? new ScriptSessionOptions();
        string folder = Path.GetFullPath(_options.WorkingDirectory ?? Environment.CurrentDirectory);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"The notebook's folder '{folder}' does not exist.");
        if (_options.WorkingDirectory is not null)
            Environment.CurrentDirectory = folder;
        _cells = new CellThread(_options.Clock);
        var packages = new PackageReferences(folder);
        _chain = new SubmissionChain(folder, packages);
        _runner = new CellRunner(folder, _chain, packages, _cells);
        ConsoleRouter.Install();
    }

    /// <summary>Cells run so far.</summary>
    public int ExecutionCount => _count;

    internal SubmissionChain Chain => _chain;

    /// <inheritdoc/>
    public Task<CellResult> ExecuteAsync(string code, Action<CellOutput> onOutput, CancellationToken cancellationToken = default) =>
        ExecuteAsync(code, onOutput, _options.Input, countIt: true, cancellationToken);

    /// <inheritdoc/>
    public Task<CellResult> ExecuteUncountedAsync(string code, Action<CellOutput> onOutput, CancellationToken cancellationToken = default) =>
        ExecuteAsync(code, onOutput, _options.Input, countIt: false, cancellationToken);

    /// <summary>Compiles and runs a cell that nobody sees, so that the first real one finds everything warm.</summary>
    public Task WarmUpAsync() => _thread.Run(() =>
    {
        var cell = _chain.Compile(_chain.Read("1 + 1", "warm-up"), "warm-up", _ => { }, CancellationToken.None);
        _cells.Run(async () => MediaBundle.Of(await _chain.Start(cell)), CancellationToken.None).GetAwaiter().GetResult();
        _chain.Accept(cell);
        return true;
    });

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _cells.Dispose();
        _thread.Dispose();
        _flusher.Dispose();
        return ValueTask.CompletedTask;
    }

    internal Task<CellResult> ExecuteAsync(string code, Action<CellOutput> onOutput, InputRequest? input, bool countIt, CancellationToken cancellationToken) => _thread.Run(() =>
    {
        ConsoleRouter.Install();
        int count = countIt ? ++_count : _count;
        string name = countIt ? $"Cell {count}" : $"Uncounted cell {++_uncounted}"; // errors show the source of a name

        // Never disposed: a task that outlives the cell may still ask whether it was interrupted.
        var stop = new CancellationTokenSource();
        using var link = cancellationToken.Register(stop.Cancel);
        var run = new CellRun(onOutput, _options.Limits, _flusher) { Input = input, CancellationToken = stop.Token };
        var watch = Stopwatch.StartNew();
        var status = _runner.Run(code, name, count, run, stop.Token);
        run.Flush();
        return new CellResult(status, count, watch.Elapsed);
    });
}
