using System.Text;

namespace NotebookCourse.Workshop.Pages;

/// <summary>Writes the course as pages that need no server: they open from a folder, and code is read, not run.</summary>
internal sealed class StaticSite(CourseFolder course, string output, Uri? address)
{
    private readonly FigureFiles _figures = new();
    private readonly List<string> _pages = [];
    private readonly PageCourse _lessons = new(course);

    /// <summary>Writes every page and every file the pages refer to.</summary>
    /// <returns>The number of pages.</returns>
    /// <exception cref="UsageException">There are no lessons.</exception>
    /// <exception cref="InvalidDataException">A lesson cannot be read.</exception>
    public int Write()
    {
        foreach (string language in PageText.Languages)
            WriteLanguage(language);
        foreach (var (name, file) in PageAssets.Files(course))
            Put($"assets/{name}", File.ReadAllBytes(file));
        foreach (var (name, content) in _figures.Files)
            Put($"assets/figures/{name}", content);
        Put("index.html", Encoding.UTF8.GetBytes(Choice()));
        Put("sitemap.xml", Encoding.UTF8.GetBytes(Sitemap()));
        return _pages.Count;
    }

    private void WriteLanguage(string language)
    {
        var shell = new Shell(PageText.In(language), IsLive: false);
        IReadOnlyList<PageLesson> lessons = _lessons.Lessons(language);
        if (lessons.Select(lesson => lesson.Trouble).OfType<string>().FirstOrDefault() is { } trouble)
            throw new InvalidDataException(trouble); // a site that is to be published is whole
        PutPage($"{language}/index.html", HomeHtml.Render(lessons, shell, solved: null, last: null, notices: [], due: []));
        PutPage($"{language}/{ArticleHtml.File}", ArticleHtml.Render(lessons, shell));
        PutPage($"{language}/{GuessesHtml.File}", GuessesHtml.Render(lessons, shell, stored: null));
        for (int i = 0; i < lessons.Count; i++)
            PutPage($"{language}/{lessons[i].Id}.html", LessonHtml.Render(lessons[i], lessons.ElementAtOrDefault(i - 1), lessons.ElementAtOrDefault(i + 1), shell, _figures));
        Put($"assets/search-{language}.js", Encoding.UTF8.GetBytes(SearchIndex.Script(lessons, language)));
    }

    private void PutPage(string name, string html)
    {
        _pages.Add(name);
        Put(name, Encoding.UTF8.GetBytes(html));
    }

    private void Put(string name, byte[] content) => AtomicFile.Write(Path.Combine(output, name), content);

    /// <summary>The first page: both languages, and a leap to the reader's own.</summary>
    private static string Choice() => """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' file:; style-src 'self' file:; font-src 'self' file:; img-src data:; base-uri 'none'; form-action 'none'">
        <title>What is a large language model, really? / 大模型到底是个啥?</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="assets/course.css">
        <script src="assets/choose.js"></script>
        </head>
        <body><main class="home"><h1><a href="en/index.html">English</a> · <a href="zh/index.html" lang="zh-Hans">简体中文</a></h1></main></body>
        </html>

        """;

    private string Sitemap()
    {
        string Place(string page) => Html.Text(address is null ? page : new Uri(address, page).AbsoluteUri);
        return $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
            {string.Join('\n', _pages.Select(page => $"<url><loc>{Place(page)}</loc></url>"))}
            </urlset>

            """;
    }
}
