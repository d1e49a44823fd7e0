using System.Text.Json.Serialization;

namespace NotebookCourse.Kernel.Wire;

/// <summary>The first part of every message of the protocol.</summary>
internal sealed record WireHeader
{
    [JsonPropertyName("msg_id")] public string Id { get; init; } = "";

    [JsonPropertyName("session")] public string Session { get; init; } = "";

    [JsonPropertyName("username")] public string Username { get; init; } = "kernel";

    [JsonPropertyName("date")] public string Date { get; init; } = "";

    [JsonPropertyName("msg_type")] public string Type { get; init; } = "";

    [JsonPropertyName("version")] public string Version { get; init; } = "5.4";

    /// <summary>Whether it names a message and its type; what lacks them can be neither answered nor understood.</summary>
    public bool IsWhole => Id is { Length: > 0 } && Type is { Length: > 0 } && Session is not null;

    public static WireHeader Create(string type, string session) => new()
    {
        Id = Guid.NewGuid().ToString("N"),
        Session = session,
        Type = type,
        Date = DateTime.UtcNow.ToString("O"),
    };
}
