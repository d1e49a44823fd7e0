using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookCourse.Claims;
using NotebookCourse.Workshop.Pages;

namespace NotebookCourse.Workshop.Tests.Pages;

public sealed class ArticleHtmlTests : IDisposable
{
    private readonly TestCourse _course = new();

    public void Dispose() => _course.Dispose();

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void Every_claim_is_there_with_its_verdict_and_its_truth(string language)
    {
        string html = Page(language);
        string[] entries = [.. Regex.Matches(html, "<li id=\"C.*?</li>", RegexOptions.Singleline).Select(match => match.Value)];
        Assert.Equal(NotebookCourse.Claims.Claims.All.Count, entries.Length);
        foreach ((Claim claim, string entry) in NotebookCourse.Claims.Claims.All.Zip(entries))
        {
            Assert.StartsWith($"<li id=\"{claim.Id}\" data-verdict=\"{claim.Verdict}\" data-evidence=\"{claim.Evidence}\"", entry);
            Assert.Contains(WebUtility.HtmlEncode(claim.Quote), entry);
            Assert.Contains(WebUtility.HtmlEncode(claim.Truth.In(language)), entry);
            Assert.Contains(WebUtility.HtmlEncode(claim.Source.In(language)), entry);
        }
    }

    [Fact]
    public void What_can_be_checked_is_counted_not_typed()
    {
        int untestable = NotebookCourse.Claims.Claims.All.Count(claim => claim.Evidence == Evidence.None);
        Assert.Contains($"{NotebookCourse.Claims.Claims.All.Count - untestable} that can be checked, and {untestable} that nothing can test", Page("en"));
        Assert.Contains($"wrong <b>{NotebookCourse.Claims.Claims.All.Count(claim => claim.Verdict == Verdict.Wrong)}</b>", Page("en"));
    }

    [Theory]
    [InlineData("en", "experts at work at once: <b>6</b>", "at least 1.0000012333")]
    [InlineData("zh", "同时工作的专家：<b>6</b>", "至少 1.0000012333")]
    public void The_articles_own_contradictions_are_listed_with_their_claims(string language, string said, string open)
    {
        string clashes = Regex.Match(Page(language), "<section class=\"part\" id=\"clashes\">.*?</section>", RegexOptions.Singleline).Value;
        Assert.Contains(said, clashes);
        Assert.Contains(open, clashes);
        Assert.Contains("<a href=\"#C82\">C82</a>", clashes);
        Assert.Equal(Statements.Contradictions().Count, Regex.Count(clashes, "<li>"));
    }

    [Theory]
    [InlineData("en", "58 layers with experts")]
    [InlineData("zh", "58 个 MoE 层")]
    public void The_poster_is_there_in_the_pages_own_language(string language, string said)
    {
        string poster = Regex.Match(Page(language), "<section class=\"part\" id=\"poster\".*?</section>", RegexOptions.Singleline).Value;
        Assert.Contains("<figure class=\"figure\"><img ", poster); // what the page's script gives the page's colours
        string svg = Encoding.UTF8.GetString(Convert.FromBase64String(Regex.Match(poster, "base64,([^\"]+)").Groups[1].Value));
        Assert.Contains("671,026,419,200", svg);
        Assert.Contains(said, svg);
    }

    [Fact]
    public void A_number_comes_from_the_cell_that_settled_the_claim_and_leads_to_it()
    {
        Assert.Contains("lesson 01, still being written", Entry(Page("en"), "C41"));
        string notebook = Path.Combine(_course.Folder.Notebooks("en"), "01-first.ipynb");
        JsonNode saved = JsonNode.Parse(File.ReadAllText(notebook))!;
        int index = saved["cells"]!.AsArray().ToList().FindIndex(cell => (string?)cell!["cell_type"] == "code");
        var report = new JsonObject { ["id"] = "C41", ["measured"] = "1.0000012333 <b>" };
        saved["cells"]![index]!["outputs"] = new JsonArray(new JsonObject
        {
            ["output_type"] = "display_data",
            ["metadata"] = new JsonObject(),
            ["data"] = new JsonObject { ["application/vnd.notebookcourse.claim+json"] = report },
        });
        File.WriteAllText(notebook, saved.ToJsonString());

        string entry = Entry(Page("en"), "C41");
        Assert.Contains("1.0000012333 &lt;b&gt;", entry);
        Assert.Contains($"href=\"01-first.html#c{index}\"", entry);
    }

    private string Page(string language) =>
        ArticleHtml.Render(new PageCourse(_course.Folder).Lessons(language), new Shell(PageText.In(language), IsLive: false));

    private static string Entry(string html, string id) => Regex.Match(html, $"<li id=\"{id}\".*?</li>", RegexOptions.Singleline).Value;
}
