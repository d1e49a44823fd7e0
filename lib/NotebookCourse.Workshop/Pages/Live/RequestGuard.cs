using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>
/// Decides which requests the server answers. Code that runs on this machine is behind it, so: the Host must be this
/// machine's own name (no page can reach it under another name that resolves here), an Origin must be the server's own, a
/// socket must carry one, and whoever asks must know the token that the program printed.
/// </summary>
/// <param name="port">The server's port.</param>
/// <param name="token">The secret in the address.</param>
internal sealed class RequestGuard(int port, string token)
{
    private const int TokenBytes = 24;

    /// <summary>The query parameter that carries the token in the printed address.</summary>
    public const string Parameter = "token";

    /// <summary>The cookie that carries it from then on; cookies are shared by ports, so the port is in the name.</summary>
    public string Cookie => $"course-{port}";

    /// <summary>A new token: 192 random bits.</summary>
    public static string CreateToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));

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
        return Knows(request.Cookies[Cookie]) || (!isSocket && Knows(request.Query[Parameter]))
            ? null
            : "This page needs the address that 'dotnet course.cs' printed, with its token. Open that address once.";
    }

    /// <summary>Whether <paramref name="given"/> is the token; the time it takes does not tell how much of it is right.</summary>
    public bool Knows(string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token));

    /// <summary>A browser leaves out the port that http implies.</summary>
    private bool IsOwn(string? host) =>
        host == $"127.0.0.1:{port}" || host == $"localhost:{port}" || (port == 80 && host is ("127.0.0.1" or "localhost"));
}
