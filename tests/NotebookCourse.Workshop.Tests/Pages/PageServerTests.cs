using System.Net;
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

    public async ValueTask InitializeAsync()
    {
        _live = _course.Open();
        _server = await PageServer.StartAsync(0, new PageRoutes(new PageCourse(_course.Folder), _live));
    }

    public async ValueTask DisposeAsync()
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
        var guard = new RequestGuard(port);
        HttpRequest request = new DefaultHttpContext().Request;
        request.Headers.Host = host;
        request.Headers.Origin = $"http://{host}";
        request.Headers.Cookie = $"{guard.Cookie}={guard.CookieValue}";
        request.Headers.SecWebSocketProtocol = $"course, {guard.Key}";
        Assert.Equal(passes, guard.Refusal(request, isSocket: true) is null);
    }

    [Fact]
    public async Task A_click_on_the_printed_address_anywhere_opens_the_course()
    {
        // What a browser does with a link on another page: the first request is cross-site, and the cookie it brings must count for the next.
        using var request = new HttpRequestMessage(HttpMethod.Get, _server.Address);
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Add("Sec-Fetch-Mode", "navigate");
        HttpResponseMessage answer = await _stranger.SendAsync(request);

        string cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal($"/#key={_server.Guard.Key}", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_cookie_is_not_the_token_and_gives_no_key()
    {
        HttpResponseMessage first = await _stranger.GetAsync(_server.Address);
        Assert.DoesNotContain(_server.Guard.Token, string.Join(' ', first.Headers.SelectMany(header => header.Value)));

        // A server on another port is shown the cookie: with it pages can be read, but the key is nowhere in them.
        foreach (string path in (string[])["/", "/?token=wrong", "/en/index.html", "/en/01-first.html", "/en/01-first.html?token=wrong"])
        {
            HttpResponseMessage answer = await WithCookie(path);
            Assert.NotEqual(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.DoesNotContain(_server.Guard.Key, string.Join(' ', answer.Headers.SelectMany(header => header.Value)) + await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("/%5Cevil.test/x")]
    [InlineData("//evil.test/x")]
    [InlineData("/%09/evil.test")]
    [InlineData("/%0D%0Aevil:%20x")]
    [InlineData("/en/%E4%B8%AD.html")]
    [InlineData("/en/../../evil.test")]
    [InlineData("/socket/en/01-first")]
    public async Task A_token_leads_to_a_page_of_this_course_and_nowhere_else(string path)
    {
        foreach (string token in (string[])["wrong", _server.Guard.Token])
        {
            HttpResponseMessage answer = await WithCookie($"{path}?token={token}");
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Equal("/", answer.Headers.Location!.OriginalString.Split('#')[0]);
        }

        Assert.StartsWith("/en/01-first.html", (await WithCookie("/en/01-first.html?token=wrong")).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_address_for_the_browser_is_good_once()
    {
        Uri address = _server.LaunchAddress();
        Assert.DoesNotContain(_server.Guard.Token, address.Query);
        Assert.Equal(HttpStatusCode.Redirect, (await _stranger.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _stranger.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await _stranger.GetAsync(_server.Address)).StatusCode);
    }

    [Fact]
    public void The_browser_s_file_is_for_this_user_alone()
    {
        string file = Browser.WriteFile(_server.Address, _course.Learner);
        Assert.Contains(_server.Address.AbsoluteUri, File.ReadAllText(file));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<<<<<<< ours\n{}\n=======")]
    [InlineData("{\"nbformat\":4,\"cells\":{}}")]
    public async Task A_notebook_that_cannot_be_read_says_so_and_the_others_open(string content)
    {
        File.WriteAllText(Path.Combine(_course.Folder.Notebooks("en"), "01-first.ipynb"), content);
        await _learner.GetAsync(_server.Address);

        string broken = await _learner.GetStringAsync(Root + "/en/01-first.html");
        Assert.Contains("class=\"trouble\"", broken);
        Assert.Contains("01-first.ipynb", broken);
        Assert.Contains("02-second.html", await _learner.GetStringAsync(Root + "/en/index.html"));
        Assert.Contains("data-cell", await _learner.GetStringAsync(Root + "/en/02-second.html"));

        _course.WriteLesson(TestCourse.First, "The first", "第一课"); // mended while the server runs
        Assert.Contains("data-cell", await _learner.GetStringAsync(Root + "/en/01-first.html"));
    }

    [Fact]
    public async Task A_damaged_progress_file_is_told_on_the_first_page_that_is_shown()
    {
        string? before = Environment.GetEnvironmentVariable(NotebookCourse.Exercises.Progress.EnvironmentVariable);
        Environment.SetEnvironmentVariable(NotebookCourse.Exercises.Progress.EnvironmentVariable, _course.Learner);
        try
        {
            Directory.CreateDirectory(_course.Learner);
            File.WriteAllText(Path.Combine(_course.Learner, "progress.json"), "{\"exercises\":null}");
            await _learner.SendAsync(new HttpRequestMessage(HttpMethod.Head, _server.Address));
            string home = await _learner.GetStringAsync(Root + "/en/index.html");
            Assert.Contains("progress.damaged-1.json", home);
            Assert.DoesNotContain("damaged", await _learner.GetStringAsync(Root + "/en/index.html"));
            Assert.Contains("\"type\":\"state\"", await _live.Find("en", TestCourse.First)!.Open().ReadAsync());
        }
        finally
        {
            Environment.SetEnvironmentVariable(NotebookCourse.Exercises.Progress.EnvironmentVariable, before);
        }
    }

    [Fact]
    public async Task The_page_of_guesses_shows_what_the_learner_has_stored_by_now()
    {
        string? before = Environment.GetEnvironmentVariable(NotebookCourse.Exercises.Progress.EnvironmentVariable);
        Environment.SetEnvironmentVariable(NotebookCourse.Exercises.Progress.EnvironmentVariable, _course.Learner);
        try
        {
            await _learner.GetAsync(_server.Address);
            Assert.Contains("id=\"sum\" data-state=\"open\"", await _learner.GetStringAsync(Root + "/en/guesses.html"));
            Directory.CreateDirectory(_course.Learner);
            File.WriteAllText(Path.Combine(_course.Learner, "progress.json"), """{"predictions":{"sum":{"guess":"4","measured":"2"}}}""");
            Assert.Contains("off by a factor of 2", await _learner.GetStringAsync(Root + "/en/guesses.html"));
            Assert.Contains("差 2 倍", await _learner.GetStringAsync(Root + "/zh/guesses.html"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(NotebookCourse.Exercises.Progress.EnvironmentVariable, before);
        }
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

    private async Task<HttpResponseMessage> WithCookie(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Root + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.Add("Cookie", $"{_server.Guard.Cookie}={_server.Guard.CookieValue}");
        return await _stranger.SendAsync(request);
    }
}
