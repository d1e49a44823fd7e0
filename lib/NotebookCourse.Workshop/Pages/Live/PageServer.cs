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
    private RequestGuard? _guard;

    private PageServer(WebApplication app) => _app = app;

    /// <summary>The address to open, with its token.</summary>
    public Uri Address => WithToken(Guard.Token);

    /// <summary>The secrets of this server.</summary>
    public RequestGuard Guard => _guard ?? throw new InvalidOperationException("The server does not listen yet.");

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
        app.Run(context => server.AnswerAsync(context, server._guard, routes));
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
        server._guard = new RequestGuard(server.Port);
        return server;
    }

    /// <summary>An address that is good once, for the browser that this program starts: other programs may see it.</summary>
    public Uri LaunchAddress() => WithToken(Guard.CreateLaunchToken());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private Uri WithToken(string token) => new($"http://127.0.0.1:{Port}/?{RequestGuard.Parameter}={token}");

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
            // Lax: the address may be a link on another page, whose click a strict cookie would not survive. A GET changes nothing here.
            bool isNew = guard.TakeToken(request);
            if (isNew)
                context.Response.Cookies.Append(guard.Cookie, guard.CookieValue, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" });
            context.Response.Redirect(RequestGuard.Target(request) + (isNew ? guard.Fragment : "")); // the key is for the token alone: others may have the cookie
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
