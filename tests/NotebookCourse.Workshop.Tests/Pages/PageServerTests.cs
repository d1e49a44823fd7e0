using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using NotebookCourse.Workshop.Pages;
using NotebookCourse.Workshop.Pages.Live;

namespace NotebookCourse.Workshop.Tests.Pages;

public sealed class PageServerTests : IAsyncLifetime
{
    private readonly TestCourse _course = new();
    private readonly HttpClient _stranger = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false });
    private readonly HttpClient _learner = new(new HttpClientHandler { CookieContainer = new CookieContainer() });
    private LiveCourse _live = null!;
    private PageServer _server = null!;

    private string Root => $"http://127.0.0.1:{_server.Port}";

    public async Task InitializeAsync()
    {
        _live = _course.Open();
        _server = await PageServer.StartAsync(0, new PageRoutes(new PageCourse(_course.Folder), _live));
    }

    public async Task DisposeAsync()
    {
        _learner.Dispose();
        _stranger.Dispose();
        await _server.DisposeAsync();
        await _live.DisposeAsync();
        _course.Dispose();
    }

    [Fact]
    public async Task The_printed_address_opens_the_course_and_its_token_leaves_the_address()
    {
        HttpResponseMessage home = await _learner.GetAsync(_server.Address);

        Assert.Equal(HttpStatusCode.OK, home.StatusCode);
        Assert.DoesNotContain("token", home.RequestMessage!.RequestUri!.Query);
        Assert.Contains("01-first.html", await home.Content.ReadAsStringAsync());
        Assert.Contains("default-src 'none'", string.Join(' ', home.Headers.GetValues("Content-Security-Policy")));
        Assert.False(home.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/en/index.html")]
    [InlineData("/en/01-first.html")]
    [InlineData("/assets/course.js")]
    [InlineData("/?token=wrong")]
    public async Task Without_the_token_nothing_is_shown(string path) =>
        Assert.Equal(HttpStatusCode.Forbidden, (await _stranger.GetAsync(Root + path)).StatusCode);

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "evil.example:80")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "https://127.0.0.1:1")]
    public async Task Another_name_or_another_site_is_refused_even_with_the_token(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Root}/en/index.html?{_server.Address.Query.TrimStart('?')}");
        request.Headers.TryAddWithoutValidation(header, value);
        Assert.Equal(HttpStatusCode.Forbidden, (await _stranger.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData(80, "127.0.0.1", true)]
    [InlineData(80, "localhost", true)]
    [InlineData(80, "evil.example", false)]
    [InlineData(8080, "127.0.0.1", false)]
    public void A_browser_leaves_out_the_port_that_http_implies(int port, string host, bool passes)
    {
        string token = RequestGuard.CreateToken();
        var guard = new RequestGuard(port, token);
        HttpRequest request = new DefaultHttpContext().Request;
        request.Headers.Host = host;
        request.Headers.Origin = $"http://{host}";
        request.Headers.Cookie = $"{guard.Cookie}={token}";
        Assert.Equal(passes, guard.Refusal(request, isSocket: true) is null);
    }

    [Theory]
    [InlineData("/en")]
    [InlineData("/zh/")]
    public async Task A_language_alone_leads_to_its_home_page(string path)
    {
        await _learner.GetAsync(_server.Address);
        HttpResponseMessage home = await _learner.GetAsync(Root + path);
        Assert.Equal(HttpStatusCode.OK, home.StatusCode);
        Assert.Equal($"{path.TrimEnd('/')}/index.html", home.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Theory]
    [InlineData("/assets/../../NotebookCourse.sln")]
    [InlineData("/assets/%2e%2e/%2e%2e/NotebookCourse.sln")]
    [InlineData("/assets/..%2f..%2fNotebookCourse.sln")]
    [InlineData("/en/..%2f..%2fNotebookCourse.sln")]
    [InlineData("/en/99-none.html")]
    [InlineData("/fr/index.html")]
    public async Task Only_known_files_are_served(string path)
    {
        await _learner.GetAsync(_server.Address);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Root + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        Assert.Equal(HttpStatusCode.NotFound, (await _learner.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Nothing_can_be_posted()
    {
        await _learner.GetAsync(_server.Address);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _learner.PostAsync(Root + "/en/index.html", new StringContent(""))).StatusCode);
    }

    [Fact]
    public async Task A_taken_port_is_said()
    {
        var exception = await Assert.ThrowsAsync<UsageException>(() => PageServer.StartAsync(_server.Port, new PageRoutes(new PageCourse(_course.Folder), _live)));
        Assert.Contains($"Port {_server.Port} is taken", exception.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://evil.example")]
    public async Task A_socket_of_another_site_or_of_none_is_refused(string? origin)
    {
        using ClientWebSocket socket = Socket(origin);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(SocketAddress, CancellationToken.None));
    }

    [Fact]
    public async Task A_socket_without_the_cookie_is_refused()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", Root);
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
        await SendAsync(socket, """{"type":"complete","request":7,"source":"Cons","offset":4}""");
        message = await ReadAsync(socket);
        Assert.Contains("\"request\":7", message);
        Assert.Contains("Console", message);
    }

    private Uri SocketAddress => new($"ws://127.0.0.1:{_server.Port}/socket/en/{TestCourse.First}");

    private ClientWebSocket Socket(string? origin)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", $"course-{_server.Port}={_server.Address.Query.Split('=')[1]}");
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<string> ReadAsync(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var text = new MemoryStream();
        var buffer = new byte[8192];
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, patience.Token);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
