using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>
/// Decides which requests the server answers. Code that runs on this machine is behind it, so: the Host must be this
/// machine's own name (no page can reach it under another name that resolves here), an Origin must be the server's own, a
/// socket must carry one, and whoever asks must know a secret:
/// the address that the program printed has a token; a cookie takes its place, with a value of its own, because browsers show cookies
/// to every port of this machine; a socket, through which code runs, also wants a key that is told once, with the token, and that
/// the browser keeps for this port's pages alone.
/// </summary>
/// <param name="port">The server's port.</param>
internal sealed partial class RequestGuard(int port)
{
    private const int SecretBytes = 24;

    /// <summary>The query parameter that carries the token in the printed address.</summary>
    public const string Parameter = "token";

    /// <summary>The part of the address after <c>#</c>, which no server is told, that carries the key to the pages.</summary>
    public const string KeyFragment = "key";

    /// <summary>The sockets' protocol; a page offers it together with the key.</summary>
    public const string Protocol = "course";

    private readonly Lock _gate = new();
    private string? _launch;

    /// <summary>The name of the cookie; cookies are shared by ports, so the port is in it.</summary>
    public string Cookie => $"course-{port}";

    /// <summary>The token in the printed address.</summary>
    public string Token { get; } = CreateSecret();

    /// <summary>What the cookie holds.</summary>
    public string CookieValue { get; } = CreateSecret();

    /// <summary>What a socket must offer besides the cookie.</summary>
    public string Key { get; } = CreateSecret();

    /// <summary>A token for the browser that the program starts; it is good once.</summary>
    public string CreateLaunchToken()
    {
        lock (_gate)
            return _launch = CreateSecret();
    }

    /// <summary>Why a request is refused, or null if it may pass.</summary>
    public string? Refusal(HttpRequest request, bool isSocket)
    {
        if (!IsOwn(request.Host.Value))
            return $"This server answers only as 127.0.0.1:{port} or localhost:{port}.";
        string? origin = request.Headers.Origin;
        if (origin is not null && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? from) && from.Scheme == "http" && IsOwn(from.Authority)))
            return "Requests from other sites are refused.";
        if (isSocket && origin is null)
            return "A socket needs an Origin.";
        if (request.Headers["Sec-Fetch-Site"] == "cross-site" && (isSocket || request.Headers["Sec-Fetch-Mode"] != "navigate"))
            return "Requests from other sites are refused.";
        bool knows = isSocket
            ? Equal(request.Cookies[Cookie], CookieValue) && Equal(Offered(request), Key)
            : Equal(request.Cookies[Cookie], CookieValue) || Equal(request.Query[Parameter], Token) || IsLaunch(request.Query[Parameter]);
        return knows ? null : "This page needs the address that 'dotnet course.cs' printed, with its token. Open that address once.";
    }

    /// <summary>Whether the request carries a token that is good, so that cookie and key may be given for it. A launch token is used up.</summary>
    public bool TakeToken(HttpRequest request)
    {
        string? given = request.Query[Parameter];
        if (Equal(given, Token))
            return true;
        lock (_gate)
        {
            if (!Equal(given, _launch))
                return false;
            _launch = null;
            return true;
        }
    }

    /// <summary>The end of an address that gives a page the key.</summary>
    public string Fragment => $"#{KeyFragment}={Key}";

    /// <summary>The page that an address with a token asks for; home if it is none.</summary>
    public static string Target(HttpRequest request) => request.Path.Value is { } path && Page().IsMatch(path) ? path : "/";

    private bool IsLaunch(string? given)
    {
        lock (_gate)
            return Equal(given, _launch);
    }

    /// <summary>192 random bits.</summary>
    private static string CreateSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>What a socket offers besides the protocol.</summary>
    private static string? Offered(HttpRequest request) =>
        request.Headers.SecWebSocketProtocol.ToString().Split(',', StringSplitOptions.TrimEntries) is [Protocol, var key] ? key : null;

    /// <summary>Whether two secrets are the same; the time it takes does not tell how much of them is.</summary>
    private static bool Equal(string? given, string? secret) =>
        given is not null && secret is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(secret));

    /// <summary>A browser leaves out the port that http implies.</summary>
    private bool IsOwn(string? host) =>
        host == $"127.0.0.1:{port}" || host == $"localhost:{port}" || (port == 80 && host is ("127.0.0.1" or "localhost"));

    [GeneratedRegex(@"^/(en|zh)/[0-9a-z-]+\.html\z")]
    private static partial Regex Page();
}
