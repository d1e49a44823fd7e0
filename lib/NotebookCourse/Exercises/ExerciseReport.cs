using System.Net;
using System.Text;
using NotebookCourse.Display;

namespace NotebookCourse.Exercises;

/// <summary>What a learner sees after an attempt. A notebook shows it in colour; <see cref="ToString"/> has the same words.</summary>
/// <param name="Name">The exercise's name.</param>
/// <param name="Status">How far the attempt is.</param>
[TypeFormatterSource(typeof(ExerciseFormatterSource), PreferredMimeTypes = [ExerciseFormatterSource.MimeType, "text/html", "text/plain"])]
public sealed record ExerciseReport(string Name, ExerciseStatus Status) : IStructuredDisplay
{
    /// <summary>The exercise's title in the notebook's language.</summary>
    public string Title { get; } = ExerciseWords.Title(Name);

    /// <summary>The source of the step that is not met; empty unless the attempt is wrong.</summary>
    public string Tried { get; init; } = "";

    /// <summary>The value it gave, or the exception it threw.</summary>
    public string CameOut { get; init; } = "";

    /// <summary>What it should have given.</summary>
    public string Expected { get; init; } = "";

    /// <summary>Names the question that points at the mistake.</summary>
    public string HintId { get; init; } = "";

    /// <summary>The question, in the notebook's language.</summary>
    public string Hint { get; init; } = "";

    /// <summary>The number of steps met by an attempt that passed.</summary>
    public int StepCount { get; init; }

    /// <summary>Why the outcome could not be remembered; null if it was.</summary>
    public string? Warning { get; init; }

    /// <summary>The report as lines of plain text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Headline());
        foreach ((string label, string value) in Rows())
            text.Append('\n').Append(label).Append(Language.Pick(": ", "：")).Append(value);
        return text.ToString();
    }

    /// <inheritdoc/>
    string IStructuredDisplay.ToJson() => StructuredJson.Write(
        ("name", Name), ("status", Status.ToString()), ("hint", HintId), ("tried", Tried), ("cameOut", CameOut), ("expected", Expected), ("question", Hint), ("warning", Warning));

    /// <inheritdoc/>
    string IHtmlDisplay.ToHtml()
    {
        string color = Status switch
        {
            ExerciseStatus.Passed => "#2e7d32",
            ExerciseStatus.Wrong => "#e65100",
            _ => "#757575",
        };
        var html = new StringBuilder();
        html.Append($"<div data-exercise=\"{Name}\" data-status=\"{Status}\" data-hint=\"{WebUtility.HtmlEncode(HintId)}\" ");
        html.Append($"style=\"{CardStyle.Of(color)}\">");
        html.Append("<strong>").Append(WebUtility.HtmlEncode(Headline())).Append("</strong>");
        foreach ((string label, string value) in Rows())
        {
            bool isCode = label == TriedLabel;
            html.Append("<div>").Append(label).Append(Language.Pick(": ", "："));
            html.Append(isCode ? "<code>" : "").Append(WebUtility.HtmlEncode(value)).Append(isCode ? "</code>" : "").Append("</div>");
        }

        return html.Append("</div>").ToString();
    }

    private static string TriedLabel => Language.Pick("tried", "试的是");

    private string Headline() => Status switch
    {
        ExerciseStatus.Passed => Language.Pick(
            $"✓ {Title}: right ({StepCount} {(StepCount == 1 ? "check" : "checks")})", $"✓ {Title}：正确（{StepCount} 项检查）"),
        ExerciseStatus.Wrong => Language.Pick($"✗ {Title}: one check is not met", $"✗ {Title}：有一项检查没有通过"),
        _ => Language.Pick($"… {Title}: not yet. Edit this cell and run it again.", $"… {Title}：还没开始。修改这一格，再运行一次。"),
    };

    private IEnumerable<(string Label, string Value)> Rows()
    {
        if (Status == ExerciseStatus.Wrong)
        {
            yield return (TriedLabel, Tried);
            yield return (Language.Pick("came out", "得到"), CameOut);
            yield return (Language.Pick("expected", "应为"), Expected);
            yield return (Language.Pick("question", "想一想"), Hint);
        }

        if (Warning is not null)
            yield return (Language.Pick("not stored", "未保存"), Warning);
    }
}
