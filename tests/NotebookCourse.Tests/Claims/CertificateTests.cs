using NotebookCourse.Claims;
using NotebookCourse.Display;
using NotebookCourse.Exercises;
using NotebookCourse.Tests.Exercises;
using Ledger = NotebookCourse.Claims.Claims;

namespace NotebookCourse.Tests.Claims;

[Collection(ProgressFolder.Collection)]
public sealed class CertificateTests : IDisposable
{
    private readonly ProgressFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void With_nothing_stored_it_says_so()
    {
        Certificate certificate = Certificate.Of(Progress.Load(out _));
        Assert.True(certificate.IsEmpty);
        Assert.Contains("Nothing is stored yet", certificate.ToString());
        Assert.Contains("data-certificate=\"empty\"", ((IHtmlDisplay)certificate).ToHtml());
    }

    [Fact]
    public void It_lists_what_was_computed_when_and_with_which_seeds()
    {
        Ledger.Settle("C41", measured: 1.0000012333);
        Exercise.Check("square", check => check.True(() => true, hint: "power"));
        Prediction.Ask("sum", 0.1);
        Prediction.Compare("sum", measured: 1.0);
        string text = Certificate.Of(Progress.Load(out _), " Ada ", [new LessonSeeds("01-what-comes-next", [1, 7])]).ToString();
        Assert.Contains("\nAda\n", text);
        Assert.Contains("exercises passed: 1, in 1 attempts", text);
        Assert.Contains("guesses written: 1, measured: 1; mean squared error in powers of ten 1", text);
        Assert.Contains("claims settled: 1 of 95", text);
        Assert.Contains($"C41 wrong: 1.0000012333 ({Progress.Load(out _).SettledAt["C41"].LocalDateTime:yyyy-MM-dd})", text);
        Assert.Contains("01-what-comes-next: seeds 1, 7", text);
    }

    [Fact]
    public void Progress_of_before_times_were_stored_is_read()
    {
        File.WriteAllText(_folder.File, """{ "exercises": {}, "predictions": {}, "claims": { "C15": "128", "C99": "1" } }""");
        string text = Certificate.Of(Progress.Load(out string? notice)).ToString();
        Assert.Null(notice);
        Assert.EndsWith("C15 wrong: 128", text); // no date, and nothing of a claim that is none
    }

    [Fact]
    public void Nothing_a_learner_wrote_becomes_markup()
    {
        File.WriteAllText(_folder.File, """{ "claims": { "C15": "<script>1</script>" } }""");
        string html = ((IHtmlDisplay)Certificate.Of(Progress.Load(out _), "<img src=x>", [new LessonSeeds("<b>", [], "<i>")])).ToHtml();
        Assert.DoesNotContain("<script>", html);
        Assert.DoesNotContain("<img", html);
        Assert.DoesNotContain("<b>", html);
        Assert.DoesNotContain("<i>", html);
        Assert.Contains("&lt;script&gt;1&lt;/script&gt;", html);
    }

    [Fact]
    public void It_is_saved_as_a_page()
    {
        string path = Path.Combine(_folder.Path, "certificate.html");
        Certificate certificate = Certificate.Of(Progress.Load(out _), "Ada");
        certificate.Save(path);
        certificate.Save(path);
        Assert.StartsWith("<!doctype html>", File.ReadAllText(path));
        Assert.Contains("Ada", File.ReadAllText(path));
        Assert.Contains("no such folder", Assert.Throws<ArgumentException>(() => certificate.Save(Path.Combine(_folder.Path, "none", "a.html"))).Message);
        Assert.Contains("certificate.html", Assert.Throws<ArgumentException>(() => certificate.Save(" ")).Message);
    }
}
