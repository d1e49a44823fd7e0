using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>What is said to the person when a cell fails: where in their own code, and what.</summary>
/// <param name="isUserCode">Whether an assembly is one of the notebook's cells.</param>
/// <param name="sourceLines">The lines of a cell or a loaded file by its name; empty if it is not known.</param>
internal sealed class ErrorReport(Func<Assembly, bool> isUserCode, Func<string, string[]> sourceLines)
{
    private const string Red = "\u001b[31m";
    private const string Bold = "\u001b[1m";
    private const string Cyan = "\u001b[36m";
    private const string Dim = "\u001b[90m";
    private const string Reset = "\u001b[0m";
    private const int ShownAtEachEnd = 10; // frames of a long trace
    private const int ShownPlaces = 5; // lines that may have thrown
    private const string IndexHelper = "ThrowIndexOutOfRangeException"; // the runtime's own, called by compiled code

    /// <summary>What a lambda is called.</summary>
    public const string Lambda = "a lambda";

    /// <summary>All compiler errors of a cell, in the order of the source.</summary>
    public ErrorOutput Compilation(IReadOnlyList<Diagnostic> errors)
    {
        List<string> trace = [];
        List<string> messages = [];
        List<string> hints = [];
        foreach (var error in errors.DistinctBy(error => (error.Id, error.Location.GetLineSpan(), error.GetMessage(CultureInfo.InvariantCulture))))
        {
            var span = error.Location.GetLineSpan();
            var start = span.StartLinePosition;
            string message = $"error {error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}";
            messages.Add(span.IsValid ? $"({start.Line + 1},{start.Character + 1}): {message}" : message);
            trace.Add($"{Cyan}{Place(span.Path, start.Line + 1, null)}{Reset}: {Red}{message}{Reset}");
            trace.AddRange(Excerpt(span.Path, start.Line + 1, start.Character, span.EndLinePosition.Line == start.Line ? span.EndLinePosition.Character - start.Character : int.MaxValue));
            string[] lines = sourceLines(span.Path);
            if (ScriptHints.For(error, start.Line < lines.Length ? lines[start.Line] : "") is { } hint && !hints.Contains(hint))
                hints.Add(hint);
        }

        return new ErrorOutput("CompilationError", string.Join("\n", messages.Concat(hints)), [.. trace, .. hints.Select(hint => $"{Bold}{hint}{Reset}")]);
    }

    /// <summary>An exception that left a cell, with those inside it.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="cell">The cell; null if none was compiled.</param>
    public ErrorOutput Exception(Exception exception, CSharpCompilation? cell)
    {
        exception = Meant(exception);
        List<string> trace = [$"{Red}{Bold}{exception.GetType().Name}{Reset}: {Said(exception)}", .. Frames(exception, cell)];
        foreach (var inner in Inner(exception))
        {
            trace.Add($"  caused by {Red}{inner.GetType().Name}{Reset}: {Said(inner)}");
            trace.AddRange(Frames(inner, cell));
        }

        return new ErrorOutput(exception.GetType().Name, Said(exception), trace);
    }

    /// <summary>The cell was interrupted.</summary>
    public static ErrorOutput Interrupted() =>
        new("OperationCanceledException", "The cell was interrupted.", [$"{Red}Interrupted{Reset}: the cell was stopped; the session and its variables are still there."]);

    // libtorch ends a message with the frames of its own C++, by the paths of the machine that built it.
    private static string Said(Exception exception)
    {
        int native = exception.Message.IndexOf("\nException raised from ", StringComparison.Ordinal);
        return native < 0 ? exception.Message : exception.Message[..native];
    }

    // Reflection and the type loader wrap what happened in an exception that says nothing.
    private static Exception Meant(Exception exception) => exception switch
    {
        TargetInvocationException { InnerException: { } inner } => Meant(inner),
        AggregateException { InnerExceptions: [var only] } => Meant(only),
        _ => exception,
    };

    private static IEnumerable<Exception> Inner(Exception exception)
    {
        IEnumerable<Exception> direct = exception is AggregateException many ? many.InnerExceptions : exception.InnerException is { } one ? [one] : [];
        return direct.SelectMany(inner => Inner(inner).Prepend(inner));
    }

    // An endless recursion has a million frames, all alike.
    private IEnumerable<string> Frames(Exception exception, CSharpCompilation? cell)
    {
        StackFrame[] all = new StackTrace(exception, fNeedFileInfo: true).GetFrames();
        string[] thrown = cell is not null && all is [var helper, var thrower, ..] && helper.GetMethod()?.Name == IndexHelper ? [.. IndexFrame(thrower, cell)] : [];
        StackFrame[] frames = [.. all.Skip(thrown.Length > 0 ? 2 : 0).Where(IsOfTheNotebook)];
        if (frames.Length <= 2 * ShownAtEachEnd)
            return thrown.Concat(frames.SelectMany(Frame));
        return thrown.Concat(frames[..ShownAtEachEnd].SelectMany(Frame))
            .Append($"  {Dim}... {frames.Length - (2 * ShownAtEachEnd):N0} more frames ...{Reset}")
            .Concat(frames[^ShownAtEachEnd..].SelectMany(Frame));
    }

    private bool IsOfTheNotebook(StackFrame frame) =>
        frame.GetMethod() is { } method && isUserCode(method.Module.Assembly) && frame.GetFileName() is not null && frame.GetFileLineNumber() > 0;

    private IEnumerable<string> Frame(StackFrame frame)
    {
        int line = frame.GetFileLineNumber();
        return Excerpt(frame.GetFileName()!, line, Math.Max(0, frame.GetFileColumnNumber() - 1), 1)
            .Prepend($"  at {Cyan}{Place(frame.GetFileName()!, line, UserName(frame.GetMethod()!))}{Reset}");
    }

    // The frame that called the helper, by its source: empty if it is not the notebook's.
    private IEnumerable<string> IndexFrame(StackFrame frame, CSharpCompilation cell)
    {
        if (frame.GetMethod() is not { } method || !isUserCode(method.Module.Assembly))
            return [];
        string? name = UserName(method);
        var places = IndexPlaces.In(cell, method.Module.Assembly.GetName().Name, name);
        return places.Count == 0 ? [] : places.Take(ShownPlaces).SelectMany(place => Excerpt(
                place.Path, place.StartLinePosition.Line + 1, place.StartLinePosition.Character, place.EndLinePosition.Line == place.StartLinePosition.Line ? place.EndLinePosition.Character - place.StartLinePosition.Character : int.MaxValue))
            .Prepend($"  at {Cyan}{Place(places[0].Path, string.Join(" or ", places.Select(place => place.StartLinePosition.Line + 1)), name)}{Reset}");
    }

    private IEnumerable<string> Excerpt(string file, int line, int column, int length)
    {
        string[] lines = sourceLines(file);
        return line <= lines.Length ? SourceExcerpt.Lines(lines[line - 1], line, column, length) : [];
    }

    private static string Place(string path, int line, string? method) => Place(path, $"{line}", method);

    private static string Place(string path, string line, string? method)
    {
        string file = Path.IsPathRooted(path) ? Path.GetFileName(path) : path;
        string place = file.Length == 0 ? "this cell" : $"{file}, line {line}";
        return method is null ? place : $"{place}, in {method}";
    }

    // The compiler's names for local functions, lambdas and state machines, turned back into what the person wrote.
    private static string? UserName(MethodBase method)
    {
        string name = method.Name;
        if (name == "MoveNext" && method.DeclaringType is { } machine)
            name = machine.Name;
        if (name.StartsWith("<<Initialize>>g__", StringComparison.Ordinal))
            return name["<<Initialize>>g__".Length..].Split('|')[0];
        if (name.Contains(">b__", StringComparison.Ordinal))
            return Lambda;
        if (name.StartsWith("<<Initialize>>", StringComparison.Ordinal) || name.StartsWith("<Initialize>", StringComparison.Ordinal))
            return null;
        int local = name.IndexOf(">g__", StringComparison.Ordinal);
        if (local > 0)
            return name[(local + 4)..].Split('|')[0];
        return name.StartsWith('<') ? name[1..name.IndexOf('>')] : name is ".ctor" ? method.DeclaringType!.Name : name;
    }
}
