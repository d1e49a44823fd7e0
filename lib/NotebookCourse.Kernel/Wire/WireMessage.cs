using System.Text.Json.Nodes;

namespace NotebookCourse.Kernel.Wire;

/// <summary>A message of the protocol.</summary>
/// <param name="Identities">The route back to the sender; on iopub, the topic.</param>
/// <param name="Header">Its own header.</param>
/// <param name="Parent">The header of the message it answers.</param>
/// <param name="Content">What it says; empty if that cannot be read.</param>
/// <param name="Fault">Why the content cannot be read, for the one who sent it; null if it can.</param>
internal sealed record WireMessage(IReadOnlyList<byte[]> Identities, WireHeader Header, WireHeader? Parent, JsonObject Content, string? Fault = null)
{
    public string Type => Header.Type;

    /// <summary>What is said beside the content; null if nothing is.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>A text of the content; empty if it is not there.</summary>
    public string Text(string name) => Content[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    /// <summary>A number of the content.</summary>
    public int Number(string name, int otherwise) => Content[name] is JsonValue value && value.TryGetValue(out int number) ? number : otherwise;

    /// <summary>A truth value of the content.</summary>
    public bool Flag(string name, bool otherwise) => Content[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : otherwise;
}
