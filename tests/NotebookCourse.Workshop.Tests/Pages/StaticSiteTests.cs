using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookCourse.Workshop.Pages;

namespace NotebookCourse.Workshop.Tests.Pages;

public sealed partial class StaticSiteTests : IDisposable
{
    private readonly TestCourse _course = new();
    private readonly string _site = Directory.CreateTempSubdirectory("course-site-").FullName;

    public void Dispose()
    {
        _course.Dispose();
        Directory.Delete(_site, recursive: true);
    }

    [Fact]
    public void Every_link_leads_to_a_file_of_the_site()
    {
        Assert.Equal(10, new StaticSite(_course.Folder, _site, address: null).Write());

        foreach (string page in Directory.EnumerateFiles(_site, "*.html", SearchOption.AllDirectories))
        {
            string html = File.ReadAllText(page);
            foreach (string link in Links().Matches(html).Select(match => match.Groups["link"].Value).Where(link => !link.StartsWith("data:", StringComparison.Ordinal)))
            {
                Assert.DoesNotContain("//", link);
                string[] parts = link.Split('#');
                string target = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
                Assert.True(File.Exists(target), $"{page} refers to {link}");
                if (parts.Length > 1)
                    Assert.Contains($"id=\"{parts[1]}\"", File.ReadAllText(target));
            }
        }
    }

    [Fact]
    public void Home_explains_numbers_that_are_missing_and_only_those()
    {
        new StaticSite(_course.Folder, _site, address: null).Write();
        Assert.DoesNotContain("还在写", File.ReadAllText(Path.Combine(_site, "zh", "index.html")));
        _course.WriteLesson("05-later", "A later one", "后面的一课");
        new StaticSite(_course.Folder, _site, address: null).Write();
        Assert.Contains("还在写", File.ReadAllText(Path.Combine(_site, "zh", "index.html")));
        Assert.Contains("are still being written", File.ReadAllText(Path.Combine(_site, "en", "index.html")));
    }

    [Fact]
    public void Writing_twice_gives_the_same_bytes()
    {
        new StaticSite(_course.Folder, _site, address: null).Write();
        var first = Directory.EnumerateFiles(_site, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllBytes);
        Directory.Delete(_site, recursive: true);
        new StaticSite(_course.Folder, _site, address: null).Write();
        Assert.All(first, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
    }

    [Fact]
    public void A_lesson_page_shows_its_figure_with_alt_text_and_no_script_of_an_output()
    {
        new StaticSite(_course.Folder, _site, address: null).Write();
        string html = File.ReadAllText(Path.Combine(_site, "zh", "01-first.html"));

        Assert.Contains("alt=\"[图] It rises &amp; rises.\"", html);
        Assert.Single(Regex.Matches(html, "<figure "));
        Assert.DoesNotContain("<script>", html);
        Assert.Contains("class=\"math\"", html);
        Assert.InRange(html.Length, 2000, 400_000);
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<scr<script></script>ipt>alert(1)</script>")]
    [InlineData("<meta http-equiv=refresh content='0;url=http://evil.test'>")]
    [InlineData("</iframe><div style='position:fixed;inset:0'>\"><script>")]
    public void Html_that_a_notebook_carries_stands_in_frames_alone(string html)
    {
        string notebook = Path.Combine(_course.Folder.Notebooks("en"), "02-second.ipynb");
        JsonNode saved = JsonNode.Parse(File.ReadAllText(notebook))!;
        JsonNode cell = saved["cells"]!.AsArray().First(cell => (string?)cell!["cell_type"] == "code")!;
        JsonObject Display() => new() { ["output_type"] = "display_data", ["metadata"] = new JsonObject(), ["data"] = new JsonObject { ["text/html"] = html } };
        cell["outputs"] = new JsonArray(Display(), Display(), new JsonObject { ["output_type"] = "stream", ["name"] = "\"><script>", ["text"] = "x" }, Display());
        File.WriteAllText(notebook, saved.ToJsonString());

        new StaticSite(_course.Folder, _site, address: null).Write();
        string page = File.ReadAllText(Path.Combine(_site, "en", "02-second.html"));

        Assert.Equal(2, Regex.Matches(page, "<iframe [^>]*sandbox=\"allow-same-origin allow-popups allow-popups-to-escape-sandbox\"").Count); // neighbours share one
        string outside = Regex.Replace(page, "srcdoc=\"[^\"]*\"", "");
        Assert.DoesNotContain(html, outside);
        Assert.DoesNotContain("\"><script>", outside);
        Assert.DoesNotContain("onerror", outside);
        Assert.DoesNotContain("evil.test", outside);
        Assert.Equal(3, Regex.Matches(page, Regex.Escape(System.Net.WebUtility.HtmlEncode(html))).Count);
    }

    [Fact]
    public void A_figure_that_a_control_made_says_that_it_does_not_move_here()
    {
        string notebook = Path.Combine(_course.Folder.Notebooks("en"), "02-second.ipynb");
        JsonNode saved = JsonNode.Parse(File.ReadAllText(notebook))!;
        JsonNode figure = saved["cells"]!.AsArray().Last(cell => cell!["outputs"] is JsonArray { Count: > 0 })!["outputs"]![0]!["data"]!;
        figure["application/vnd.notebookcourse.control+json"] = new JsonObject { ["name"] = "rate <b>", ["kind"] = "slider", ["start"] = "0.5" };
        File.WriteAllText(notebook, saved.ToJsonString());

        new StaticSite(_course.Folder, _site, address: null).Write();

        Assert.Contains("rate &lt;b&gt; = 0.5: a control, shown at its start", File.ReadAllText(Path.Combine(_site, "en", "02-second.html")));
        Assert.DoesNotContain("a control, shown at its start", File.ReadAllText(Path.Combine(_site, "en", "01-first.html")));
    }

    [Fact]
    public void Every_page_says_that_nothing_but_its_own_files_may_act()
    {
        new StaticSite(_course.Folder, _site, address: null).Write();
        foreach (string page in Directory.EnumerateFiles(_site, "*.html", SearchOption.AllDirectories))
        {
            string html = File.ReadAllText(page);
            Assert.Contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';", html);
            Assert.DoesNotContain("<script>", html);
        }
    }

    [Fact]
    public void A_site_with_a_lesson_that_cannot_be_read_is_not_written()
    {
        File.WriteAllText(Path.Combine(_course.Folder.Notebooks("en"), "02-second.ipynb"), "<<<<<<<");
        Assert.Contains("02-second.ipynb", Assert.Throws<InvalidDataException>(() => new StaticSite(_course.Folder, _site, address: null).Write()).Message);
    }

    [Fact]
    public void The_sitemap_has_every_page_at_its_address()
    {
        new StaticSite(_course.Folder, _site, new Uri("https://example.org/course/")).Write();
        string sitemap = File.ReadAllText(Path.Combine(_site, "sitemap.xml"));
        Assert.Contains("<loc>https://example.org/course/zh/02-second.html</loc>", sitemap);
        Assert.Equal(10, Regex.Matches(sitemap, "<loc>").Count);
    }

    [Fact]
    public void A_course_without_notebooks_says_how_to_make_them()
    {
        Directory.Delete(_course.Folder.Notebooks("en"), recursive: true);
        var exception = Assert.Throws<UsageException>(() => new StaticSite(_course.Folder, _site, address: null).Write());
        Assert.Contains("dotnet course.cs build", exception.Message);
    }

    [Fact]
    public void Links_between_notebooks_become_links_between_pages_and_others_become_text()
    {
        (string html, var headings) = Prose.Render("## A `b` $c$\n[next](07-attention.ipynb#c3) [code](../lib/x.cs) [paper](https://arxiv.org/abs/2412.19437)", "c1");
        Assert.Contains("href=\"07-attention.html#c3\"", html);
        Assert.Contains(" code ", html);
        Assert.Contains("href=\"https://arxiv.org/abs/2412.19437\"", html);
        Assert.Equal(new Heading("c1-1", 2, "A b c"), headings.Single());
    }

    [GeneratedRegex("(?:href|src)=\"(?<link>[^\"]*)\"")]
    private static partial Regex Links();
}
