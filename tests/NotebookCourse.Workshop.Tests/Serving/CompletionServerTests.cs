using System.ClientModel;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using NotebookCourse.Inference;
using NotebookCourse.Workshop.Serving;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;

namespace NotebookCourse.Workshop.Tests.Serving;

/// <summary>The server as its clients see it: OpenAI's own package, Microsoft's abstraction over it, and plain requests.</summary>
public sealed class CompletionServerTests : IAsyncLifetime
{
    private readonly InferenceModel _model = InferenceModel.Load("tiny-v3");
    private readonly HttpClient _http = new();
    private CompletionServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await CompletionServer.StartAsync(_model, new ServingOptions(Queue: 1), TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        _model.Dispose();
    }

    [Fact]
    public async Task OpenAI_s_package_lists_the_model_and_completes_a_chat()
    {
        OpenAIClient client = Client(_server);
        OpenAIModelCollection models = await client.GetOpenAIModelClient().GetModelsAsync();
        Assert.Equal("tiny-v3", Assert.Single(models).Id);

        var options = new ChatCompletionOptions { MaxOutputTokenCount = 12, Temperature = 0, IncludeLogProbabilities = true, TopLogProbabilityCount = 3 };
        ChatCompletion whole = await client.GetChatClient("tiny-v3").CompleteChatAsync([new UserChatMessage("Call me")], options);
        Assert.Equal(12, whole.Usage.OutputTokenCount);
        Assert.Equal(OpenAI.Chat.ChatFinishReason.Length, whole.FinishReason);
        Assert.Equal(_model.Tokenizer!.Encode("User: Call me\n\nAssistant:").Length, whole.Usage.InputTokenCount);
        Assert.Equal(12, whole.ContentTokenLogProbabilities.Count);
        Assert.All(whole.ContentTokenLogProbabilities, token => Assert.Equal(token.LogProbability, token.TopLogProbabilities[0].LogProbability)); // temperature 0

        var streamed = new StringBuilder();
        int? counted = null;
        await foreach (StreamingChatCompletionUpdate update in client.GetChatClient("tiny-v3").CompleteChatStreamingAsync([new UserChatMessage("Call me")], options))
        {
            streamed.Append(string.Concat(update.ContentUpdate.Select(part => part.Text)));
            counted = update.Usage?.OutputTokenCount ?? counted;
        }

        Assert.Equal(whole.Content[0].Text, streamed.ToString());
        Assert.Equal(12, counted);
    }

    [Fact]
    public async Task Microsoft_s_abstraction_talks_to_it()
    {
        IChatClient client = Client(_server).GetChatClient("tiny-v3").AsIChatClient();
        var options = new ChatOptions { MaxOutputTokens = 9, Temperature = 0.7f, Seed = 5, TopP = 0.9f };
        Microsoft.Extensions.AI.ChatResponse first = await client.GetResponseAsync("Call me", options), second = await client.GetResponseAsync("Call me", options);
        Assert.Equal(first.Text, second.Text);
        Assert.Equal(9, first.Usage!.OutputTokenCount);
        var streamed = new StringBuilder();
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("Call me", options))
            streamed.Append(update.Text);
        Assert.Equal(first.Text, streamed.ToString());
    }

    [Fact]
    public async Task A_text_is_completed_as_generate_would_and_stops_where_asked()
    {
        JsonNode whole = await AskAsync("completions", new { model = "tiny-v3", prompt = "Call me", max_tokens = 40, temperature = 0, logprobs = 2 });
        string text = whole["choices"]![0]!["text"]!.GetValue<string>();
        using InferenceSession session = _model.NewSession();
        var generator = new Sampling.TextGenerator(session, TokenTable.Of(_model.Tokenizer!, _model.VocabularySize));
        Assert.Equal(generator.Complete(_model.Tokenizer!.Encode("Call me"), new() { MostTokens = 40, Steps = new(new Sampling.Temperature(0)) }), text);
        JsonNode logarithms = whole["choices"]![0]!["logprobs"]!;
        Assert.Equal(40, logarithms["tokens"]!.AsArray().Count);
        Assert.True(logarithms["token_logprobs"]!.AsArray().All(value => value!.GetValue<double>() <= 0));

        string stop = text[10..13];
        JsonNode stopped = await AskAsync("completions", new { model = "tiny-v3", prompt = "Call me", max_tokens = 40, temperature = 0, stop });
        Assert.Equal(text[..text.IndexOf(stop, StringComparison.Ordinal)], stopped["choices"]![0]!["text"]!.GetValue<string>());
        Assert.Equal("stop", stopped["choices"]![0]!["finish_reason"]!.GetValue<string>());

        JsonNode echoed = await AskAsync("completions", new { prompt = new[] { "Call me" }, max_tokens = 0, echo = true });
        Assert.Equal("Call me", echoed["choices"]![0]!["text"]!.GetValue<string>());
        JsonNode byIds = await AskAsync("completions", new { prompt = _model.Tokenizer!.Encode("Call me"), max_tokens = 40, temperature = 0 });
        Assert.Equal(text, byIds["choices"]![0]!["text"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("completions", "text")]
    [InlineData("chat/completions", "delta")]
    public async Task A_stream_says_what_the_whole_answer_says_and_counts_if_asked(string path, string place)
    {
        object Body(bool stream, bool count) => path == "completions"
            ? new { prompt = "Call me", max_tokens = 7, temperature = 0.8, top_p = 0.9, seed = 11, stream, stream_options = new { include_usage = count } }
            : new { messages = new[] { new { role = "user", content = "Call me" } }, max_tokens = 7, temperature = 0.8, top_p = 0.9, seed = 11, stream, stream_options = new { include_usage = count } };
        JsonNode whole = await AskAsync(path, Body(stream: false, count: false));
        foreach (bool count in new[] { true, false })
        {
            using HttpResponseMessage response = await _http.PostAsJsonAsync($"{_server.Address}/{path}", Body(stream: true, count));
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
            string[] events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.All(events, item => Assert.StartsWith("data: ", item));
            Assert.Equal("data: [DONE]", events[^1]);
            JsonNode[] chunks = [.. events[..^1].Select(item => JsonNode.Parse(item["data: ".Length..])!)];
            JsonNode[] choices = [.. chunks.SelectMany(chunk => chunk["choices"]!.AsArray()).Select(choice => choice!)];
            string text = string.Concat(choices.Select(choice => place == "text" ? choice["text"]!.GetValue<string>() : choice["delta"]!["content"]?.GetValue<string>()));
            Assert.Equal((place == "text" ? whole["choices"]![0]!["text"] : whole["choices"]![0]!["message"]!["content"])!.GetValue<string>(), text);
            Assert.Equal("length", Assert.Single(choices.Select(choice => choice["finish_reason"]?.GetValue<string>()).OfType<string>()));
            JsonNode[] usages = [.. chunks.Select(chunk => chunk["usage"]).OfType<JsonNode>()];
            Assert.Equal(count ? 1 : 0, usages.Length);
            Assert.All(usages, usage => Assert.True(JsonNode.DeepEquals(whole["usage"], usage)));
        }
    }

    [Theory]
    [InlineData("completions", """{"prompt":"a","max_tokens":-1}""", 400, "max_tokens", "expected a whole number, 0 or more")]
    [InlineData("completions", """{"max_tokens":1}""", 400, "prompt", "expected a text, a list with one text, or a list of token ids")]
    [InlineData("completions", """{"prompt":""}""", 400, "prompt", "The prompt is empty")]
    [InlineData("completions", """{"prompt":[5,2048]}""", 400, "prompt", "Token 1 of the prompt has the id 2048")]
    [InlineData("completions", """{"prompt":"a","temperature":3}""", 400, "temperature", "expected a number from 0 to 2")]
    [InlineData("completions", """{"prompt":"a","stop":["",1]}""", 400, "stop", "none empty")]
    [InlineData("completions", """{"prompt":"a","n":2}""", 400, "n", "one completion a request")]
    [InlineData("completions", """{"prompt":"a","model":"gpt-9"}""", 404, "model", "There is no model 'gpt-9' here; this server has 'tiny-v3'")]
    [InlineData("completions", """{"prompt":""", 400, null, "not valid JSON")]
    [InlineData("completions", """{"prompt":"\ud800"}""", 400, null, "not valid Unicode")]
    [InlineData("chat/completions", """{"messages":[{"role":"user","content":"\udc00 x"}]}""", 400, null, "not valid Unicode")]
    [InlineData("completions", """[1]""", 400, null, "expected an object")]
    [InlineData("chat/completions", """{"messages":[]}""", 400, "messages", "at least one message")]
    [InlineData("chat/completions", """{"messages":[{"role":"cat","content":"x"}]}""", 400, "messages.role", "expected system, developer, user or assistant")]
    [InlineData("chat/completions", """{"messages":[{"role":"user","content":[{"type":"image_url"}]}]}""", 400, "messages.content", "parts of type text")]
    [InlineData("chat/completions", """{"messages":[{"role":"user","content":"x"}],"tools":[]}""", 400, "tools", "has no 'tools'")]
    [InlineData("embeddings", """{}""", 404, null, "This server has GET /v1/models")]
    public async Task What_cannot_be_done_is_said_in_OpenAI_s_shape(string path, string body, int status, string? parameter, string expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _http.PostAsync($"{_server.Address}/{path}", content);
        Assert.Equal(status, (int)response.StatusCode);
        JsonNode error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        Assert.Contains(expected, error["message"]!.GetValue<string>());
        Assert.Equal("invalid_request_error", error["type"]!.GetValue<string>());
        Assert.Equal(parameter, error["param"]?.GetValue<string>());
    }

    [Fact]
    public async Task A_prompt_longer_than_the_context_is_refused_and_so_is_a_stranger()
    {
        using HttpResponseMessage tooLong = await _http.PostAsJsonAsync($"{_server.Address}/completions", new { prompt = string.Concat(Enumerable.Repeat("word ", 400)) });
        Assert.Equal("context_length_exceeded", JsonNode.Parse(await tooLong.Content.ReadAsStringAsync())!["error"]!["code"]!.GetValue<string>());
        string almost = string.Concat(Enumerable.Repeat("a\n", 110)); // fits, and leaves a chat no room to answer
        Assert.InRange(_model.Tokenizer!.Encode(almost).Length, _model.ContextLength * 3 / 4, _model.ContextLength - 17);
        using HttpResponseMessage noRoom = await _http.PostAsJsonAsync($"{_server.Address}/chat/completions", new { messages = new[] { new { role = "user", content = almost } } });
        Assert.Equal("context_length_exceeded", JsonNode.Parse(await noRoom.Content.ReadAsStringAsync())!["error"]!["code"]!.GetValue<string>());
        Assert.Equal(2, (await AskAsync("completions", new { prompt = almost, max_tokens = 2 }))["usage"]!["completion_tokens"]!.GetValue<int>());

        using var named = new HttpRequestMessage(HttpMethod.Get, $"{_server.Address}/models");
        named.Headers.Host = "evil.example";
        Assert.Equal(HttpStatusCode.Forbidden, (await _http.SendAsync(named)).StatusCode);
        using var plain = new StringContent("""{"prompt":"a"}""", Encoding.UTF8, "text/plain"); // what a page may send without asking
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _http.PostAsync($"{_server.Address}/completions", plain)).StatusCode);
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(_server.Address.Host)));
    }

    [Fact]
    public async Task A_token_keeps_others_out()
    {
        await using CompletionServer guarded = await CompletionServer.StartAsync(_model, new ServingOptions(Token: "secret"), TimeProvider.System);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _http.GetAsync($"{guarded.Address}/models")).StatusCode);
        ClientResultException refused = await Assert.ThrowsAsync<ClientResultException>(async () => await Client(guarded, "wrong").GetOpenAIModelClient().GetModelsAsync());
        Assert.Equal(401, refused.Status);
        OpenAIModelCollection models = await Client(guarded, "secret").GetOpenAIModelClient().GetModelsAsync();
        Assert.Single(models);
    }

    [Fact]
    public async Task A_prompt_s_own_tokens_are_judged_where_it_is_echoed()
    {
        const string Text = "Call me Ishmael. Some years ago";
        int[] ids = _model.Tokenizer!.Encode(Text);
        JsonNode answer = await AskAsync("completions", new { prompt = Text, max_tokens = 0, echo = true, logprobs = 1 });
        Assert.Equal(Text, answer["choices"]![0]!["text"]!.GetValue<string>());
        JsonNode logarithms = answer["choices"]![0]!["logprobs"]!;
        Assert.Equal(ids.Select(id => _model.Tokenizer.Decode([id])), logarithms["tokens"]!.AsArray().Select(token => token!.GetValue<string>()));
        Assert.Null(logarithms["token_logprobs"]![0]); // nothing comes before it
        Assert.Null(logarithms["top_logprobs"]![0]);
        using InferenceSession session = _model.NewSession();
        float[][] logits = session.Logits(ids, 0);
        for (int i = 1; i < ids.Length; i++)
        {
            double expected = logits[i - 1][ids[i]] - Math.Log(logits[i - 1].Sum(logit => Math.Exp(logit)));
            Assert.Equal(expected, logarithms["token_logprobs"]![i]!.GetValue<double>(), 1e-4);
        }
    }

    [Fact]
    public async Task A_client_that_stops_reading_keeps_nobody_waiting_for_ever()
    {
        using var deaf = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1 };
        await deaf.ConnectAsync(IPAddress.Loopback, _server.Address.Port);
        const string Body = """{"prompt":"Call me","max_tokens":200,"logprobs":20,"stream":true}""";
        string request = $"POST /v1/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}";
        TaskCompletionSource begun = new();
        _server.TurnBegins = _ =>
        {
            begun.TrySetResult();
            return Task.CompletedTask;
        };
        await deaf.SendAsync(Encoding.ASCII.GetBytes(request));
        await begun.Task;
        JsonNode answer = await AskAsync("completions", new { prompt = "b", max_tokens = 1 });
        Assert.Equal(1, answer["usage"]!["completion_tokens"]!.GetValue<int>());
    }

    [Fact]
    public async Task Many_at_once_get_what_each_would_get_alone()
    {
        await using CompletionServer roomy = await CompletionServer.StartAsync(_model, new ServingOptions(Queue: 20), TimeProvider.System);
        string[] prompts = ["Call me", "The whale", "a", "Some years ago", "你好", "\n", "1 + 1 ="];
        List<string> alone = [];
        foreach (string prompt in prompts)
            alone.Add(await TextAsync(prompt));
        Assert.Equal(alone, await Task.WhenAll(prompts.Select(TextAsync)));

        async Task<string> TextAsync(string prompt)
        {
            using HttpResponseMessage response = await _http.PostAsJsonAsync($"{roomy.Address}/completions", new { prompt, max_tokens = 9, seed = 3, temperature = 0.9 });
            return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["choices"]![0]!["text"]!.GetValue<string>();
        }
    }

    [Fact]
    public async Task Who_waits_too_many_are_sent_away_and_who_leaves_makes_room()
    {
        TaskCompletionSource begun = new(), waiting = new();
        using var leave = new CancellationTokenSource();
        _server.Waiting = () => waiting.TrySetResult();
        _server.TurnBegins = ended => begun.TrySetResult() ? Task.Delay(Timeout.Infinite, ended) : Task.CompletedTask; // only the first takes for ever
        Task<HttpResponseMessage> first = _http.PostAsJsonAsync($"{_server.Address}/completions", new { prompt = "a" }, leave.Token);
        await begun.Task;
        Task<JsonNode> second = AskAsync("completions", new { prompt = "b", max_tokens = 1 });
        await waiting.Task;
        using HttpResponseMessage third = await _http.PostAsJsonAsync($"{_server.Address}/completions", new { prompt = "c", max_tokens = 1 });
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.Equal("queue_full", JsonNode.Parse(await third.Content.ReadAsStringAsync())!["error"]!["code"]!.GetValue<string>());
        Assert.False(second.IsCompleted);
        await leave.CancelAsync();                                        // the client goes away
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(1, (await second)["usage"]!["completion_tokens"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_terminal_s_client_gets_the_answer_and_the_server_s_words_when_it_refuses()
    {
        using var client = new Workshop.Serving.ChatClient(new Uri(_server.Address + "/"), null);
        var answer = new StringBuilder();
        await foreach (string piece in client.AskAsync("tiny-v3", [new ChatTurn("user", "Call me")], 0, 12, Wait.Limit()))
            answer.Append(piece);
        ChatCompletion expected = await Client(_server).GetChatClient("tiny-v3").CompleteChatAsync([new UserChatMessage("Call me")], new ChatCompletionOptions { MaxOutputTokenCount = 12, Temperature = 0 });
        Assert.Equal(expected.Content[0].Text, answer.ToString());
        ServerRefusal refused = await Assert.ThrowsAsync<ServerRefusal>(async () =>
        {
            await foreach (string piece in client.AskAsync("other", [new ChatTurn("user", "x")], 0, 1, Wait.Limit()))
                answer.Append(piece);
        });
        Assert.Contains("There is no model 'other' here", refused.Message);
    }

    private static OpenAIClient Client(CompletionServer server, string key = "none")
        => new(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = server.Address });

    private async Task<JsonNode> AskAsync(string path, object body)
    {
        using HttpResponseMessage response = await _http.PostAsJsonAsync($"{_server.Address}/{path}", body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
