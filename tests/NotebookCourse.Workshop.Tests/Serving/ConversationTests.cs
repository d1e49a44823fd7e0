using System.Net;
using System.Net.Sockets;
using NotebookCourse.Inference;
using NotebookCourse.Workshop.Serving;

namespace NotebookCourse.Workshop.Tests.Serving;

/// <summary>What <c>chat</c> does with a person's lines, with our server and with other people's.</summary>
public sealed class ConversationTests
{
    [Fact]
    public async Task A_conversation_longer_than_the_context_forgets_its_oldest_turns_and_goes_on()
    {
        using InferenceModel model = InferenceModel.Load("tiny-v3");
        await using CompletionServer server = await CompletionServer.StartAsync(model, new ServingOptions(), TimeProvider.System);
        string lines = string.Concat(Enumerable.Range(0, 12).Select(i => $"Call me Ishmael, said the whale of number {i}.\n"));
        var (conversation, output, notes) = await TalkAsync(new Uri(server.Address + "/"), lines, maxTokens: 24, model: "tiny-v3");
        Assert.Contains("are forgotten.)", notes);
        Assert.DoesNotContain("taken back", notes);
        Assert.True(output.Split('\n').Length > 12);
        Assert.InRange(conversation.Turns.Count, 2, 22);
        Assert.Equal("Call me Ishmael, said the whale of number 11.", conversation.Turns[^2].Content); // the last message was answered
        Assert.Equal("assistant", conversation.Turns[^1].Role);
    }

    [Fact]
    public async Task A_message_longer_than_the_context_is_taken_back()
    {
        using InferenceModel model = InferenceModel.Load("tiny-v3");
        await using CompletionServer server = await CompletionServer.StartAsync(model, new ServingOptions(), TimeProvider.System);
        string lines = string.Concat(Enumerable.Repeat("word ", 400)) + "\nCall me\n";
        var (conversation, _, notes) = await TalkAsync(new Uri(server.Address + "/"), lines, maxTokens: 5, model: "tiny-v3");
        Assert.Contains("The messages have", notes);
        Assert.Contains("taken back", notes);
        Assert.Equal(["Call me"], conversation.Turns.Where(turn => turn.Role == "user").Select(turn => turn.Content));
    }

    [Theory] // as llama.cpp's server, vLLM and OpenAI say it
    [InlineData("""{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error"}}""")]
    [InlineData("""{"error":{"message":"This model's maximum context length is 256 tokens. However, you requested 300","type":"BadRequestError","param":"input_tokens","code":400}}""")]
    [InlineData("""{"error":{"message":"too long","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""")]
    public async Task A_full_context_is_understood_in_other_servers_words(string refusal)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(
            ScriptedServer.Says("one"), ScriptedServer.Says("two"), ScriptedServer.Refuses(400, refusal), ScriptedServer.Says("three"));
        var (conversation, output, notes) = await TalkAsync(server.Address, "a\nb\nc\n");
        Assert.Equal("one\ntwo\nthree\n", output);
        Assert.Contains("the oldest turns, 2, are forgotten", notes);
        Assert.Equal(["b", "two", "c", "three"], conversation.Turns.Select(turn => turn.Content));
        Assert.Equal(3, server.Requests[^1]["messages"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_model_with_other_fields_is_asked_in_its_own()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(
            ScriptedServer.Refuses(400, """{"error":{"message":"Use 'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}"""),
            ScriptedServer.Refuses(400, """{"error":{"message":"Only the default (1) is supported.","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}"""),
            ScriptedServer.Says("yes"),
            ScriptedServer.Says("again"));
        var (_, output, _) = await TalkAsync(server.Address, "a\nb\n", key: "sesame");
        Assert.Equal("yes\nagain\n", output);
        Assert.Equal(7, server.Requests[2]["max_completion_tokens"]!.GetValue<int>());
        Assert.Null(server.Requests[3]["temperature"]); // and it is remembered
        Assert.Null(server.Requests[3]["max_tokens"]);
        Assert.All(server.Keys, key => Assert.Equal("Bearer sesame", key));
    }

    [Theory]
    [InlineData(401, """{"error":{"message":"Wrong key.","code":"invalid_api_key"}}""", "Wrong key.")]
    [InlineData(404, """{"error":"model 'm' not found"}""", "model 'm' not found")]
    [InlineData(404, "<html>nothing</html>", "The server answered 404: <html>nothing</html> Does the address have everything before /chat/completions")]
    [InlineData(500, "", "The server answered 500")]
    [InlineData(400, "[]", "The server answered 400: []")]
    [InlineData(400, """{"error":{"message":5}}""", "The server answered 400")]
    public async Task A_first_message_that_is_refused_ends_the_conversation_and_a_later_one_does_not(int status, string body, string expected)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(
            ScriptedServer.Refuses(status, body), ScriptedServer.Says("one"), ScriptedServer.Refuses(status, body), ScriptedServer.Says("two"));
        ServerRefusal refusal = await Assert.ThrowsAsync<ServerRefusal>(() => TalkAsync(server.Address, "a\n"));
        Assert.Contains(expected, refusal.Message);
        var (conversation, output, notes) = await TalkAsync(server.Address, "a\nb\nc\n");
        Assert.Equal("one\ntwo\n", output);
        Assert.Contains(expected, notes);
        Assert.Equal(["a", "one", "c", "two"], conversation.Turns.Select(turn => turn.Content));
    }

    [Theory]
    [InlineData("""data: {"choices":[{"index":0,"delta":{"content":"hal"},"finish_reason":null}]}""", "The connection ended before the answer did.")]
    [InlineData("""data: {"error":{"message":"out of memory","type":"server_error"}}""", "out of memory")]
    [InlineData("""data: 5""", "no chat.completion.chunk: 5")]
    [InlineData("""data: {"choices":[""", "no chat.completion.chunk")]
    public async Task An_answer_that_breaks_off_is_taken_back(string part, string expected)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(
            ScriptedServer.Says("one"), (200, "text/event-stream", part + "\n\n"), ScriptedServer.Says("two"));
        var (conversation, _, notes) = await TalkAsync(server.Address, "a\nb\nc\n");
        Assert.Contains(expected, notes);
        Assert.Equal(["a", "one", "c", "two"], conversation.Turns.Select(turn => turn.Content));
    }

    [Fact]
    public async Task Nobody_there_is_said_at_once()
    {
        using var taken = new Socket(SocketType.Stream, ProtocolType.Tcp); // bound, so that nobody else is there either, and not listening
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}/v1/");
        await Assert.ThrowsAsync<HttpRequestException>(() => TalkAsync(address, "a\n"));
    }

    private static async Task<(Conversation Conversation, string Output, string Notes)> TalkAsync(
        Uri address, string lines, int maxTokens = 7, string model = "m", string? key = null)
    {
        using var client = new ChatClient(address, key);
        using StringWriter output = new() { NewLine = "\n" }, notes = new() { NewLine = "\n" };
        var conversation = new Conversation(client, new ConversationOptions(model, 0.8, maxTokens), new StringReader(lines), output, notes);
        await conversation.RunAsync(Wait.Limit());
        return (conversation, output.ToString(), notes.ToString());
    }
}
