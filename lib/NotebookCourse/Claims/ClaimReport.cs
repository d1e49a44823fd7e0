using System.Globalization;
using System.Net;
using System.Text;
using NotebookCourse.Display;

namespace NotebookCourse.Claims;

/// <summary>What a learner sees when a claim is settled.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Measured">What was measured, as text; null if the claim cannot be tested.</param>
[TypeFormatterSource(typeof(ClaimFormatterSource), PreferredMimeTypes = [ClaimFormatterSource.MimeType, "text/html", "text/plain"])]
public sealed record ClaimReport(Claim Claim, string? Measured) : IStructuredDisplay
{
    /// <summary>Why the learner's progress could not be stored; null if it was.</summary>
    public string? Warning { get; init; }

    /// <summary>The verdict's word in the notebook's language.</summary>
    public string VerdictWord => Claim.Verdict switch
    {
        Verdict.Right => Language.Pick("right", "正确"),
        Verdict.Roughly => Language.Pick("roughly right", "大致正确"),
        Verdict.Misleading => Language.Pick("misleading", "有误导"),
        Verdict.Wrong => Language.Pick("wrong", "错误"),
        _ => Language.Pick("cannot be tested", "无法证伪"),
    };

    /// <summary>The report as lines of plain text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Claim.Id} 「{Claim.Quote}」{QuotedWord} {VerdictWord}");
        if (MeasuredLine() is { } measured)
            text.Append('\n').Append(measured);
        text.Append('\n').Append(Claim.Truth).Append('\n').Append(SourceLine());
        return Warning is null ? text.ToString() : text.Append('\n').Append(Warning).ToString();
    }

    /// <inheritdoc/>
    string IStructuredDisplay.ToJson() => StructuredJson.Write(
        ("id", Claim.Id), ("verdict", Claim.Verdict.ToString()), ("quantity", Claim.Expect?.Quantity.ToString()), ("measured", Measured), ("warning", Warning));

    /// <inheritdoc/>
    string IHtmlDisplay.ToHtml()
    {
        string colour = Claim.Verdict switch
        {
            Verdict.Right => "#2e7d32",
            Verdict.Roughly => "#4a7a28",
            Verdict.Misleading => "#b34100",
            Verdict.Wrong => "#c62828",
            _ => "#616161",
        };
        var html = new StringBuilder($"<div data-claim=\"{Claim.Id}\" data-verdict=\"{Claim.Verdict}\" ");
        html.Append($"style=\"border:1px solid {colour};color:#212121;background:#fff;padding:8px 12px\">");
        html.Append($"<div><strong>{Claim.Id}</strong> 「{WebUtility.HtmlEncode(Claim.Quote)}」{QuotedWord}");
        html.Append(Language.Pick($" <em>{WebUtility.HtmlEncode(Claim.Gloss)}</em>", ""));
        html.Append($" <span style=\"background:{colour};color:#fff;padding:1px 8px\">{VerdictWord}</span></div>");
        if (MeasuredLine() is { } measured)
            html.Append($"<div>{WebUtility.HtmlEncode(measured)}</div>");
        html.Append($"<div>{WebUtility.HtmlEncode(Claim.Truth.ToString())}</div>");
        if (Warning is not null)
            html.Append($"<div>{WebUtility.HtmlEncode(Warning)}</div>");
        return html.Append($"<div><small>{WebUtility.HtmlEncode(SourceLine())}</small></div></div>").ToString();
    }

    /// <summary>
    /// A number for a person: all digits of a whole one up to 10^15, eleven significant ones where a rounder number would hide that it is not
    /// whole (1.0000012333), else five.
    /// </summary>
    internal static string Number(double number)
    {
        double whole = Math.Round(number);
        if (number == whole && Math.Abs(number) < 1e15)
            return number.ToString("#,##0", CultureInfo.InvariantCulture);
        bool nearlyWhole = Math.Abs(number - whole) < 1e-5 * Math.Abs(number);
        return number.ToString(nearlyWhole ? "G11" : "G5", CultureInfo.InvariantCulture);
    }

    // Nothing is said where the quote is the article's own.
    private string QuotedWord => Claim.Quoted switch
    {
        Quotation.Restored => Language.Pick(" (a swapped word put right)", "（被替换的字词已还原）"),
        Quotation.Summarized => Language.Pick(" (in sum)", "（概括）"),
        _ => "",
    };

    private string? MeasuredLine() => Measured is null || Claim.Expect is null
        ? null
        : Language.Pick($"measured: {Claim.Expect.Quantity} = {Measured}", $"实测：{Claim.Expect.Quantity} = {Measured}");

    private string SourceLine() => Language.Pick($"source: {Claim.Source}", $"出处：{Claim.Source}");
}
