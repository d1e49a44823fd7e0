using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NotebookCourse.Kernel.Assistance;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>What the server asks of a kernel process.</summary>
[JsonDerivedType(typeof(RunCell), "run")]
[JsonDerivedType(typeof(InterruptCell), "interrupt")]
[JsonDerivedType(typeof(CompleteCode), "complete")]
[JsonDerivedType(typeof(InspectCode), "inspect")]
internal abstract record KernelRequest;

/// <summary>Run this.</summary>
internal sealed record RunCell(string Code) : KernelRequest;

/// <summary>Stop what runs.</summary>
internal sealed record InterruptCell : KernelRequest;

/// <summary>What could stand there?</summary>
internal sealed record CompleteCode(string Code, int Offset) : KernelRequest;

/// <summary>What stands there?</summary>
internal sealed record InspectCode(string Code, int Offset) : KernelRequest;

/// <summary>What a kernel process answers.</summary>
[JsonDerivedType(typeof(KernelReady), "ready")]
[JsonDerivedType(typeof(CellShows), "shows")]
[JsonDerivedType(typeof(CellEnds), "ends")]
[JsonDerivedType(typeof(CodeCompleted), "completed")]
[JsonDerivedType(typeof(CodeInspected), "inspected")]
internal abstract record KernelAnswer;

/// <summary>It can take cells.</summary>
internal sealed record KernelReady : KernelAnswer;

/// <summary>The running cell shows something.</summary>
internal sealed record CellShows(CellOutput Output) : KernelAnswer;

/// <summary>The running cell has ended.</summary>
internal sealed record CellEnds(CellResult Result) : KernelAnswer;

/// <summary>What could stand there.</summary>
internal sealed record CodeCompleted(NameSuggestions Names) : KernelAnswer;

/// <summary>What stands there; null if nothing is known of it.</summary>
internal sealed record CodeInspected(string? Text) : KernelAnswer;

/// <summary>The server's and a kernel process's ends of the pipe between them: one JSON object a line.</summary>
internal static class KernelWire
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameOutputs } },
    };

    public static Task WriteAsync(StreamWriter pipe, KernelRequest request) => pipe.WriteLineAsync(JsonSerializer.Serialize(request, Format));

    public static void Write(StreamWriter pipe, KernelAnswer answer) => pipe.WriteLine(JsonSerializer.Serialize(answer, Format));

    /// <summary>The next message; null when the other side is gone.</summary>
    public static async Task<T?> ReadAsync<T>(StreamReader pipe) where T : class =>
        await pipe.ReadLineAsync() is { } line ? JsonSerializer.Deserialize<T>(line, Format) : null;

    private static void NameOutputs(JsonTypeInfo type)
    {
        if (type.Type != typeof(CellOutput))
            return;
        type.PolymorphismOptions = new JsonPolymorphismOptions();
        foreach (Type output in (Type[])[typeof(StreamOutput), typeof(DisplayOutput), typeof(ResultOutput), typeof(ErrorOutput), typeof(ClearOutput)])
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(output, output.Name));
    }
}
