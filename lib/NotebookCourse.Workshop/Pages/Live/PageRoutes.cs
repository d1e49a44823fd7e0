using System.Text;
using Microsoft.AspNetCore.Http;
using NotebookCourse.Workshop.Lessons;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>The pages, files and sockets of the live course, by address; the same addresses as in the static site.</summary>
internal sealed class PageRoutes(PageCourse course, LiveCourse live)
{
    private readonly FigureFiles _figures = new();
    private readonly IReadOnlyDictionary<string, string> _assets = PageAssets.Files(course.Folder);

    /// <summary>Answers one request that the guard has let pass.</summary>
    public async Task AnswerAsync(HttpContext context, CancellationToken stop)
    {
        string[] parts = (context.Request.Path.Value ?? "/").Split('/', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            await (parts switch
            {
                [] => RedirectHome(context),
                ["assets", "figures", var name] => SendAsync(context, _figures.Find(name), name),
                ["assets", .. var name] => SendAssetAsync(context, string.Join('/', name)),
                ["socket", var language, var id] when IsLanguage(language) => SocketAsync(context, language, id, stop),
                [var language] when IsLanguage(language) => Redirect(context, language),
                [var language, var page] when IsLanguage(language) => SendPageAsync(context, language, page),
                _ => NotFoundAsync(context),
            });
        }
        catch (Exception exception) when (exception is LessonException or InvalidDataException or UsageException)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(exception.Message, stop);
        }
    }

    private static bool IsLanguage(string text) => PageText.Languages.Contains(text);

    private static Task RedirectHome(HttpContext context)
    {
        bool chinese = context.Request.Headers.AcceptLanguage.ToString().StartsWith("zh", StringComparison.OrdinalIgnoreCase);
        return Redirect(context, chinese ? Language.Chinese : Language.English);
    }

    private static Task Redirect(HttpContext context, string language)
    {
        context.Response.Redirect($"/{language}/index.html");
        return Task.CompletedTask;
    }

    private async Task SendPageAsync(HttpContext context, string language, string page)
    {
        IReadOnlyList<PageLesson> lessons = course.Lessons(language);
        var shell = new Shell(PageText.In(language), IsLive: true);
        int index = lessons.ToList().FindIndex(lesson => lesson.Id + ".html" == page);
        if (index >= 0)
        {
            live.Remember(lessons[index].Id);
            await SendAsync(context, LessonHtml.Render(lessons[index], lessons.ElementAtOrDefault(index - 1), lessons.ElementAtOrDefault(index + 1), shell, _figures), "page.html");
        }
        else if (page == "index.html")
        {
            LearnerProgress progress = live.Notices.Progress();
            IReadOnlyList<string> notices = context.Request.Method == HttpMethods.Get ? live.Notices.Take() : [];
            await SendAsync(context, HomeHtml.Render(lessons, shell, progress.Solved.ToHashSet(), live.LastLesson, notices, DueRecall.Of(lessons, progress.Passed, live.Now)), "page.html");
        }
        else if (page == ArticleHtml.File)
        {
            await SendAsync(context, ArticleHtml.Render(lessons, shell), "page.html");
        }
        else if (page == GuessesHtml.File)
        {
            await SendAsync(context, GuessesHtml.Render(lessons, shell, live.Notices.Progress().Predictions), "page.html");
        }
        else
        {
            await NotFoundAsync(context);
        }
    }

    private Task SendAssetAsync(HttpContext context, string name)
    {
        if (name is "search-en.js" or "search-zh.js")
        {
            string language = name[7..9];
            return SendAsync(context, SearchIndex.Script(course.Lessons(language), language), name);
        }

        return SendFileAsync(context, name);
    }

    private async Task SendFileAsync(HttpContext context, string name)
    {
        if (!_assets.TryGetValue(name, out string? file))
        {
            await NotFoundAsync(context);
            return;
        }

        var info = new FileInfo(file);
        string tag = $"\"{info.Length:x}-{info.LastWriteTimeUtc.Ticks:x}\"";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch == tag)
            context.Response.StatusCode = StatusCodes.Status304NotModified;
        else
            await SendAsync(context, await File.ReadAllBytesAsync(file), name);
    }

    private async Task SocketAsync(HttpContext context, string language, string id, CancellationToken stop)
    {
        if (!context.WebSockets.IsWebSocketRequest || live.Find(language, id) is not { } lesson)
        {
            await NotFoundAsync(context);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(RequestGuard.Protocol);
        await new PageSocket(socket, lesson, () => live.Find(language, id)).TalkAsync(stop);
    }

    private static Task SendAsync(HttpContext context, string text, string name) => SendAsync(context, Encoding.UTF8.GetBytes(text), name);

    private static async Task SendAsync(HttpContext context, byte[]? content, string name)
    {
        if (content is null)
        {
            await NotFoundAsync(context);
            return;
        }

        context.Response.ContentType = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".woff2" => "font/woff2",
            _ => "text/plain; charset=utf-8",
        };
        context.Response.ContentLength = content.Length;
        if (context.Request.Method == HttpMethods.Get)
            await context.Response.Body.WriteAsync(content);
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Response.WriteAsync("There is no such page.");
    }
}
