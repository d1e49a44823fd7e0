using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace NotebookCourse.Workshop.Tests.Serving;

/// <summary>A server that answers as a test says, and keeps what it was asked: other people's servers, which are not ours to run.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Queue<(int Status, string Type, string Body)> _answers;

    private ScriptedServer(IEnumerable<(int, string, string)> answers)
    {
        _answers = new(answers);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public List<JsonNode> Requests { get; } = [];

    public List<string> Keys { get; } = [];

    public Uri Address => new(_app.Urls.First() + "/v1/");

    public static async Task<ScriptedServer> StartAsync(params (int Status, string Type, string Body)[] answers)
    {
        var server = new ScriptedServer(answers);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>A streamed answer in one piece.</summary>
    public static (int, string, string) Says(string text) => (200, "text/event-stream",
        $$$"""
        data: {"choices":[{"index":0,"delta":{"role":"assistant","content":null},"finish_reason":null}]}

        data: {"choices":[{"index":0,"delta":{"content":"{{{text}}}"},"finish_reason":null}]}

        data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1}}

        data: [DONE]


        """);

    public static (int, string, string) Refuses(int status, string body) => (status, "application/json", body);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body, Encoding.UTF8);
        Requests.Add(JsonNode.Parse(await body.ReadToEndAsync())!);
        Keys.Add(context.Request.Headers.Authorization.ToString());
        Assert.Equal("/v1/chat/completions", context.Request.Path);
        var (status, type, text) = _answers.Dequeue();
        (context.Response.StatusCode, context.Response.ContentType) = (status, type);
        await context.Response.WriteAsync(text);
    }
}
