using System.Text;
using System.Text.Json.Nodes;

namespace NotebookCourse.Workshop.Serving;

/// <summary>OpenAI's shapes of answers.</summary>
/// <param name="Id">The answer's id.</param>
/// <param name="Created">Seconds since 1970.</param>
/// <param name="Model">The model's name.</param>
/// <param name="IsChat">Whether it answers a chat.</param>
/// <param name="TokenBytes">The bytes of each token.</param>
internal sealed record CompletionJson(string Id, long Created, string Model, bool IsChat, IReadOnlyList<byte[]> TokenBytes)
{
    /// <summary>A part of a streamed answer.</summary>
    /// <param name="text">The new text; null in the last part.</param>
    /// <param name="logProbabilities">Those of the new tokens, or null.</param>
    /// <param name="finishReason">In the last part, why it ends.</param>
    /// <param name="isFirst">Whether this is the first part: it says who speaks.</param>
    public JsonObject Chunk(string? text, JsonNode? logProbabilities, string? finishReason, bool isFirst = false)
    {
        JsonObject choice = new() { ["index"] = 0 };
        if (IsChat)
        {
            JsonObject delta = [];
            if (isFirst)
                delta["role"] = "assistant";
            if (text is not null)
                delta["content"] = text;
            choice["delta"] = delta;
        }
        else
        {
            choice["text"] = text ?? "";
        }

        choice["logprobs"] = logProbabilities;
        choice["finish_reason"] = finishReason;
        return Around(IsChat ? "chat.completion.chunk" : "text_completion", [choice]);
    }

    /// <summary>A whole answer.</summary>
    public JsonObject Whole(string text, JsonNode? logProbabilities, string finishReason, JsonObject usage)
    {
        JsonObject choice = new() { ["index"] = 0, ["logprobs"] = logProbabilities, ["finish_reason"] = finishReason };
        if (IsChat)
            choice["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text, ["refusal"] = null };
        else
            choice["text"] = text;
        JsonObject answer = Around(IsChat ? "chat.completion" : "text_completion", [choice]);
        answer["usage"] = usage;
        return answer;
    }

    /// <summary>The part of a streamed answer that counts tokens.</summary>
    public JsonObject UsageChunk(JsonObject usage)
    {
        JsonObject answer = Around(IsChat ? "chat.completion.chunk" : "text_completion", []);
        answer["usage"] = usage;
        return answer;
    }

    /// <summary>How many tokens were read and written.</summary>
    public static JsonObject Usage(int prompt, int generated) => new()
    {
        ["prompt_tokens"] = prompt,
        ["completion_tokens"] = generated,
        ["total_tokens"] = prompt + generated,
    };

    /// <summary>A fault, as the body of an answer or as the last part of a stream.</summary>
    public static JsonObject Error(ServingException fault)
    {
        string kind = fault.Status switch
        {
            401 => "authentication_error",
            403 => "permission_error",
            429 => "rate_limit_error",
            >= 500 => "server_error",
            _ => "invalid_request_error",
        };
        return new JsonObject
        {
            ["error"] = new JsonObject { ["message"] = fault.Message, ["type"] = kind, ["param"] = fault.Parameter, ["code"] = fault.Code },
        };
    }

    /// <summary>The logarithms of probabilities, in the shape of chats or of texts.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="textOffset">Where in the text the first token begins.</param>
    public JsonObject LogProbabilities(IReadOnlyList<ChosenToken> tokens, int textOffset)
    {
        if (IsChat)
        {
            return new JsonObject
            {
                ["content"] = new JsonArray([.. tokens.Select(token =>
                {
                    JsonObject one = One(token.Id, token.LogProbability);
                    one["top_logprobs"] = new JsonArray([.. token.Likeliest.Select(other => One(other.Id, other.LogProbability))]);
                    return one;
                })]),
                ["refusal"] = null,
            };
        }

        List<int> offsets = [];
        foreach (ChosenToken token in tokens)
        {
            offsets.Add(textOffset);
            textOffset += Text(token.Id).Length;
        }

        return new JsonObject
        {
            ["tokens"] = new JsonArray([.. tokens.Select(token => (JsonNode)Text(token.Id))]),
            ["token_logprobs"] = new JsonArray([.. tokens.Select(token => (JsonNode?)token.LogProbability)]),
            ["top_logprobs"] = new JsonArray([.. tokens.Select(token => token.LogProbability is null ? null : Likeliest(token))]),
            ["text_offset"] = new JsonArray([.. offsets.Select(offset => (JsonNode)offset)]),
        };
    }

    private JsonObject Likeliest(ChosenToken token)
    {
        JsonObject likeliest = [];
        foreach (var (id, logProbability) in token.Likeliest)
            likeliest[Text(id)] = logProbability; // two tokens may read the same: parts of characters
        return likeliest;
    }

    private JsonObject One(int id, double? logProbability) => new()
    {
        ["token"] = Text(id),
        ["logprob"] = logProbability,
        ["bytes"] = new JsonArray([.. TokenBytes[id].Select(value => (JsonNode)(int)value)]),
    };

    private string Text(int id) => Encoding.UTF8.GetString(TokenBytes[id]);

    private JsonObject Around(string kind, JsonArray choices) => new()
    {
        ["id"] = Id,
        ["object"] = kind,
        ["created"] = Created,
        ["model"] = Model,
        ["choices"] = choices,
    };
}
