using System.Globalization;
using System.Text;
using NotebookCourse.Accounting;
using NotebookCourse.Claims;
using NotebookCourse.Figures;

namespace NotebookCourse.Workshop.Pages;

/// <summary>The page "The article, checked": every claim with its verdict, the number that decided, how it was reached, and where.</summary>
internal static class ArticleHtml
{
    /// <summary>The page's file name.</summary>
    public const string File = "article.html";

    /// <summary>The page's HTML.</summary>
    /// <param name="lessons">All lessons in the shell's language; their saved outputs hold the numbers.</param>
    /// <param name="shell">The language, and whether code runs.</param>
    public static string Render(IReadOnlyList<PageLesson> lessons, Shell shell)
    {
        PageText text = shell.Text;
        IReadOnlyList<Claim> claims = Claims.Claims.All;
        var settled = SettledClaims.Of(lessons);
        int untestable = claims.Count(claim => claim.Evidence == Evidence.None);
        var content = new StringBuilder($"<main id=\"main\" class=\"home article\" tabindex=\"-1\">\n<h1>{Html.Text(text.Article)}</h1>\n");
        content.Append($"<p class=\"lead\">{Html.Fill(text.ArticleLead, claims.Count, claims.Count - untestable, untestable)}</p>\n");
        content.Append(Tally(text)).Append(Filter(claims, text)).Append("<ol class=\"claims\">\n");
        foreach (Claim claim in claims)
            content.Append(Entry(claim, settled.GetValueOrDefault(claim.Id), text));
        content.Append("</ol>\n").Append(Clashes(text)).Append(PosterHtml(text));
        return shell.Page(File, text.Article, "class=\"start\"", "", content.Append("</main>").ToString());
    }

    /// <summary>A bar of all claims by verdict, with their numbers.</summary>
    public static string Tally(PageText text)
    {
        var bar = new StringBuilder("<ul class=\"tally\">");
        foreach (var verdict in Claims.Claims.All.GroupBy(claim => claim.Verdict).OrderBy(group => group.Key))
            bar.Append($"<li style=\"flex:{verdict.Count()} 1 0;background:{verdict.Key.Color()}\">{Html.Text(verdict.Key.Word(text.Tag))} <b>{verdict.Count()}</b></li>");
        return bar.Append("</ul>\n").ToString();
    }

    /// <summary>What the article says of itself that cannot be: pairs of its numbers, each with the claims it comes from.</summary>
    private static string Clashes(PageText text) => $"""
        <section class="part" id="clashes"><h2>{Html.Text(text.Clashes)}</h2>
        <p>{Html.Text(text.ClashesLead)}</p>
        <ul>
        {string.Concat(Statements.Contradictions().Select(clash => $"<li>{Html.Text(clash.Subject.Name.In(text.Tag))}{(text.Tag == Language.Chinese ? "：" : ": ")}{Said(clash.One, text)} ≠ {Said(clash.Other, text)}</li>\n"))}</ul></section>

        """;

    private static string Said(Statement statement, PageText text)
    {
        string how = statement.How is { } words ? $" <small>({Html.Text(words.In(text.Tag))})</small>" : "";
        return $"<b>{Html.Text(statement.Interval(text.Tag))}</b>{how} {string.Join(" + ", statement.Claims.Select(id => $"<a href=\"#{id}\">{id}</a>"))}";
    }

    /// <summary>DeepSeek-V3 in one picture, in the page's colours.</summary>
    private static string PosterHtml(PageText text)
    {
        Drawing poster = Poster.Of(ModelConfig.DeepSeekV3, text.Tag);
        string svg = Convert.ToBase64String(Encoding.UTF8.GetBytes(poster.ToSvg()));
        return $"""
            <section class="part" id="poster" aria-label="{Html.Text(poster.Title)}">
            <figure class="figure"><img alt="{Html.Text(poster.Alt)}" src="data:image/svg+xml;base64,{svg}" width="720"></figure></section>

            """;
    }

    private static string Filter(IReadOnlyList<Claim> claims, PageText text)
    {
        var verdicts = claims.Select(claim => claim.Verdict).Distinct().Order().Select(verdict => (verdict.ToString(), verdict.Word(text.Tag)));
        var evidence = claims.Select(claim => claim.Evidence).Distinct().Order().Select(kind => (kind.ToString(), kind.Word(text.Tag)));
        var lessons = claims.Select(Lesson).Distinct().Order(StringComparer.Ordinal).Select(number => (number, number));
        return $"""
            <form id="claim-filter" class="needs-script">{Choice("verdict", text.FilterVerdict, verdicts, text)}{Choice("evidence", text.FilterEvidence, evidence, text)}{Choice("lesson", text.FilterLesson, lessons, text)}<output></output></form>

            """;
    }

    private static string Choice(string name, string label, IEnumerable<(string Value, string Word)> choices, PageText text) =>
        $"<label>{Html.Text(label)} <select name=\"{name}\"><option value=\"\">{Html.Text(text.FilterAll)}</option>{string.Concat(choices.Select(choice => $"<option value=\"{choice.Value}\">{Html.Text(choice.Word)}</option>"))}</select></label> ";

    private static string Entry(Claim claim, SettledClaim? settled, PageText text)
    {
        string note = claim.Quoted.Note(text.Tag) is { Length: > 0 } words ? $" <small>{Html.Text(words)}</small>" : "";
        string gloss = text.Tag == Language.Chinese ? "" : $" <em>{Html.Text(claim.Gloss)}</em>";
        string verdict = $"<span class=\"verdict\" style=\"background:{claim.Verdict.Color()}\">{Html.Text(claim.Verdict.Word(text.Tag))}</span>";
        return $"""
            <li id="{claim.Id}" data-verdict="{claim.Verdict}" data-evidence="{claim.Evidence}" data-lesson="{Lesson(claim)}">
            <p class="said"><a href="#{claim.Id}">{claim.Id}</a> <q lang="zh-Hans">{Html.Text(claim.Quote)}</q>{note}{gloss} {verdict}</p>
            <p class="truth">{Html.Text(claim.Truth.In(text.Tag))}</p>
            <p class="how">{How(claim, settled, text)}<span class="more"> · {Where(claim, settled, text)} · {Html.Fill(text.Source, claim.Source.In(text.Tag))}</span></p>
            </li>

            """;
    }

    private static string How(Claim claim, SettledClaim? settled, PageText text)
    {
        string evidence = $"<b>{Html.Text(claim.Evidence.Word(text.Tag))}</b>";
        if (claim.Expect is null)
            return evidence;
        string measured = settled?.Measured is { } value ? $" = <b class=\"value\">{Html.Text(value)}</b>" : "";
        return $"{evidence}{(text.Tag == Language.Chinese ? "：" : ": ")}{Html.Text(claim.Expect.Quantity.In(text.Tag))}{measured}";
    }

    private static string Where(Claim claim, SettledClaim? settled, PageText text) => settled is null
        ? Html.Fill(text.LessonToCome, Lesson(claim))
        : $"<a href=\"{settled.Page}\">{Html.Fill(text.InLesson, settled.Number)}</a>";

    private static string Lesson(Claim claim) => claim.Lesson.ToString("00", CultureInfo.InvariantCulture);
}
