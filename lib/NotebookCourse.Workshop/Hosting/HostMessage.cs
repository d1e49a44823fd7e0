using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Workshop.Hosting;

/// <summary>A line between this program and the process that runs a notebook for it. Exactly one member is set.</summary>
internal sealed record HostMessage
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameOutputs } },
    };

    /// <summary>To the host: run this cell.</summary>
    public string? Execute { get; init; }

    /// <summary>To the host: stop the running cell.</summary>
    public bool Interrupt { get; init; }

    /// <summary>From the host: the running cell shows something.</summary>
    public CellOutput? Output { get; init; }

    /// <summary>From the host: the cell ended.</summary>
    public CellResult? Result { get; init; }

    /// <summary>From the host, with the result: the most memory its process has held, in bytes.</summary>
    public long PeakMemory { get; init; }

    public static HostMessage Read(string line) =>
        JsonSerializer.Deserialize<HostMessage>(line, Format) ?? throw new InvalidDataException("an empty message from the notebook's process");

    public string Write() => JsonSerializer.Serialize(this, Format);

    private static void NameOutputs(JsonTypeInfo type)
    {
        if (type.Type != typeof(CellOutput))
            return;

        type.PolymorphismOptions = new JsonPolymorphismOptions
        {
            DerivedTypes =
            {
                new(typeof(StreamOutput), "stream"),
                new(typeof(DisplayOutput), "display"),
                new(typeof(ResultOutput), "result"),
                new(typeof(ErrorOutput), "error"),
                new(typeof(ClearOutput), "clear"),
            },
        };
    }
}
