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
    public string VerdictWord => Claim.Verdict.Word(Language.Current);

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
        ("id", Claim.Id), ("verdict", Claim.Verdict.ToString()), ("evidence", Claim.Evidence.ToString()), ("quantity", Claim.Expect?.Quantity.ToString()), ("measured", Measured), ("warning", Warning));

    /// <inheritdoc/>
    string IHtmlDisplay.ToHtml()
    {
        string color = Claim.Verdict.Color();
        var html = new StringBuilder($"<div data-claim=\"{Claim.Id}\" data-verdict=\"{Claim.Verdict}\" ");
        html.Append($"style=\"border:1px solid {color};padding:8px 12px\">");
        html.Append($"<div><strong>{Claim.Id}</strong> 「{WebUtility.HtmlEncode(Claim.Quote)}」{QuotedWord}");
        html.Append(Language.Pick($" <em>{WebUtility.HtmlEncode(Claim.Gloss)}</em>", ""));
        html.Append($" <span style=\"background:{color};color:#fff;padding:1px 8px\">{VerdictWord}</span></div>");
        if (MeasuredLine() is { } measured)
            html.Append($"<div>{WebUtility.HtmlEncode(measured)}</div>");
        html.Append($"<div>{WebUtility.HtmlEncode(Claim.Truth.ToString())}</div>");
        if (Warning is not null)
            html.Append($"<div>{WebUtility.HtmlEncode(Warning)}</div>");
        return html.Append($"<div><small>{WebUtility.HtmlEncode(SourceLine())}</small></div></div>").ToString();
    }

    // Nothing is said where the quote is the article's own.
    private string QuotedWord => Claim.Quoted.Note(Language.Current) is { Length: > 0 } note ? Language.Pick($" ({note})", $"（{note}）") : "";

    private string? MeasuredLine() => Measured is null || Claim.Expect is null
        ? null
        : $"{Claim.Evidence.Word(Language.Current)}{Language.Pick(": ", "：")}{Claim.Expect.Quantity} = {Measured}";

    private string SourceLine() => Language.Pick($"source: {Claim.Source}", $"出处：{Claim.Source}");
}
