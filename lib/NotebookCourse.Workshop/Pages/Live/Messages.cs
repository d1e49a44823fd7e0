using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NotebookCourse.Kernel.Client;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>How a cell of an open lesson stands.</summary>
internal enum LiveStatus
{
    None,
    Queued,
    Running,
    Done,
    Failed,
    Interrupted,
}

/// <summary>How the kernel of an open lesson stands.</summary>
internal enum KernelStatus
{
    None,
    Waiting,
    Starting,
    Idle,
    Busy,
    Dead,
    Ended,
}

/// <summary>What a page may say to the server; web/src/protocol.ts has the other side.</summary>
/// <param name="Type">run, edit, turn, interrupt, restart, warm, complete or inspect.</param>
internal sealed record PageMessage(string Type)
{
    public IReadOnlyList<CellSource>? Cells { get; init; }

    public string? Cell { get; init; }

    public string? Source { get; init; }

    public string? Control { get; init; }

    public string? Value { get; init; }

    public int Request { get; init; }

    public int Offset { get; init; }
}

/// <summary>A cell to run, with the text the learner sees.</summary>
internal sealed record CellSource(string Cell, string Source) : LessonJob(Cell);

/// <summary>What a page needs to know of a cell when it opens.</summary>
internal sealed record CellState(string? Source, LiveStatus Status, int? Count, double? Milliseconds, IReadOnlyList<object> Outputs);

/// <summary>What the server says to a page, as JSON.</summary>
internal static class Messages
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Reads a page's message.</summary>
    /// <param name="json">The bytes, as they came.</param>
    /// <param name="fault">Why it is none; null if it is one.</param>
    public static PageMessage? Read(ReadOnlySpan<byte> json, out string? fault)
    {
        try
        {
            fault = null;
            if (JsonSerializer.Deserialize<PageMessage>(json, Format) is { Type: not null } said && (said.Cells?.All(cell => cell is { Cell: not null, Source: not null }) ?? true))
                return said;
            fault = "It says nothing.";
        }
        catch (JsonException exception)
        {
            fault = exception.Message;
        }

        return null;
    }

    public static string State(KernelStatus kernel, IReadOnlyDictionary<string, CellState> cells, LearnerProgress progress) =>
        Write(new { type = "state", kernel, cells, exercises = progress.Solved, predictions = progress.Guesses });

    public static string Kernel(KernelStatus kernel, string? reason = null) => Write(new { type = "kernel", kernel, reason });

    public static string Cell(string cell, LiveStatus status, int? count = null, double? milliseconds = null) =>
        Write(new { type = "cell", cell, status, count, milliseconds });

    public static string Output(string cell, object output) => Write(new { type = "output", cell, output });

    public static string Source(string cell, string? source) => Write(new { type = "source", cell, source });

    public static string Progress(LearnerProgress progress) =>
        Write(new { type = "progress", exercises = progress.Solved, predictions = progress.Guesses });

    public static string NotRead(string message) => Write(new { type = "notRead", message });

    /// <summary>An edit is in the learner's file.</summary>
    public static string Saved(string cell, int request) => Write(new { type = "saved", cell, request });

    /// <summary>The window shows another state of the lesson than there is now: it names a cell that the notebook does not have.</summary>
    public static string Outdated(string cell) => Write(new { type = "outdated", cell });

    /// <summary>What a window said could not be understood.</summary>
    public static string NotUnderstood(string message) => Write(new { type = "notUnderstood", message });

    public static string NotSaved(string message) => Write(new { type = "notSaved", message });

    public static string Completed(int request, NameSuggestions found) =>
        Write(new { type = "completions", request, start = found.Start, end = found.End, items = found.Names });

    public static string Inspected(int request, string? text) => Write(new { type = "inspection", request, text });

    /// <summary>An output as the page wants it.</summary>
    public static object Of(CellOutput output) => output switch
    {
        StreamOutput stream => Text(stream.Name, stream.Text),
        DisplayOutput { IsUpdate: true } update => new { kind = "update", data = update.Data, displayId = update.DisplayId },
        DisplayOutput display => new { kind = "data", data = display.Data, displayId = display.DisplayId },
        ResultOutput result => new { kind = "data", data = result.Data },
        ErrorOutput error => new { kind = "error", name = error.Name, value = error.Value, traceback = error.Traceback },
        CutOutput cut => new { kind = "cut", limit = $"{cut.Limit / 1_000_000} MB" },
        TurnedOutput turned => new { kind = "turned", control = turned.Control, value = turned.Value, outputs = turned.Outputs?.Select(Of) },
        ClearOutput clear => new { kind = "clear", wait = clear.Wait },
        _ => throw new NotSupportedException($"The pages do not know the output {output.GetType().Name}."),
    };

    public static object Text(string name, string text) => new { kind = "stream", name, text };

    private static string Write(object message) => JsonSerializer.Serialize(message, Format);
}
