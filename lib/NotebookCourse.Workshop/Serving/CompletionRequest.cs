using System.Text;
using System.Text.Json;

namespace NotebookCourse.Workshop.Serving;

/// <summary>A request that cannot be met, in the words and fields of OpenAI's API.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">What was given, what was expected, what to do.</param>
/// <param name="parameter">The field; null where there is none.</param>
/// <param name="code">A word for programs.</param>
internal sealed class ServingException(int status, string message, string? parameter = null, string? code = null) : Exception(message)
{
    public int Status { get; } = status;

    public string? Parameter { get; } = parameter;

    public string? Code { get; } = code;
}

/// <summary>What a client asks for, of chat and of text completions.</summary>
internal sealed record CompletionRequest
{
    private const int MaxStops = 4, MaxLogProbabilities = 20;

    /// <summary>Fields whose effect would be another than nothing, and which this server does not have.</summary>
    private static readonly string[] Unsupported =
        ["tools", "functions", "tool_choice", "function_call", "logit_bias", "suffix", "audio", "modalities", "prediction"];

    public required bool IsChat { get; init; }

    /// <summary>The model's name; null to take the one there is.</summary>
    public string? Model { get; init; }

    /// <summary>The text to continue; null where <see cref="PromptIds"/> are given.</summary>
    public string? Prompt { get; init; }

    public int[]? PromptIds { get; init; }

    public int? MaxTokens { get; init; }

    public double Temperature { get; init; } = 1;

    public double TopP { get; init; } = 1;

    public double FrequencyPenalty { get; init; }

    public double PresencePenalty { get; init; }

    public IReadOnlyList<string> Stops { get; init; } = [];

    public int? Seed { get; init; }

    /// <summary>How many likely tokens to name beside each chosen one; null for no logarithms at all.</summary>
    public int? LogProbabilities { get; init; }

    public bool Stream { get; init; }

    public bool IncludeUsage { get; init; }

    public bool Echo { get; init; }

    /// <summary>Reads the body of a request.</summary>
    /// <param name="body">JSON.</param>
    /// <param name="isChat">Whether it came to the chat's address.</param>
    /// <exception cref="ServingException">It is not JSON, a field is missing or wrong, or asks for something this server does not have.</exception>
    public static CompletionRequest Parse(ReadOnlyMemory<byte> body, bool isChat)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new ServingException(400, $"The body is of JSON kind {document.RootElement.ValueKind}; expected an object.");
            return Read(new RequestFields(document.RootElement), isChat);
        }
        catch (JsonException fault)
        {
            throw new ServingException(400, $"The body is not valid JSON: {fault.Message}");
        }
        catch (InvalidOperationException fault) // half of a surrogate pair, escaped
        {
            throw new ServingException(400, $"A text of the body is not valid Unicode: {fault.Message}");
        }
    }

    private static CompletionRequest Read(RequestFields fields, bool isChat)
    {
        foreach (string name in Unsupported)
        {
            if (fields.Has(name))
                throw new ServingException(400, $"This server has no '{name}'; leave it out.", name, "unsupported_parameter");
        }

        if (fields.Integer("n", 1, 1, int.MaxValue) != 1 || fields.Integer("best_of", 1, 1, int.MaxValue) != 1)
        {
            const string Message = "This server makes one completion a request: n and best_of are 1. Ask several times, with different seeds.";
            throw new ServingException(400, Message, "n", "unsupported_parameter");
        }

        if (fields.Object("response_format") is { } format && format.Text("type") is not "text")
        {
            const string Message = "This server writes plain text only: response_format.type is text.";
            throw new ServingException(400, Message, "response_format", "unsupported_parameter");
        }

        int? logProbabilities = isChat
            ? fields.Flag("logprobs") ? fields.Integer("top_logprobs", 0, 0, MaxLogProbabilities) : null
            : fields.Has("logprobs") ? fields.Integer("logprobs", 0, 0, MaxLogProbabilities) : null;
        var (text, ids) = isChat ? (fields.Transcript("messages"), null) : fields.Prompt("prompt");
        IReadOnlyList<string> stops = fields.Stops("stop", MaxStops);
        return new CompletionRequest
        {
            IsChat = isChat,
            Model = fields.Text("model"),
            Prompt = text,
            PromptIds = ids,
            MaxTokens = fields.MaxTokens() ?? (isChat ? null : 16), // the interface's own numbers
            Temperature = fields.Number("temperature", 1, 0, 2),
            TopP = fields.Number("top_p", 1, 0, 1),
            FrequencyPenalty = fields.Number("frequency_penalty", 0, -2, 2),
            PresencePenalty = fields.Number("presence_penalty", 0, -2, 2),
            Stops = isChat ? [.. stops, RequestFields.NextTurn] : stops,
            Seed = fields.Has("seed") ? unchecked((int)fields.Long("seed")) : null,
            LogProbabilities = logProbabilities,
            Stream = fields.Flag("stream"),
            IncludeUsage = fields.Object("stream_options") is { } options && options.Flag("include_usage"),
            Echo = !isChat && fields.Flag("echo"),
        };
    }
}

/// <summary>Typed reading of a request's fields; null counts as absent, as in OpenAI's API.</summary>
internal readonly struct RequestFields(JsonElement root)
{
    /// <summary>How a transcript's next turn of the person begins: where it appears, the model's turn is over.</summary>
    public const string NextTurn = "\n\nUser:";

    private const int MaxShown = 80;

    private readonly JsonElement _root = root;

    public bool Has(string name) => Find(name) is not null;

    public string? Text(string name) => Find(name) is { } value
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(name, value, "a text")
        : null;

    /// <summary>The most tokens to write, by its newer name or its older one; null where neither is given.</summary>
    public int? MaxTokens()
    {
        string name = Has("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        return Has(name) ? Integer(name, 0, 0, int.MaxValue) : null;
    }

    public bool Flag(string name) => Find(name) is { } value
        && (value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, value, "true or false"));

    public long Long(string name) => Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number)
        ? number
        : throw Wrong(name, Find(name), "a whole number");

    public int Integer(string name, int otherwise, int min, int max)
    {
        if (Find(name) is not { } value)
            return otherwise;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= min && number <= max
            ? number
            : throw Wrong(name, value, max == int.MaxValue ? $"a whole number, {min} or more" : $"a whole number from {min} to {max}");
    }

    public double Number(string name, double otherwise, double min, double max)
    {
        if (Find(name) is not { } value)
            return otherwise;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= min && number <= max
            ? number
            : throw Wrong(name, value, FormattableString.Invariant($"a number from {min} to {max}"));
    }

    public RequestFields? Object(string name) => Find(name) is { } value
        ? value.ValueKind == JsonValueKind.Object ? new RequestFields(value) : throw Wrong(name, value, "an object")
        : null;

    public IReadOnlyList<string> Stops(string name, int most)
    {
        if (Find(name) is not { } value)
            return [];
        string?[] stops = value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()],
            JsonValueKind.Array => [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() : null)],
            _ => [null],
        };
        return stops.Length <= most && stops.All(stop => stop is { Length: > 0 })
            ? [.. stops.Select(stop => stop!)]
            : throw Wrong(name, value, $"a text, or a list of 1 to {most} texts, none empty");
    }

    /// <summary>A text, a list with one text, or a list of token ids.</summary>
    public (string? Text, int[]? Ids) Prompt(string name)
    {
        JsonElement? prompt = Find(name);
        switch (prompt)
        {
            case { ValueKind: JsonValueKind.String } text:
                return (text.GetString(), null);
            case { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() == 1 && list[0].ValueKind == JsonValueKind.String:
                return (list[0].GetString(), null);
            case { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > 0 && list.EnumerateArray().All(IsId):
                return (null, [.. list.EnumerateArray().Select(item => item.GetInt32())]);
            default:
                throw Wrong(name, prompt, "a text, a list with one text, or a list of token ids");
        }
    }

    /// <summary>
    /// A conversation as a text to continue: the models here have only ever read texts, so a turn is marked by who speaks, and the
    /// model is asked to go on where it speaks itself.
    /// </summary>
    public string Transcript(string name)
    {
        if (Find(name) is not { ValueKind: JsonValueKind.Array } messages || messages.GetArrayLength() == 0)
            throw Wrong(name, Find(name), "a list of at least one message");
        var text = new StringBuilder();
        foreach (JsonElement message in messages.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object)
                throw Wrong(name, message, "a list of objects with role and content");
            var fields = new RequestFields(message);
            string speaker = fields.Text("role") switch
            {
                "system" or "developer" => "",
                "user" => "User: ",
                "assistant" => "Assistant: ",
                _ => throw Wrong(name + ".role", fields.Find("role"), "system, developer, user or assistant"),
            };
            text.Append(speaker).Append(fields.Content(name + ".content")).Append("\n\n");
        }

        return text.Append("Assistant:").ToString();
    }

    private static bool IsId(JsonElement item) => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out _);

    private string Content(string place)
    {
        JsonElement? content = Find("content");
        return content switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(part => Part(place, part))),
            _ => throw Wrong(place, content, "a text, or a list of parts of type text"),
        };
    }

    private static string Part(string place, JsonElement part)
        => part.ValueKind == JsonValueKind.Object && new RequestFields(part) is var fields && fields.Text("type") == "text" && fields.Text("text") is { } text
            ? text
            : throw Wrong(place, part, "parts of type text");

    private JsonElement? Find(string name) => _root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static ServingException Wrong(string name, JsonElement? value, string expected)
    {
        string given = value?.GetRawText() ?? "missing";
        string shown = given.Length > MaxShown ? given[..MaxShown] + "..." : given;
        string code = value is null ? "missing_required_parameter" : "invalid_value";
        return new ServingException(400, $"'{name}' is {shown}; expected {expected}.", name, code);
    }
}
