using System.Text.RegularExpressions;
using NotebookCourse.Claims;
using NotebookCourse.Display;
using NotebookCourse.Exercises;
using NotebookCourse.Tests.Exercises;
using Ledger = NotebookCourse.Claims.Claims;

namespace NotebookCourse.Tests.Claims;

[Collection(ProgressFolder.Collection)]
public sealed class ClaimsTests : IDisposable
{
    private readonly ProgressFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_95_are_there_in_order() =>
        Assert.Equal(Enumerable.Range(1, 95).Select(number => $"C{number:00}"), Ledger.All.Select(claim => claim.Id));

    [Theory]
    [InlineData(Verdict.Right, 14)]
    [InlineData(Verdict.Roughly, 12)]
    [InlineData(Verdict.Misleading, 19)]
    [InlineData(Verdict.Wrong, 39)]
    [InlineData(Verdict.Unfalsifiable, 11)]
    public void Verdicts_are_counted(Verdict verdict, int count) =>
        Assert.Equal(count, Ledger.All.Count(claim => claim.Verdict == verdict));

    [Theory]
    [InlineData(Quotation.Verbatim, 61)]
    [InlineData(Quotation.Restored, 10)]
    [InlineData(Quotation.Summarized, 24)]
    public void A_quote_says_whether_it_is_one(Quotation quoted, int count) =>
        Assert.Equal(count, Ledger.All.Count(claim => claim.Quoted == quoted));

    [Fact]
    public void A_verdict_says_when_its_quote_is_none()
    {
        Assert.StartsWith("C15 「有16个注意力头」 (a swapped word put right) ", new ClaimReport(Ledger.Find("C15"), null).ToString());
        Assert.Contains("「256选8」 (in sum) <em>", ((IHtmlDisplay)new ClaimReport(Ledger.Find("C82"), null)).ToHtml());
        Assert.StartsWith("C90 「FP8量化」 misleading", new ClaimReport(Ledger.Find("C90"), null).ToString());
    }

    [Theory]
    [InlineData("C39", "measured: perplexity with context")] // two models on unseen text
    [InlineData("C79", "computed: bits = 1")] // a product
    [InlineData("C57", "looked up: width of the model = 1")] // a line of the report
    public void A_verdict_says_how_it_was_reached(string id, string said)
    {
        var report = new ClaimReport(Ledger.Find(id), "1");
        Assert.Contains(said, report.ToString());
        Assert.Contains($"\"evidence\":\"{report.Claim.Evidence}\"", ((IStructuredDisplay)report).ToJson());
    }

    [Fact]
    public void The_word_on_a_verdict_can_be_read()
    {
        foreach (Claim claim in Ledger.All.DistinctBy(claim => claim.Verdict))
        {
            string html = ((IHtmlDisplay)new ClaimReport(claim, null)).ToHtml();
            string background = Regex.Match(html, "background:#([0-9a-f]{6});color:#fff;").Groups[1].Value;
            double[] linear = [.. Convert.FromHexString(background).Select(part => part / 255.0).Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
            double luminance = (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
            Assert.True(1.05 / (luminance + 0.05) >= 4.5, $"{claim.Verdict}: white on #{background}"); // WCAG 2, level AA
        }
    }

    [Fact]
    public void Every_claim_is_whole()
    {
        foreach (Claim claim in Ledger.All)
        {
            Assert.All(
                [claim.Quote, claim.Gloss, claim.Truth.En, claim.Truth.Zh, claim.Source.En, claim.Source.Zh],
                text => Assert.False(string.IsNullOrWhiteSpace(text), claim.Id));
            Assert.InRange(claim.Lesson, 1, 21);
            Assert.InRange(claim.Quote.Length, 1, 40);
            Assert.Equal(claim.Verdict == Verdict.Unfalsifiable, claim.Expect is null);
            Assert.Equal(claim.Evidence == Evidence.None, claim.Expect is null);
            if (claim.Expect is { } expect)
            {
                Assert.True(expect.Holds is not null ^ (expect.Min is not null || expect.Max is not null), claim.Id);
                Assert.True((expect.Min ?? double.MinValue) <= (expect.Max ?? double.MaxValue), claim.Id);
                Assert.False(string.IsNullOrWhiteSpace(expect.Quantity.En) || string.IsNullOrWhiteSpace(expect.Quantity.Zh), claim.Id);
            }
        }
    }

    [Theory]
    [InlineData("C05", 3.7e9)] // what the article says must not support a verdict of "wrong"
    [InlineData("C06", 6)]
    [InlineData("C15", 16)]
    [InlineData("C21", 2e6)]
    [InlineData("C22", 4e5)]
    [InlineData("C23", 2000)]
    [InlineData("C41", 1)]
    [InlineData("C51", 671e9)]
    [InlineData("C57", 2048)]
    [InlineData("C63", 100_000)]
    [InlineData("C70", 4096)]
    [InlineData("C71", 3e-4)]
    [InlineData("C72", 4000)]
    [InlineData("C79", 2.144e12)]
    public void The_articles_own_number_does_not_support_a_verdict_of_wrong(string id, double claimed)
    {
        Assert.Equal(Verdict.Wrong, Ledger.Find(id).Verdict);
        var exception = Assert.Throws<ClaimNotSupportedException>(() => Ledger.Settle(id, measured: claimed));
        Assert.Equal(id, exception.Claim.Id);
    }

    [Fact]
    public void A_supporting_value_settles_and_is_remembered()
    {
        ClaimReport report = Ledger.Settle("C41", measured: 0.7123456789 + 0.1834567890 + 0.1041987654);
        Assert.Contains("1.000001", report.ToString());
        Assert.Contains("data-claim=\"C41\" data-verdict=\"Wrong\"", ((IHtmlDisplay)report).ToHtml());
        Assert.Contains("C41", Progress.Load(out _).Claims.Keys);
    }

    [Fact]
    public void A_question_is_settled_by_its_answer()
    {
        Assert.Equal(Verdict.Wrong, Ledger.Settle("C37", measured: true).Claim.Verdict);
        Assert.Throws<ClaimNotSupportedException>(() => Ledger.Settle("C37", measured: false));
    }

    [Fact]
    public void Not_a_number_supports_nothing() =>
        Assert.Throws<ClaimNotSupportedException>(() => Ledger.Settle("C48", measured: double.NaN));

    [Fact]
    public void The_kind_of_measurement_must_fit()
    {
        Assert.Contains("a number", Assert.Throws<ArgumentException>(() => Ledger.Settle("C44")).Message);
        Assert.Contains("a number", Assert.Throws<ArgumentException>(() => Ledger.Settle("C44", measured: true)).Message);
        Assert.Contains("no measurement", Assert.Throws<ArgumentException>(() => Ledger.Settle("C11", measured: 1)).Message);
        Assert.Equal(Verdict.Unfalsifiable, Ledger.Settle("C11").Claim.Verdict);
    }

    [Fact]
    public void An_unknown_claim_is_named() =>
        Assert.Contains("C01 to C95", Assert.Throws<ArgumentException>(() => Ledger.Settle("C96", measured: 1)).Message);
}
