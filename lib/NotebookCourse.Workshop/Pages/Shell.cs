namespace NotebookCourse.Workshop.Pages;

/// <summary>What every page has: head, bar, search, foot.</summary>
/// <param name="Text">The page's words.</param>
/// <param name="IsLive">Whether a server stands behind it that runs code.</param>
internal sealed record Shell(PageText Text, bool IsLive)
{
    /// <summary>Where the shared files are, seen from a page.</summary>
    public const string Assets = "../assets/";

    /// <summary>
    /// What may act in a page of the static site: its own files, which may lie in a folder (<c>file:</c>) or on a server. The live
    /// server says the same in a header.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; img-src 'self' file: data: blob:; font-src 'self' file:; base-uri 'none'; form-action 'none'";

    /// <summary>A whole page.</summary>
    /// <param name="file">Its file name, the same in both languages.</param>
    /// <param name="title">Its title.</param>
    /// <param name="bodyAttributes">Attributes of the body: class and data.</param>
    /// <param name="tools">More tools in the bar.</param>
    /// <param name="content">The rest of the body.</param>
    public string Page(string file, string title, string bodyAttributes, string tools, string content) => $"""
        <!doctype html>
        <html lang="{(Text.Tag == Language.Chinese ? "zh-Hans" : "en")}" data-assets="{Assets}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        {(IsLive ? "" : $"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">")}
        <title>{Html.Text(title)}</title>
        <link rel="icon" href="data:,">
        <link rel="alternate" hreflang="{(Text.Other == Language.Chinese ? "zh-Hans" : "en")}" href="../{Text.Other}/{file}">
        <link rel="stylesheet" href="{Assets}course.css">
        <script src="{Assets}theme.js"></script>
        <script defer src="{Assets}course.js"></script>
        </head>
        <body {bodyAttributes} data-language="{Text.Tag}"{(IsLive ? " data-live=\"true\"" : "")}>
        <a class="skip" href="#main">{Html.Text(Text.Skip)}</a>
        <header class="bar">
        <a class="brand" href="index.html">{Html.Text(Text.Course)}</a>
        <button type="button" id="open-search" class="needs-script">{Html.Text(Text.Search)} <kbd aria-hidden="true">/</kbd></button>
        <a class="tool" id="switch-language" lang="{(Text.Other == Language.Chinese ? "zh-Hans" : "en")}" href="../{Text.Other}/{file}">{Html.Text(Text.SwitchLanguage)}</a>
        <button type="button" id="switch-theme" class="needs-script" aria-label="{Html.Text(Text.SwitchTheme)}" title="{Html.Text(Text.SwitchTheme)}">◐</button>
        {tools}
        </header>
        {content}
        <footer class="colophon"><p>{Html.Text(Text.Colophon)}</p>{(IsLive ? $"<noscript><p>{Html.Text(Text.NoScript)}</p></noscript>" : $"<p>{Html.Text(Text.Reading)}</p>")}</footer>
        <dialog id="search" aria-label="{Html.Text(Text.Search)}">
        <form method="dialog"><input type="search" aria-label="{Html.Text(Text.SearchHint)}" placeholder="{Html.Text(Text.SearchHint)}" autocomplete="off"><button>{Html.Text(Text.Close)}</button></form>
        <output></output>
        <ol></ol>
        </dialog>
        <div id="announcer" class="unseen" role="status"></div>
        </body>
        </html>

        """;
}
