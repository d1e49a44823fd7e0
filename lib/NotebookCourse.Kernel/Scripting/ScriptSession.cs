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
    private readonly string _folder;
    private readonly PackageReferences _packages = new();
    private readonly SubmissionChain _chain;
    private readonly CellThread _thread = new();
    private readonly OutputFlusher _flusher = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);
    private readonly ErrorReport _errors;
    private int _count;

    /// <summary>Starts a session; nothing is compiled before the first cell.</summary>
    /// <exception cref="DirectoryNotFoundException">The working directory does not exist.</exception>
    public ScriptSession(ScriptSessionOptions? options = null)
    {
        _options = options ?? new ScriptSessionOptions();
        _folder = Path.GetFullPath(_options.WorkingDirectory ?? Environment.CurrentDirectory);
        if (!Directory.Exists(_folder))
            throw new DirectoryNotFoundException($"The notebook's folder '{_folder}' does not exist.");
        if (_options.WorkingDirectory is not null)
            Environment.CurrentDirectory = _folder;
        _chain = new SubmissionChain(_folder, _packages);
        _errors = new ErrorReport(_chain.LoadContext.IsCell, SourceLines);
        ConsoleRouter.Install();
    }

    /// <summary>Cells run so far.</summary>
    public int ExecutionCount => _count;

    internal SubmissionChain Chain => _chain;

    /// <inheritdoc/>
    public Task<CellResult> ExecuteAsync(string code, Action<CellOutput> onOutput, CancellationToken cancellationToken = default) =>
        ExecuteAsync(code, onOutput, _options.Input, countIt: true, cancellationToken);

    /// <summary>Compiles and runs a cell that nobody sees, so that the first real one finds everything warm.</summary>
    public async Task WarmUpAsync()
    {
        await _turn.WaitAsync();
        try
        {
            var cell = _chain.Compile("1 + 1", "warm-up", CancellationToken.None);
            await _thread.Run(async () => MediaBundle.Of(await _chain.Start(cell)), CancellationToken.None);
            _chain.Accept(cell);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _thread.Dispose();
        _flusher.Dispose();
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    internal async Task<CellResult> ExecuteAsync(string code, Action<CellOutput> onOutput, InputRequest? input, bool countIt, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            ConsoleRouter.Install();
            int count = countIt ? ++_count : _count;

            // Never disposed: a task that outlives the cell may still ask whether it was interrupted.
            var stop = new CancellationTokenSource();
            using var link = cancellationToken.Register(stop.Cancel);
            var run = new CellRun(onOutput, _options.Limits, _flusher) { Input = input, CancellationToken = stop.Token };
            var watch = Stopwatch.StartNew();
            var status = await RunCellAsync(code, $"Cell {count}", count, run, stop.Token);
            run.Flush();
            return new CellResult(status, count, watch.Elapsed);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<CellStatus> RunCellAsync(string code, string name, int count, CellRun run, CancellationToken cancellationToken)
    {
        _sources[name] = code;
        try
        {
            var commands = CellCommands.Parse(code);
            var watch = Stopwatch.StartNew();
            foreach (var part in commands.Parts)
            {
                var status = part.Language == CellLanguage.CSharp
                    ? await RunPartAsync(part.Text, name, count, run, cancellationToken)
                    : Show(part, run);
                if (status != CellStatus.Succeeded)
                    return status;
            }

            foreach (var report in CommandReports.Of(commands, _chain, watch.Elapsed))
                run.Send(new DisplayOutput(report));
            return CellStatus.Succeeded;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            run.Send(ErrorReport.Interrupted());
            return CellStatus.Interrupted;
        }
        catch (Exception exception)
        {
            // A command, a package, or the compiler itself: the cell failed, the session goes on.
            run.Send(_errors.Exception(exception, null));
            return CellStatus.Failed;
        }
    }

    private static CellStatus Show(CellPart part, CellRun run)
    {
        string type = part.Language switch
        {
            CellLanguage.Html => "text/html",
            CellLanguage.Markdown => "text/markdown",
            _ => "application/javascript",
        };
        run.Send(new DisplayOutput(MediaBundle.Of(new Displays.MediaContent(type, part.Text))));
        return CellStatus.Succeeded;
    }

    private async Task<CellStatus> RunPartAsync(string code, string name, int count, CellRun run, CancellationToken cancellationToken)
    {
        var packages = PackageRequest.FindAll(code).ToList();
        var cell = await Task.Run(
            () =>
            {
                if (packages.Count > 0)
                    _packages.Restore(packages, cancellationToken);
                return _chain.Compile(code, name, cancellationToken);
            },
            cancellationToken);
        if (cell.Run is null)
        {
            run.Send(_errors.Compilation(cell.Errors));
            return CellStatus.Failed;
        }

        try
        {
            await RunCompiledAsync(cell, count, run, cancellationToken);
            return CellStatus.Succeeded;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            run.Send(_errors.Exception(exception, cell.Compilation));
            return CellStatus.Failed;
        }
        finally
        {
            _chain.Accept(cell);
        }
    }

    private async Task RunCompiledAsync(CompiledCell cell, int count, CellRun run, CancellationToken cancellationToken)
    {
        CellRun.Current = run;
        try
        {
            await _thread.Run(
                async () =>
                {
                    object? value = await _chain.Start(cell);
                    if (cell.HasResult)
                        run.Send(new ResultOutput(MediaBundle.Of(value), count));
                },
                cancellationToken);
        }
        finally
        {
            CellRun.Current = null;
        }
    }

    private string[] SourceLines(string path)
    {
        if (!_sources.TryGetValue(path, out string? source) && Path.IsPathRooted(path) && File.Exists(path))
            source = File.ReadAllText(path);
        return source?.Split('\n').Select(line => line.TrimEnd('\r')).ToArray() ?? [];
    }
}
