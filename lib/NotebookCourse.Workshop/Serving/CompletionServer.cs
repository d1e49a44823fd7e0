using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NotebookCourse.Inference;

namespace NotebookCourse.Workshop.Serving;

/// <summary>How a server is reached.</summary>
/// <param name="Port">The port; 0 for any that is free.</param>
/// <param name="Token">What clients have to show as their API key; null for nothing.</param>
/// <param name="Queue">How many requests may wait while one is answered.</param>
internal sealed record ServingOptions(int Port = 0, string? Token = null, int Queue = 8);

/// <summary>An OpenAI-compatible endpoint on this machine: models, text completions and chats of one model, one at a time.</summary>
internal sealed class CompletionServer : IAsyncDisposable
{
    private const long MaxBodyBytes = 16 << 20;

    private readonly InferenceModel _model;
    private readonly ServingOptions _options;
    private readonly CompletionAnswers _answers;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly WebApplication _app;
    private int _present;

    private CompletionServer(InferenceModel model, ServingOptions options, TimeProvider time)
    {
        (_model, _options, _answers) = (model, options, new CompletionAnswers(model, time));
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>What clients take as their base address.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Called when a request waits for its turn; for tests.</summary>
    internal Action? Waiting { get; set; }

    /// <summary>Awaited when a request's turn begins; for tests.</summary>
    internal Func<CancellationToken, Task> TurnBegins { get; set; } = _ => Task.CompletedTask;

    /// <summary>Starts to listen, to this machine alone.</summary>
    /// <param name="model">The model; owned by the caller.</param>
    /// <param name="options">How it is reached.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="UsageException">The port is taken or may not be used, or the model has no tokenizer.</exception>
    public static async Task<CompletionServer> StartAsync(InferenceModel model, ServingOptions options, TimeProvider time)
    {
        var server = new CompletionServer(model, options, time);
        try
        {
            await server._app.StartAsync();
        }
        catch (Exception exception) when (exception is IOException { InnerException: AddressInUseException } or SocketException)
        {
            await server.DisposeAsync();
            throw new UsageException(
                $"Port {options.Port} cannot be used ({exception.Message}). Choose another with --port, or leave --port out for one that is free.");
        }

        server.Address = new Uri($"http://127.0.0.1:{new Uri(server._app.Urls.First()).Port}/v1");
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _turn.WaitAsync();
        _answers.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stop.Token);
        try
        {
            Admit(context.Request);
            switch (context.Request.Method, context.Request.Path.Value?.TrimEnd('/'))
            {
                case ("GET", "/v1/models"):
                    await context.Response.WriteJsonAsync(200, new JsonObject { ["object"] = "list", ["data"] = new JsonArray(Description()) });
                    break;
                case ("GET", { } path) when path.StartsWith("/v1/models/", StringComparison.Ordinal):
                    RequireModel(path["/v1/models/".Length..]);
                    await context.Response.WriteJsonAsync(200, Description());
                    break;
                case ("POST", "/v1/completions"):
                    await CompleteAsync(context, isChat: false, ended.Token);
                    break;
                case ("POST", "/v1/chat/completions"):
                    await CompleteAsync(context, isChat: true, ended.Token);
                    break;
                default:
                    throw new ServingException(
                        404,
                        $"There is no {context.Request.Method} {context.Request.Path}. "
                        + "This server has GET /v1/models, POST /v1/completions and POST /v1/chat/completions.",
                        code: "unknown_url");
            }
        }
        catch (ServingException fault)
        {
            await context.Response.RefuseAsync(fault);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException fault) // too large, say
        {
            await context.Response.RefuseAsync(new ServingException(fault.StatusCode, fault.Message));
        }
        catch (OperationCanceledException)
        {
            context.Abort(); // nobody listens any more
        }
        catch (Exception fault)
        {
            Console.Error.WriteLine(fault);
            await context.Response.RefuseAsync(new ServingException(500, $"The model failed: {fault.Message}"));
        }
    }

    /// <summary>This machine's own programs only, and those that know the token.</summary>
    private void Admit(HttpRequest request)
    {
        bool isAddress = IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out IPAddress? address);
        if (isAddress ? !IPAddress.IsLoopback(address!) : request.Host.Host != "localhost")
        {
            throw new ServingException(
                403,
                $"The request is for the host '{request.Host}'; this server answers for this machine alone, as 127.0.0.1 or localhost.",
                code: "wrong_host");
        }

        if (_options.Token is null)
            return;
        byte[] expected = Encoding.UTF8.GetBytes("Bearer " + _options.Token), given = Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString());
        if (!CryptographicOperations.FixedTimeEquals(expected, given))
            throw new ServingException(401, "The API key is missing or not the one this server was started with (--token).", code: "invalid_api_key");
    }

    private async Task CompleteAsync(HttpContext context, bool isChat, CancellationToken ended)
    {
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            throw new ServingException(415, $"The content type is '{context.Request.ContentType}'; expected application/json.");
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, ended);
        CompletionRequest request = CompletionRequest.Parse(body.GetBuffer().AsMemory(0, (int)body.Length), isChat);
        RequireModel(request.Model ?? _model.Name);
        int[] prompt = _answers.Prompt(request);
        try
        {
            if (Interlocked.Increment(ref _present) > _options.Queue + 1)
            {
                context.Response.Headers.RetryAfter = "1";
                throw new ServingException(429, $"{_options.Queue + 1} requests are being answered or wait; try again soon.", code: "queue_full");
            }

            Task turn = _turn.WaitAsync(ended);
            if (!turn.IsCompleted)
                Waiting?.Invoke();
            await turn;
            try
            {
                await TurnBegins(ended);
                await Task.Run(() => _answers.AnswerAsync(context.Response, request, prompt, ended), ended);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _present);
        }
    }

    private void RequireModel(string name)
    {
        if (name != _model.Name)
            throw new ServingException(404, $"There is no model '{name}' here; this server has '{_model.Name}'.", "model", "model_not_found");
    }

    private JsonObject Description() => new()
    {
        ["id"] = _model.Name,
        ["object"] = "model",
        ["created"] = 0,
        ["owned_by"] = "notebookcourse",
        ["context_length"] = _model.ContextLength,
    };
}
