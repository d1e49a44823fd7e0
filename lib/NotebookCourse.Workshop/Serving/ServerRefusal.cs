using System.Text.Json;

namespace NotebookCourse.Workshop.Serving;

/// <summary>
/// What an OpenAI-compatible server says instead of an answer. Servers agree on <c>error.message</c> and on little else: a code may be a
/// word or the HTTP status once more, <c>error</c> itself may be a text, and there may be no JSON at all.
/// </summary>
internal sealed class ServerRefusal : Exception
{
    private const int MaxShown = 200;

    private ServerRefusal(string message, string? kind, string? code, string? parameter) : base(message)
        => (Parameter, IsContextFull) = (parameter, code == "context_length_exceeded" || kind == "exceed_context_size_error"
            || message.Contains("context length", StringComparison.OrdinalIgnoreCase) || message.Contains("context size", StringComparison.OrdinalIgnoreCase));

    /// <summary>The field of the request that the server blames; null where it names none.</summary>
    public string? Parameter { get; }

    /// <summary>Whether the conversation has become longer than the model reads.</summary>
    public bool IsContextFull { get; }

    /// <summary>Reads the body of an answer that is an error.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">Whatever came with it.</param>
    public static ServerRefusal Of(int status, string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (Find(document.RootElement) is { } refusal)
                return refusal;
        }
        catch (JsonException)
        {
            // Not JSON: a proxy's page, say. It is shown as it is.
        }

        string hint = status == 404 ? " Does the address have everything before /chat/completions, such as /v1?" : "";
        return new ServerRefusal($"The server answered {status}: {(body.Length > MaxShown ? body[..MaxShown] + "..." : body)}{hint}", null, null, null);
    }

    /// <summary>The refusal in a JSON value that may hold one, as the body of an answer or as a part of a stream; null if it holds none.</summary>
    public static ServerRefusal? Find(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("error", out JsonElement error))
            return null;
        return error.ValueKind switch
        {
            JsonValueKind.String => new ServerRefusal(error.GetString()!, null, null, null),
            JsonValueKind.Object when Text(error, "message") is { } message => new ServerRefusal(message, Text(error, "type"), Text(error, "code"), Text(error, "param")),
            _ => null,
        };
    }

    private static string? Text(JsonElement value, string name)
        => value.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
