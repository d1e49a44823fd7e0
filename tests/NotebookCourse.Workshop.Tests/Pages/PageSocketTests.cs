using System.Net.WebSockets;
using System.Text;
using NotebookCourse.Workshop.Pages;
using NotebookCourse.Workshop.Pages.Live;

namespace NotebookCourse.Workshop.Tests.Pages;

public sealed class PageSocketTests : IAsyncLifetime
{
    private readonly TestCourse _course = new();
    private LiveCourse _live = null!;
    private PageServer _server = null!;

    private string Root => $"http://127.0.0.1:{_server.Port}";

    private Uri SocketAddress => new($"ws://127.0.0.1:{_server.Port}/socket/en/{TestCourse.First}");

    public async ValueTask InitializeAsync()
    {
        _live = _course.Open();
        _server = await PageServer.StartAsync(0, new PageRoutes(new PageCourse(_course.Folder), _live));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _live.DisposeAsync();
        _course.Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://evil.example")]
    public async Task A_socket_of_another_site_or_of_none_is_refused(string? origin)
    {
        using ClientWebSocket socket = Socket(origin);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(SocketAddress, CancellationToken.None));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(true, "wrong")]
    [InlineData(true, "")]
    [InlineData(false, "key")]
    public async Task A_socket_needs_cookie_and_key(bool cookie, string? key)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", Root);
        if (cookie)
            socket.Options.SetRequestHeader("Cookie", $"{_server.Guard.Cookie}={_server.Guard.CookieValue}");
        socket.Options.AddSubProtocol(RequestGuard.Protocol);
        if (key is { Length: > 0 })
            socket.Options.AddSubProtocol(key == "key" ? _server.Guard.Key : key);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(SocketAddress, CancellationToken.None));
    }

    [Fact]
    public async Task The_page_s_own_socket_runs_code_and_completes_it()
    {
        using ClientWebSocket socket = Socket(Root);
        await socket.ConnectAsync(SocketAddress, CancellationToken.None);
        Assert.Contains("\"type\":\"state\"", await ReadAsync(socket));
        string cell = _course.CellWith("guess");

        await SendAsync(socket, $$"""{"type":"run","cells":[{"cell":"{{cell}}","source":"print hello"}]}""");
        string message;
        do
        {
            message = await ReadAsync(socket);
        }
        while (!message.Contains("progress"));

        await SendAsync(socket, "not json");
        Assert.Contains("notUnderstood", await ReadAsync(socket));
        await SendAsync(socket, "{\"type\":\"run\",\"cells\":[{\"cell\":\"x\",\"source\":\"\\ud83d\"}]}");
        Assert.Contains("notUnderstood", await ReadAsync(socket));
        await SendAsync(socket, """{"type":"edit","cell":"none","source":"x","request":1}""");
        Assert.Contains("outdated", await ReadAsync(socket));
        await SendAsync(socket, """{"type":"complete","request":7,"source":"Cons","offset":4}""");
        message = await ReadAsync(socket);
        Assert.Contains("\"request\":7", message);
        Assert.Contains("Console", message);
    }

    private ClientWebSocket Socket(string? origin)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", $"{_server.Guard.Cookie}={_server.Guard.CookieValue}");
        socket.Options.AddSubProtocol(RequestGuard.Protocol);
        socket.Options.AddSubProtocol(_server.Guard.Key);
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<string> ReadAsync(ClientWebSocket socket)
    {
        var text = new MemoryStream();
        var buffer = new byte[8192];
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Wait.Patience);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
