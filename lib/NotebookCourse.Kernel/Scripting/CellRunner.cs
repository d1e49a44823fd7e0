using System.Diagnostics;
using NotebookCourse.Kernel.Directives;
using NotebookCourse.Kernel.Displays;
using NotebookCourse.Kernel.Formatting;
using NotebookCourse.Kernel.Imports;
using NotebookCourse.Kernel.Outputs;
using NotebookCourse.Kernel.Packages;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>Carries out a cell, part by part, on the calling thread; its code runs on the cells' own.</summary>
internal sealed class CellRunner(string folder, SubmissionChain chain, PackageReferences packages, CellThread thread)
{
    private readonly ValueCommands _values = new(folder);
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);
    private readonly List<string> _importing = []; // the files whose cells are being run, outermost first
    private ErrorReport? _errors;

    private ErrorReport Errors => _errors ??= new ErrorReport(chain.LoadContext.IsCell, SourceLines);

    /// <summary>Runs a cell, and tells of its failure.</summary>
    /// <param name="code">Its source.</param>
    /// <param name="name">Its name in errors.</param>
    /// <param name="count">Its number.</param>
    /// <param name="run">Where its outputs go.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    public CellStatus Run(string code, string name, int count, CellRun run, CancellationToken cancellationToken)
    {
        _sources[name] = code;
        try
        {
            var watch = Stopwatch.StartNew();
            var cell = SplitCell.Of(code);
            foreach (var part in cell.Parts)
            {
                var status = RunPart(part, name, count, run, cancellationToken);
                if (status != CellStatus.Succeeded)
                    return status;
            }

            foreach (var report in CommandReports.Of(cell.Reports, chain, watch.Elapsed))
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
            run.Send(Errors.Exception(exception, null));
            return CellStatus.Failed;
        }
    }

    private CellStatus RunPart(CellPart part, string name, int count, CellRun run, CancellationToken cancellationToken)
    {
        switch (part)
        {
            case CodePart code:
                return RunCode(code.Text, name, count, run, cancellationToken);
            case MediaPart media:
                run.Send(new DisplayOutput(MediaBundle.Of(new MediaContent(media.MediaType, media.Text))));
                return CellStatus.Succeeded;
            case CommandPart { Command.Name: "#!import" } import:
                return Import(import, name, count, run, cancellationToken);
            case CommandPart command:
                return _values.Source(command) is { } source ? RunCode(source, name, count, run, cancellationToken) : CellStatus.Succeeded;
            default:
                throw new ArgumentException($"A part of the kind {part.GetType().Name} cannot be carried out.", nameof(part));
        }
    }

    private CellStatus Import(CommandPart part, string name, int count, CellRun run, CancellationToken cancellationToken)
    {
        string given = string.Join(' ', part.Command.Arguments);
        if (given.Length == 0)
            throw new CommandException(part.Line + 1, "#!import needs a file: #!import helpers.ipynb.");
        string path = CellSourceResolver.FullPath(given.Replace('\\', Path.DirectorySeparatorChar), name, folder);
        if (_importing.Contains(path))
            throw new ImportException($"#!import: '{Path.GetFileName(path)}' imports itself: {string.Join(" → ", _importing.SkipWhile(file => file != path).Append(path).Select(file => Path.GetFileName(file)))}. Move what both need to a third file.");
        var cells = ImportedFile.Read(path);
        _importing.Add(path);
        try
        {
            foreach (var cell in cells)
            {
                var status = RunImported(cell, cell.Number == 0 ? path : $"{path}, cell {cell.Number}", count, run, cancellationToken);
                if (status != CellStatus.Succeeded)
                    return status;
            }

            return CellStatus.Succeeded;
        }
        finally
        {
            _importing.RemoveAt(_importing.Count - 1);
        }
    }

    private CellStatus RunImported(ImportedCell cell, string name, int count, CellRun run, CancellationToken cancellationToken)
    {
        if (cell.Language == ImportedCell.CSharp)
            return Run(cell.Text, name, count, run, cancellationToken);
        if (CellCommands.MediaType("#!" + cell.Language) is { } type && type is not "text/markdown")
            run.Send(new DisplayOutput(MediaBundle.Of(new MediaContent(type, cell.Text))));
        else if (cell.Language is not ("markdown" or "raw" or "value"))
            run.Write("stderr", $"[{Path.GetFileName(name)} is in {cell.Language} and was not run: this kernel runs C# only.]\n");
        return CellStatus.Succeeded;
    }

    private CellStatus RunCode(string code, string name, int count, CellRun run, CancellationToken cancellationToken)
    {
        void Notice(string text) => run.Write("stderr", text);
        var source = chain.Read(code, name);
        if (packages.Restore(source.Packages, source.Sources, Notice, cancellationToken) is { } report)
            Tell(report, run);
        var cell = chain.Compile(source, name, Notice, cancellationToken);
        if (cell.Run is null)
        {
            run.Send(Errors.Compilation(cell.Errors));
            return CellStatus.Failed;
        }

        try
        {
            RunCompiled(cell, count, run, cancellationToken);
            chain.Accept(cell);
            return CellStatus.Succeeded;
        }
        catch (Exception exception)
        {
            foreach (string lost in chain.AcceptFailed(cell))
                Notice($"[{lost}]\n");
            if (cancellationToken.IsCancellationRequested)
                throw;
            run.Send(Errors.Exception(exception, cell.Compilation));
            return CellStatus.Failed;
        }
    }

    private static void Tell(RestoreReport report, CellRun run)
    {
        run.Send(new DisplayOutput(new Dictionary<string, string> { ["text/plain"] = report.Line }));
        foreach (string warning in report.Warnings)
            run.Write("stderr", $"[{warning}]\n");
    }

    private void RunCompiled(CompiledCell cell, int count, CellRun run, CancellationToken cancellationToken)
    {
        CellRun.Current = run;
        try
        {
            thread.Run(
                async () =>
                {
                    object? value = await chain.Start(cell);
                    if (cell.HasResult)
                        run.Send(_importing.Count == 0 ? new ResultOutput(MediaBundle.Of(value), count) : new DisplayOutput(MediaBundle.Of(value)));
                },
                cancellationToken).GetAwaiter().GetResult();
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
