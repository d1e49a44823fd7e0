using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookCourse.Workshop.Serving;

/// <summary>A turn of a conversation.</summary>
/// <param name="Role"><c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">What was said.</param>
internal sealed record ChatTurn(string Role, string Content);

/// <summary>Asks an OpenAI-compatible server, and hands out its answer as it comes.</summary>
internal sealed class ChatClient : IDisposable
{
    private readonly HttpClient _http;
    private string _limit = "max_tokens";
    private bool _sendsTemperature = true;

    /// <summary>A client.</summary>
    /// <param name="address">The base address, with a slash at its end.</param>
    /// <param name="key">The API key; null for none.</param>
    public ChatClient(Uri address, string? key)
    {
        _http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        if (!string.IsNullOrEmpty(key))
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>The next turn of the model, in pieces.</summary>
    /// <param name="model">The name the server knows it by.</param>
    /// <param name="turns">The conversation so far.</param>
    /// <param name="temperature">How wild; servers whose model knows only one temperature are asked without.</param>
    /// <param name="maxTokens">Most tokens of the answer.</param>
    /// <param name="cancellation">Ends the request.</param>
    /// <exception cref="ServerRefusal">The server refuses, in its own words.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    /// <exception cref="IOException">The connection ended before the answer did.</exception>
    public async IAsyncEnumerable<string> AskAsync(
        string model,
        IReadOnlyList<ChatTurn> turns,
        double temperature,
        int maxTokens,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using HttpResponseMessage response = await SendAsync(model, turns, temperature, maxTokens, cancellation);
        using Stream stream = await response.Content.ReadAsStreamAsync(cancellation);
        bool ended = false;
        await foreach (SseItem<string> item in SseParser.Create(stream).EnumerateAsync(cancellation))
        {
            if (item.Data == "[DONE]")
                yield break;
            var (piece, isLast) = Read(item.Data);
            ended |= isLast;
            if (piece.Length > 0)
                yield return piece;
        }

        if (!ended)
            throw new IOException("The connection ended before the answer did.");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Sends the request, and once more without what this server's model does not take.</summary>
    private async Task<HttpResponseMessage> SendAsync(
        string model, IReadOnlyList<ChatTurn> turns, double temperature, int maxTokens, CancellationToken cancellation)
    {
        while (true)
        {
            using StringContent content = Body(model, turns, temperature, maxTokens);
            using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions") { Content = content };
            HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
            {
                var refusal = ServerRefusal.Of((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
                if (refusal is { Parameter: "max_tokens", IsContextFull: false } && _limit == "max_tokens")
                    _limit = "max_completion_tokens"; // what OpenAI's reasoning models call it
                else if (refusal is { Parameter: "temperature" } && _sendsTemperature)
                    _sendsTemperature = false;
                else
                    throw refusal;
            }
        }
    }

    private StringContent Body(string model, IReadOnlyList<ChatTurn> turns, double temperature, int maxTokens)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["messages"] = new JsonArray([.. turns.Select(turn => new JsonObject { ["role"] = turn.Role, ["content"] = turn.Content })]),
            [_limit] = maxTokens,
            ["stream"] = true,
        };
        if (_sendsTemperature)
            body["temperature"] = temperature;
        return new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
    }

    /// <summary>The new text of one part of a stream, and whether it says that it is the last.</summary>
    private static (string Piece, bool IsLast) Read(string data)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(data);
            if (ServerRefusal.Find(document.RootElement) is { } refusal)
                throw refusal;
            if (!document.RootElement.TryGetProperty("choices", out JsonElement choices) || choices.GetArrayLength() == 0)
                return ("", false);
            bool isLast = choices[0].TryGetProperty("finish_reason", out JsonElement reason) && reason.ValueKind == JsonValueKind.String;
            bool isText = choices[0].TryGetProperty("delta", out JsonElement delta) && delta.TryGetProperty("content", out _);
            return (isText ? delta.GetProperty("content").GetString() ?? "" : "", isLast); // null in the part that says who speaks
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new IOException($"The server's stream holds a part that is no chat.completion.chunk: {data}", fault);
        }
    }
}
