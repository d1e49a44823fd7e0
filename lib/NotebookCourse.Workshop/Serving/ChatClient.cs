using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
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
    /// <exception cref="HttpRequestException">The server cannot be reached or refuses; the message is the server's.</exception>
    public async IAsyncEnumerable<string> AskAsync(
        string model, IReadOnlyList<ChatTurn> turns, double temperature, int maxTokens, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["messages"] = new JsonArray([.. turns.Select(turn => (JsonNode)new JsonObject { ["role"] = turn.Role, ["content"] = turn.Content })]),
            ["temperature"] = temperature,
            ["max_tokens"] = maxTokens,
            ["stream"] = true,
        };
        using var content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions") { Content = content };
        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException(Refusal((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation)));
        using Stream stream = await response.Content.ReadAsStreamAsync(cancellation);
        await foreach (SseItem<string> item in SseParser.Create(stream).EnumerateAsync(cancellation))
        {
            if (item.Data == "[DONE]")
                yield break;
            if (JsonNode.Parse(item.Data)?["choices"] is JsonArray { Count: > 0 } choices && choices[0]?["delta"]?["content"]?.GetValue<string>() is { Length: > 0 } piece)
                yield return piece;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string Refusal(int status, string body)
    {
        try
        {
            return JsonNode.Parse(body)?["error"]?["message"]?.GetValue<string>() ?? $"The server answered {status}.";
        }
        catch (Exception fault) when (fault is System.Text.Json.JsonException or InvalidOperationException)
        {
            return $"The server answered {status}: {(body.Length > 200 ? body[..200] + "..." : body)}";
        }
    }
}
