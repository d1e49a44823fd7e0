using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>Serves the live pages to this machine alone.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stop = new();
    private readonly string _token = RequestGuard.CreateToken();

    private PageServer(WebApplication app) => _app = app;

    /// <summary>The address to open, with its token.</summary>
    public Uri Address => new($"http://127.0.0.1:{Port}/?{RequestGuard.Parameter}={_token}");

    /// <summary>The port it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>Starts to listen.</summary>
    /// <param name="port">The port, or 0 for any that is free.</param>
    /// <param name="routes">Answers the requests that may pass.</param>
    /// <exception cref="UsageException">The port is taken, or may not be used.</exception>
    public static async Task<PageServer> StartAsync(int port, PageRoutes routes)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = 0;
            options.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        WebApplication app = builder.Build();
        var server = new PageServer(app);
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20) });
        RequestGuard? guard = null;
        app.Run(context => server.AnswerAsync(context, guard, routes));
        try
        {
            await app.StartAsync();
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new UsageException($"Port {port} is taken. Choose another with --port, or leave --port out for one that is free.");
        }
        catch (System.Net.Sockets.SocketException exception)
        {
            throw new UsageException($"Port {port} may not be used ({exception.Message}). Choose one above 1023 with --port, or leave --port out.");
        }

        server.Port = new Uri(app.Urls.First()).Port;
        guard = new RequestGuard(server.Port, server._token);
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private async Task AnswerAsync(HttpContext context, RequestGuard? guard, PageRoutes routes)
    {
        HttpRequest request = context.Request;
        bool isSocket = context.WebSockets.IsWebSocketRequest;
        SetHeaders(context.Response);
        if (guard?.Refusal(request, isSocket) is { } refusal)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync(refusal);
        }
        else if (guard is null || (request.Method != HttpMethods.Get && request.Method != HttpMethods.Head))
        {
            context.Response.StatusCode = guard is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status405MethodNotAllowed;
        }
        else if (request.Query.ContainsKey(RequestGuard.Parameter))
        {
            context.Response.Cookies.Append(guard.Cookie, _token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
            context.Response.Redirect(request.Path.Value is { Length: > 0 } path && !path.StartsWith("//", StringComparison.Ordinal) ? path : "/");
        }
        else
        {
            await routes.AnswerAsync(context, _stop.Token);
        }
    }

    /// <summary>Nothing but this server's own files may act in a page, and no other site may hold or read one.</summary>
    private void SetHeaders(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
            + $"connect-src 'self' ws://127.0.0.1:{Port} ws://localhost:{Port}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-cache";
    }
}
